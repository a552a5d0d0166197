"""Open days of agency offers: what their least hours are scaled by."""

from __future__ import annotations

from models.facts import Facts
from tests.support.rosters import clinic


def test_open_days_are_counted_once() -> None:
    """The second week has Epiphany's eve and Epiphany (Tuesday and Wednesday); a Saturday asks for cover."""
    parts = {
        "weeks": 2,
        "horizon": {"start": "2026-12-28", "weeks": 2},
        "calendar": {"country": "SE", "extra_holidays": ["2027-01-05"], "not_holidays": ["2026-12-31", "2027-01-01"]},
        "cover": [{"unit": "clinic", "shift": "duty", "competence": "nurse", "dates": ["2027-01-09"]}],
        "agency": [{"id": "locum", "competence": "nurse", "cost_per_hour": 1, "weekly_hours": [30, 40]}],
    }
    facts = Facts(clinic(**parts))
    (offer,) = facts.scenario.agency
    assert facts.weekly_minutes(offer, 0) == (30 * 60 * 5 // 6, 40 * 60)  # five days are open, of six in a normal week
    facts.__dict__["cover"] = None  # nobody walks through the cover rows again
    assert facts.weekly_minutes(offer, 1) == (30 * 60 * 4 // 6, 40 * 60)
    assert facts.bookable(offer, 1)
