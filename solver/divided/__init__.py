"""Hospitals: scenarios that fall into divisions, which share nothing but budgets."""
