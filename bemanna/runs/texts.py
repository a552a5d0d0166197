"""Text from input in files that other programs open: nothing of it may become a formula or a path."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def guard(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it where needed."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def slug(text: str) -> str:
    """Return a text as a short, plain name for a folder; ``run`` where nothing is left of it."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-") or "run"


def file_name(identity: str) -> str:
    """Return a name that is safe as a file on every system, and different for different ids.

    An id that is not safe as it stands, or that differs from another only in case, carries a digest.
    """
    safe = _UNSAFE.sub("_", identity).strip("._")
    if safe == identity and safe == safe.lower() and not _RESERVED.match(safe):
        return safe
    digest = hashlib.sha256(identity.encode()).hexdigest()[:10]
    return f"{safe or 'staff'}-{digest}"


def to_json(content: Any) -> bytes:
    """Return a JSON document as the bytes of a file."""
    return (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
