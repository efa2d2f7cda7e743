"""Reads the tables, sources and settings that people write, each mistake with its place."""
