"""Checks across the parts of a scenario, in groups; ``models.checks`` lists them."""
