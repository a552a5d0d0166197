"""Presets: named sets of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

PRESETS: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]] = MappingProxyType(
    {
        "none": {},
        "basic": {
            "daily_rest": [{"hours": 11, "source": "Directive 2003/88/EC art. 3; Arbetstidslagen 13 §"}],
            "weekly_rest": [{"hours": 36, "source": "Arbetstidslagen 14 §"}],
            "consecutive_days": [{"max": 6, "source": "Directive 2003/88/EC art. 5 leaves one day of seven free"}],
        },
    }
)
"""Rule key -> settings, one for each scope."""
