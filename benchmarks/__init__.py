"""Readers of public instances: they write ordinary scenarios, for measuring the engine against the literature."""
