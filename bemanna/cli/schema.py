"""``bemanna schema``."""

from __future__ import annotations

EXAMPLES = """\b
Examples:
  bemanna schema > scenario.schema.json
Then start scenario.yaml with the line
  # yaml-language-server: $schema=scenario.schema.json
"""


def schema() -> None:
    """Print the JSON Schema of scenario files, with which an editor completes and checks while you type."""
    import json

    from models.loading import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
