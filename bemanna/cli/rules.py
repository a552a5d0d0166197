"""``bemanna rules``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bemanna.cli import options
from bemanna.cli.errors import OptionError

if TYPE_CHECKING:
    from models.facts import Worker
    from models.scenario import Scenario

EXAMPLES = """\b
Examples:
  bemanna rules
  bemanna rules scenarios/ward
  bemanna rules scenarios/ward --staff nurse_03 --date 2027-03-26
  bemanna rules scenarios/ward --json

\b
How rules are written, with an example for the most common wishes: docs/rules.md.
"""


def rules(
    scenario: Annotated[
        Path | None,
        typer.Argument(
            metavar="[SCENARIO]", help="Scenario file, or its folder; without it: all there is.", show_default=False
        ),
    ] = None,
    staff: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what binds this person, or agency offer.", show_default=False)
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what holds on this date.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    sets: options.Sets = None,
) -> None:
    """List the rule catalogue and the presets, or what a scenario has in force, for a person or on a date."""
    if scenario is None:
        if staff or date or sets:
            raise OptionError("--staff, --date and --set", "need a scenario", "none", "name its file or folder first")
        _all_there_is(as_json)
        return
    from models.loading import load

    loaded = load(scenario, sets or ())
    _in_force(loaded, _worker(loaded, staff), _date(date), as_json)


def _worker(scenario: Scenario, staff: str | None) -> Worker | None:
    """Return a person, or the first line of an agency offer. Raises OptionError where there is none of that id."""
    from models.facts import Facts
    from models.problems import did_you_mean, listed

    workers = Facts(scenario).workers.values() if staff is not None else ()
    found = next((worker for worker in workers if staff in (worker.id, worker.group)), None)
    if staff is not None and found is None:
        known = list(dict.fromkeys(worker.group for worker in workers))
        raise OptionError(
            "--staff", "names nobody", f"'{staff}'", did_you_mean(staff, known, f"there are {listed(known)}")
        )
    return found


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        remedy = "write year-month-day, for example 2027-03-01"
        raise OptionError("--date", "is no date", f"'{text}'", remedy) from None


def _all_there_is(as_json: bool) -> None:
    from dataclasses import asdict

    from bemanna import rulebook
    from bemanna.cli import listing

    presets = rulebook.presets()
    if as_json:
        known = {name: rulebook.plain(preset) for name, preset in presets.items()}
        _print_json({"rules": [asdict(entry) for entry in rulebook.catalogue()], "presets": known})
        return
    print("Rules. Each is hard, soft at a price for each unit of excess, or off.\n")
    _print(listing.catalogue(rulebook.catalogue()))
    print("\nPresets: laws and agreements.")
    for name, preset in presets.items():
        for version in preset.versions:
            print(f"\n{listing.preset_heading(name, preset, version)}")
            _print(listing.settings(rulebook.settings(version, name), with_origin=False))
            _print(listing.windows(rulebook.plain(window) for window in version.unsocial_hours))


def _in_force(scenario: Scenario, worker: Worker | None, date: dt.date | None, as_json: bool) -> None:
    from dataclasses import asdict

    from bemanna import rulebook
    from bemanna.cli import listing

    entries = tuple(rulebook.in_force(scenario, worker, date))
    windows = tuple(rulebook.windows(scenario, worker.contract if worker else None, everybody=worker is None))
    if as_json:
        rows = [asdict(entry) for entry in entries]
        _print_json({"scenario": scenario.name, "rules": rows, "unsocial_hours": windows})
        return
    print(f"{scenario.name}: in force{f' for {worker.group}' if worker else ''}{f' on {date}' if date else ''}\n")
    _print(listing.settings(entries, with_origin=True))
    _print(listing.windows(windows, scenario.calendar.currency))
    for key, why in rulebook.not_in_force(scenario):
        print(f"Not in force: {key} ({why}).")
    for name, version in scenario.rules.versions(scenario.horizon.start).items():
        if version is not None:
            preset = rulebook.presets()[name]
            print(f"\nPreset {listing.preset_heading(name, preset, version)}")
            _print(line for note in preset.notes for line in listing.note(note))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(value: Any) -> None:
    import json

    print(json.dumps(value, indent=2, ensure_ascii=False))
