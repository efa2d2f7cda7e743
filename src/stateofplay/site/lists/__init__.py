"""The ledger on pages: lists, records and what the front page draws."""
