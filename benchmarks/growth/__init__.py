"""Clinics and hospitals of any size, made from numbers with a fixed seed: to see how the solver's time grows.

Nothing in them is taken from a real place. A clinic of n people has units of about forty, which share doctors in groups
of five and one budget, so that it does not fall apart into small problems. A hospital has wards round the clock beside.
"""
