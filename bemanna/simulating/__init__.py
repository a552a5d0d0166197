"""How a roster stands short-notice absence and patients who do not come: docs/simulation.md says what is assumed."""
