"""`data/` and `seeds/` become one checked ledger: figures, findings, outside values."""
