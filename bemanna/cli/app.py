"""The ``bemanna`` command: its parts, and how it ends."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

import bemanna
from bemanna.cli import (
    audit,
    benchmark,
    check,
    compare,
    errors,
    explain,
    init,
    report,
    rules,
    runs,
    schema,
    simulate,
    solve,
    sweep,
    verify,
)

app = typer.Typer(
    name="bemanna",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(epilog=solve.EXAMPLES, short_help="Make the best roster of a scenario.")(solve.solve)
app.command(epilog=check.EXAMPLES, short_help="Validate, and show need against capacity.")(check.check)
app.command(epilog=audit.EXAMPLES, short_help="Judge a roster, a hand-made one too.")(audit.audit)
app.command(epilog=report.EXAMPLES, short_help="Write the report of a run anew.")(report.report)
app.command(epilog=explain.EXAMPLES, short_help="Tell why a roster falls short, or cannot be.")(explain.explain)
app.command(epilog=compare.EXAMPLES, short_help="Lay scenarios or runs side by side.")(compare.compare)
app.command(epilog=sweep.EXAMPLES, short_help="Solve a grid of scenarios around one.")(sweep.sweep)
app.command(epilog=runs.EXAMPLES, short_help="List runs, or remove old ones.")(runs.runs)
app.command(epilog=verify.EXAMPLES, short_help="Prove anew what a run folder says.")(verify.verify)
app.command(epilog=simulate.EXAMPLES, short_help="Draw absence and no-shows against a roster.")(simulate.simulate)
app.command(epilog=rules.EXAMPLES, short_help="List rules and presets, or what is in force.")(rules.rules)
app.command(epilog=schema.EXAMPLES, short_help="Print the JSON Schema of scenario files.")(schema.schema)
app.command(epilog=init.EXAMPLES, short_help="Write a small scenario to start from.")(init.init)
app.command(epilog=benchmark.EXAMPLES, short_help="Solve a suite of instances and measure it.")(benchmark.benchmark)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bemanna {bemanna.__version__}")
        raise typer.Exit


@app.callback(epilog="\b\nFor a start:\n  bemanna init my_clinic\n  bemanna check my_clinic\n  bemanna solve my_clinic")
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Rosters whose capacity follows the weekly production plan of a clinic.

    A scenario (production plan, people, rules) goes in; a roster comes out, with the evidence of how good it is.
    """


def run() -> None:
    """Run a command and exit.

    Exit codes: 0 done, 1 done with a bad answer (no roster, hard violations), 2 the input is wrong, 70 an error of
    this program, 130 cut off by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a narrow terminal encoding must not stop a command
    try:
        app(prog_name="bemanna")
    except Exception as error:  # whatever happens, people get a line and not a traceback
        sys.exit(errors.explain(error))
