"""For those who change data: checks, releases, differences, and a copy of the article held against
the ledger.
"""
