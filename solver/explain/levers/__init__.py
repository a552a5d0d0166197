"""Levers: single things of a scenario that could be otherwise."""
