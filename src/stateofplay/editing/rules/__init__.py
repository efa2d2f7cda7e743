"""Rules for what a book says, held against its tables: words beside figures, descriptions of
charts, reading grades, what no page shows and what is left from others.
"""
