"""Horizons of months to a year: everybody's graph over the whole horizon, whose ways carry long sums along."""
