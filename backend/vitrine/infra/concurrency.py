"""Do things at once, and fail as one would alone."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def together(*work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Run coroutines at once and return their results in order; the first failure stops the rest and is raised itself.

    A TaskGroup alone raises groups, which no `except StorageUnavailable` would see.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return [task.result() for task in tasks]
