"""The command line. Its modules are light to import: what a command needs is loaded when it runs."""


def main() -> None:
    """Run the ``bemanna`` command and exit."""
    from bemanna.cli.app import run

    run()
