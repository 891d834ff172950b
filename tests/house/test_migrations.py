"""The migrations say what the models say."""

import asyncio
import json
import subprocess
import sys

from tests.house.tracked import ROOT

_ASK = """
import asyncio, json
from tortoise import Tortoise
from tortoise.migrations.autodetector import MigrationAutodetector
from vitrine.infra.db import tortoise_config

async def ask():
    config = tortoise_config("postgres://nobody:x@127.0.0.1:1/none")
    context = await Tortoise.init(config=config, init_connections=False)
    apps = {label: app.to_dict() for label, app in config.apps.items()}
    writers = await MigrationAutodetector(context.apps, apps).changes()
    print(json.dumps([str(operation) for writer in writers for operation in writer.operations]))

asyncio.run(ask())
"""


async def test_making_migrations_would_make_none() -> None:
    # In a process of its own: Tortoise keeps what it was told for the whole process.
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ASK, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    said, complaints = await asking.communicate()
    assert asking.returncode == 0, complaints.decode()
    assert json.loads(said) == []


def test_migrations_are_one_line_of_numbers() -> None:
    names = sorted(path.stem for path in (ROOT / "backend/vitrine/migrations").glob("0*.py"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
