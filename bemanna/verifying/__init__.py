"""Re-proving a run folder: what it says follows from its scenario and its roster."""
