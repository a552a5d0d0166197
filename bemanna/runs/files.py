"""The names and columns of a run folder: a contract that other people's scripts read."""

from __future__ import annotations

from typing import Final

RUN_SCHEMA: Final = "bemanna/run-1"
"""Value of the key ``schema`` in summary.json: the mark of a run folder."""

SCENARIO: Final = "scenario.yaml"
SUMMARY: Final = "summary.json"
REPORT: Final = "report.html"
WORKBOOK: Final = "roster.xlsx"
CALENDARS: Final = "calendars"
SIMULATION: Final = "simulation.json"
EXPLANATION: Final = "explanation.json"

ROSTER_COLUMNS: Final = ("staff", "date", "shift", "competence", "unit", "paid_minutes", "overtime_minutes")
SESSION_COLUMNS: Final = ("staff", "date", "period", "unit", "session", "list", "room", "competence")
ITEM_COLUMNS: Final = ("date", "period", "unit", "session", "activity", "items")
PRODUCTION_COLUMNS: Final = (
    "unit",
    "activity",
    "week",
    "planned",
    "carried_in",
    "produced",
    "surplus",
    "shortfall",
)
CAPACITY_COLUMNS: Final = (
    "unit",
    "competence",
    "week",
    "need_minutes",
    "available_minutes",
    "rostered_minutes",
    "capacity_minutes",
    "direct_minutes",
    "agency_minutes",
    "overtime_minutes",
)
