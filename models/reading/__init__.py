"""From files to a scenario and back: YAML, tables, overlays, and the place of every value."""
