"""Files to take along: charts, data, citations, notebooks, the EPUB."""
