"""Drafts the tables of a book from its article: a line for each number, for people to decide."""
