"""A scenario folder to start from."""
