"""State of Play: live figures with their bounds, sources and checks, for an executable explainer."""
