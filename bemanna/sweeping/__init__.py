"""Sweeps: a grid of scenarios around one, solved in parallel processes, with the trade-off of cost and shortfall."""
