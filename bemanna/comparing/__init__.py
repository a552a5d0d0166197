"""Scenarios side by side: what goes in, what comes out, who works when, and what the gaps leave open."""
