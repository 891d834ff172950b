"""What a deployment is made of agrees with what one machine runs."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from vitrine.infra.local import roles
from vitrine.infra.local.programs import WORKERS

ROOT = Path(__file__).parents[2]
STACK = (ROOT / "swarm-stack.yml").read_text()
_PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.mark.skipif(not shutil.which("docker"), reason="There is no docker command here.")
def test_docker_accepts_the_stack() -> None:
    command = ["docker", "stack", "config", "-c", "swarm-stack.yml"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
    ours = ("api", *WORKERS, "migrate")
    for service in (*ours, "postgres", "redis", "storage", "meilisearch"):
        assert f"\n  {service}:" in answer.stdout


def test_every_secret_of_the_stack_is_made_by_the_script() -> None:
    made = set(re.findall(r"^keep (\w+)", (ROOT / "docker/make-secrets").read_text(), re.MULTILINE))
    assert set(re.findall(r"name: vitrine_(\w+)\}", STACK)) == made
    assert set(re.findall(r"/run/secrets/(\w+)", STACK)) <= made


def test_every_setting_of_the_stack_exists() -> None:
    known = (ROOT / "backend/vitrine/settings.py").read_text() + (ROOT / "backend/vitrine/cli.py").read_text()
    ours = STACK[: STACK.index("\n  postgres:\n    image")]
    named = set(re.findall(r"^ {4,6}([A-Z][A-Z0-9_]+): ", ours, re.MULTILINE))
    assert {"DATABASE_URL_FILE", "VITRINE_PUBLIC_URL", "DATABASE_MIGRATION_URL_FILE"} <= named
    assert not [name for name in named if f'"{name.removesuffix("_FILE")}"' not in known]


def test_a_stack_gives_the_roles_the_same_privileges() -> None:
    script = _statements((ROOT / "docker/postgres/roles.sh").read_text().partition("<<'SQL'")[2].partition("\nSQL")[0])
    here = _statements(roles._PRIVILEGES)
    # Where everything is new, there is nothing yet to grant on.
    assert {statement for statement in here if " on all " not in statement} <= script
    assert {f"create role {role}" for role in (roles.OWNER, roles.APP)} == {
        statement.split(" login")[0] for statement in script if statement.startswith("create role")
    }


def test_the_image_installs_the_versions_that_are_tested() -> None:
    tested = set(_PINNED.findall((ROOT / "requirements.lock").read_text()))
    shipped = set(_PINNED.findall((ROOT / "docker/requirements.lock").read_text()))
    assert shipped
    assert shipped <= tested


def test_no_file_that_installs_names_a_registry() -> None:
    locks = [*ROOT.glob("*.lock"), *ROOT.glob("docker/*"), *ROOT.glob("spa/package-lock.json"), ROOT / "Makefile"]
    locks += [*ROOT.glob("backend/vitrine/infra/local/**/*.json"), *ROOT.glob("backend/vitrine/infra/local/*.txt")]
    locks += [*ROOT.glob("tests/swift/*.lock")]
    files = [path for path in locks if path.is_file()]
    assert len(files) >= 8
    named = re.compile(r'"resolved"|--(extra-)?index-url|registry\.')
    assert not [path for path in files if named.search(path.read_text())]


def _statements(sql: str) -> set[str]:
    return {" ".join(statement.split()) for statement in sql.split(";") if statement.strip()}
