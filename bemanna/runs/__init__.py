"""The run folder: what a solve leaves behind, written whole or not at all, and read back."""
