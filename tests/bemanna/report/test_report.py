"""The report: self-contained, escaped, and true to the result."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bemanna.report.page import render
from bemanna.runs.run import Run, Solved
from bemanna.runs.summary import summarise
from models.result import Result, Status
from models.scenario import Scenario
from tests.support import clinics
from tests.support.golden import NAMES, read_golden

VOID = {"col", "meta", "br", "input", "hr", "img", "link"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page(HTMLParser):
    """Tags, attributes and text of a page; notes what is not well nested."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))


def page_of(scenario: Scenario, result: Result) -> Page:
    solved = Run(scenario, result, summarise(scenario, result)).solved
    assert solved is not None
    return Page(render(solved))


def changed(**changes: Any) -> Solved:
    """Return the solved clinic with another result."""
    run = clinics.solved().run
    solved = dataclasses.replace(run, result=dataclasses.replace(run.result, **changes)).solved
    assert solved is not None
    return solved


def test_a_page_asks_the_network_for_nothing() -> None:
    html = render(clinics.solved())
    for tag, attributes in Page(html).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert not {"src", "href", "srcset", "action", "xlink:href"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"https?:|//\w", html)
    assert "default-src 'none'" in html


@pytest.mark.parametrize("text", clinics.HOSTILE)
def test_text_from_input_is_escaped(text: str) -> None:
    scenario = clinics.clinic(person=text, session=text, shift=text, name=text)
    ordinary = page_of(clinics.clinic(), clinics.result(clinics.clinic(), clinics.roster(clinics.clinic())))
    hostile = page_of(scenario, clinics.result(scenario, clinics.roster(scenario)))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in ordinary.tags]
    assert [set(attributes) for _, attributes in hostile.tags] == [set(attributes) for _, attributes in ordinary.tags]
    assert re.sub(r"\s+", " ", text) in hostile.text
    assert not hostile.wrong


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_all_kinds_of_scenarios_are_well_formed(name: str) -> None:
    case = read_golden(name)
    page = page_of(case.scenario, clinics.result(case.scenario, case.roster))
    assert not page.wrong
    assert not page.open


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"status": Status.OPTIMAL, "stopped": False}, "The best possible roster, proven after 12 s."),
        ({"bound": None}, "A roster found after 12 s; how far from the best it is, is not known (stopped by hand)."),
        (
            {"stopped": False, "bound": 0},
            "A roster found after 12 s; that another costs up to 100 % less is not ruled out.",
        ),
        ({"stopped": False}, "Within 2 % of the best possible cost, proven after 12 s."),
    ],
)
def test_the_verdict(changes: dict[str, Any], verdict: str) -> None:
    page = Page(render(changed(**changes)))
    assert verdict in page.text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_what_falls_short_is_said_in_words() -> None:
    text = Page(render(clinics.solved())).text
    # Visits: 12 of 12 in the first week, none of 9 in the second. Operations: 2 waited, 3 of 5 are done.
    assert "9 of 21 planned items are not produced: 9 in W13." in text
    assert "4 items still wait after W13; 2 waited at the start." in text


def test_violations_stand_on_the_page() -> None:
    scenario = clinics.clinic()
    roster = clinics.roster(scenario)
    late = dataclasses.replace(roster.shifts[-3], date=roster.shifts[0].date.replace(day=31))
    result = clinics.result(scenario, dataclasses.replace(roster, shifts=(*roster.shifts, late)))
    text = page_of(scenario, result).text
    assert "Hard rules that this roster breaks" in text
    assert "breaks hard rules" in text
    assert "Wed 31 Mar" in text


def test_the_grid_shows_absences_requests_and_agency() -> None:
    cells = [attributes for tag, attributes in Page(render(clinics.solved())).tags if tag == "td"]
    titles = {title: attributes.get("class") or "" for attributes in cells if (title := attributes.get("title"))}
    assert "absent" in titles["Wed 31 Mar: absent"]
    refused = next(title for title in titles if "(refused)" in title)
    assert refused.startswith("Tue 23 Mar: day, 08:00–16:30; am list, list 1, as nurse; pm no session")
    assert "refused" in titles[refused]
    assert "Agency: Doctor" in Page(render(clinics.solved())).text


def test_evidence() -> None:
    solved = clinics.solved()
    text = Page(render(solved)).text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "seed 7" in text
    assert "8 workers" in text
    assert str(solved.run.summary["scenario_sha256"]) in text
    assert "stopped by hand" in text


def test_a_page_without_time_line_sessions_and_agency() -> None:
    scenario = clinics.clinic().model_copy(update={"agency": ()})
    roster = clinics.roster(scenario)
    own = tuple(row for row in roster.shifts if row.staff != "locum-1")
    result = clinics.result(scenario, dataclasses.replace(roster, shifts=own, places=None, items=None))
    page = page_of(scenario, dataclasses.replace(result, incumbents=()))
    assert not page.wrong
    assert "Agency staff" not in page.text
    assert "Production is not judged" in page.text
    assert "Proven bound" in page.text


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(clinics.solved()), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    quiet = [
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    command = [str(CHROMIUM), *flags, *quiet, "--enable-logging=stderr", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert '<html lang="en" class="js">' in done.stdout  # the script ran to its first line at least
    assert "CONSOLE" not in done.stderr
