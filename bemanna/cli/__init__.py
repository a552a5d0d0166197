"""The command line. Modules are light to import: solver, tables and reports are loaded when a command needs them."""

from bemanna.cli.app import main

__all__ = ["main"]
