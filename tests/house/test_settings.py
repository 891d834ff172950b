"""Every setting is documented, and the stack sets only settings there are."""

import ast
import re

from tests.house.tracked import ROOT

OPERATE = ROOT / "docs" / "operate.md"
SETTINGS = ROOT / "backend" / "vitrine" / "settings.py"
READERS = {"text", "required", "integer", "seconds", "scanner"}


def names_read() -> set[str]:
    """Return the names that settings.py asks the environment for."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_settings_are_found_at_all() -> None:
    assert {"DATABASE_URL", "VITRINE_JOB_LEASE"} <= names_read()


def test_every_setting_is_documented_for_the_operator() -> None:
    words = OPERATE.read_text(encoding="utf-8")
    assert [name for name in sorted(names_read()) if f"`{name}`" not in words] == []


def test_no_setting_is_documented_that_nothing_reads() -> None:
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", OPERATE.read_text(encoding="utf-8"), re.MULTILINE))
    code = "".join(path.read_text() for path in (ROOT / "backend").rglob("*.py"))
    code += (ROOT / "Makefile").read_text()
    unread = {name for name in documented if f'"{name}"' not in code and f"{name.removesuffix('_BIN')}" not in code}
    assert {name for name in unread if not name.endswith("_BIN")} == set()


def test_the_stack_sets_only_settings_there_are() -> None:
    stack = (ROOT / "swarm-stack.yml").read_text(encoding="utf-8")
    ours = set(re.findall(r"\b((?:VITRINE|S3|DATABASE|REDIS|MEILISEARCH)_[A-Z0-9_]+)(?=:)", stack))
    known = names_read() | {f"{name}_FILE" for name in names_read()}
    assert ours - known <= {"VITRINE_VERSION", "VITRINE_DATA"}, ours - known
