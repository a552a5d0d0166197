"""Peers: what a competent user would do without Bemanna's search, measured beside it on the same instance.

A peer is a plain model, given to CP-SAT or to HiGHS. Models of public instances are written from the instance itself;
that of a clinic or ward names people in sessions, one variable a person and place, nothing pooled.
"""
