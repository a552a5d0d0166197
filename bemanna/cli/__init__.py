"""The command line. Its modules are light to import: solver, tables and reports are loaded when a command needs them."""


def main() -> None:
    """Run the ``bemanna`` command and exit."""
    from bemanna.cli.app import run

    run()
