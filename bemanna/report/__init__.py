"""The report: one self-contained page about a run, readable without network and printable."""
