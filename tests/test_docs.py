"""The documents are true: links lead somewhere, examples load and run, field tables are those of the models.

``python -m tests.test_docs`` writes field tables and the reference of docs/rules.md anew.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from bemanna.init.writing import write_template
from models import calendar, demand, pay_windows, roster_columns, scenario, staff, unsocial
from models.loading import parse
from models.reading.describing import describe
from models.rules import base, groups, hours, ruleset
from tests.support import reference

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks") for path in folder.glob("*.md"))
FORMAT = ROOT / "docs" / "scenario-format.md"
RULES = ROOT / "docs" / "rules.md"
WARD = """
schema: bemanna/1
name: Ward of the examples
horizon: {start: 2027-03-01, weeks: 4}
shifts:
  early: {from: 07:00, to: 15:30, break: 30, kind: early}
  late: {from: 13:00, to: 21:30, break: 30, kind: late}
  night: {from: 21:15, to: 07:15, kind: night}
competences: [nurse, ventilation]
units: {ward: {}, clinic: {}}
cover:
  - {unit: ward, shift: night, competence: nurse, target: 1, under_cost: 1000}
staff:
  - {id: nurse_1, competences: [nurse, ventilation], home: ward, contract_minutes: 2295}
  - {id: nurse_2, competences: [nurse], home: ward, contract_minutes: 2295, contract: new}
  - {id: nurse_3, competences: [nurse], home: ward, contract_minutes: 2295, contract: few-nights}
  - {id: nurse_4, competences: [nurse], home: clinic, contract_minutes: 2400}
"""
"""What the examples of docs/rules.md are added to."""
HOMES = (calendar, demand, scenario, staff, base, roster_columns, pay_windows, unsocial, ruleset, groups, hours)
TABLE = re.compile(r"<!-- fields: (\w+) -->\n(?:\n(?:\|.*\n)+)?")


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def field_table(name: str) -> str:
    """Return the keys of a model as a table: key, default, meaning."""
    describe()
    model: type[BaseModel] = next(getattr(home, name) for home in HOMES if hasattr(home, name))
    rows = [f"| {name} | default | |", "|---|---|---|"]
    for key, field in model.model_fields.items():
        default = "required" if field.is_required() else default_text(field.get_default(call_default_factory=True))
        meaning = " ".join((field.description or "").replace("``", "`").replace("|", "\\|").split())
        rows.append(f"| `{field.alias or key}` | {default} | {meaning} |")
    return "\n".join(rows)


def default_text(value: Any) -> str:
    """Return a default as it would be written; nothing where there is none."""
    if value is None or value is PydanticUndefined or value in ((), {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def with_tables(text: str) -> str:
    """Return a document with its field tables filled in."""
    return TABLE.sub(lambda match: f"<!-- fields: {match[1]} -->\n\n{field_table(match[1])}\n", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    missing = [t for t in targets if not t.startswith("https://") and not (document.parent / t).exists()]
    assert missing == []


def test_the_examples_of_the_format_are_one_scenario() -> None:
    parsed = parse("".join(blocks(FORMAT, "yaml")), "scenario-format.md")
    assert parsed.name == "Day clinic"
    assert parsed.shifts["day"].covers == ("am", "pm")


def test_the_field_tables_are_those_of_the_models() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    assert text == with_tables(text), "run: python -m tests.test_docs"


def test_the_reference_of_rules_is_that_of_the_catalogue() -> None:
    text = RULES.read_text(encoding="utf-8")
    assert text == with_tables(reference.filled(text)), "run: python -m tests.test_docs"


@pytest.mark.parametrize("example", blocks(RULES, "yaml"), ids=lambda text: " ".join(text.split())[:60])
def test_every_example_of_rules_holds(example: str) -> None:
    parsed = parse(WARD + example, "rules.md")
    given = parsed.rules.overrides.model_dump(exclude_none=True)
    assert given or parsed.unsocial_hours.amounts
    assert set(given) <= {rule.key for rule in parsed.rules_in_force}


def test_every_section_of_a_scenario_is_told() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    keys = {field.alias or key for key, field in scenario.Scenario.model_fields.items()}
    told = {key for key in keys if re.search(rf"^{key}:", text, re.MULTILINE)}
    assert keys - told == {"description"}


def test_the_python_example_of_the_readme_runs(folder_with_a_clinic: Path) -> None:
    (example,) = blocks(ROOT / "README.md", "python")
    assert "time_limit=60, gap=0.05" in example
    done = run_python("-c", example.replace("time_limit=60, gap=0.05", "gap=1"), folder=folder_with_a_clinic)
    assert done.returncode == 0, done.stderr
    assert (folder_with_a_clinic / "runs" / "from-python" / "report.html").is_file()


def test_the_commands_of_the_readme_run(folder_with_a_clinic: Path) -> None:
    lines = [line.split("#")[0] for block in blocks(ROOT / "README.md", "bash") for line in block.splitlines()]
    commands = [line.replace("python3 bootstrap.py", "bemanna").split()[1:] for line in lines if line.strip()]
    commands.remove(["test"])  # this very test
    assert [command[0] for command in commands] == ["solve", "init", "check", "solve", "explain", "audit"]
    for command in commands:
        # the first roster will do, and the first causes
        quick = {"solve": ("--gap", "1"), "explain": ("--time-limit", "5")}.get(command[0], ())
        done = run_python("-m", "bemanna", *command, *quick, folder=folder_with_a_clinic)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        if command == ["solve", "my_clinic"]:
            shutil.copy(folder_with_a_clinic / "runs" / "my-clinic-1" / "roster.csv", folder_with_a_clinic)


@pytest.fixture
def folder_with_a_clinic(tmp_path: Path) -> Path:
    """Return a folder in which a small clinic, soon solved, stands in for the README's."""
    folder = tmp_path / "scenarios" / "eye_clinic"
    write_template(folder, dt.date(2027, 3, 1))
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    (folder / "scenario.yaml").write_text(text.replace("name: My clinic", "name: Eye clinic"), encoding="utf-8")
    return tmp_path


def run_python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with our packages."""
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


if __name__ == "__main__":
    FORMAT.write_text(with_tables(FORMAT.read_text(encoding="utf-8")), encoding="utf-8")
    RULES.write_text(with_tables(reference.filled(RULES.read_text(encoding="utf-8"))), encoding="utf-8")
