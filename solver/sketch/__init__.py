"""A legal roster within a moment, before any model is built."""
