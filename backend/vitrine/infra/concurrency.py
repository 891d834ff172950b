"""Do things at once, and fail as one would alone."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


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


async def several(do: Callable[[In], Awaitable[Out]], items: Sequence[In], *, at_once: int) -> list[Out | Exception]:
    """Do the same with each item, so many at once, and return what each gave or raised, in order."""
    answers: dict[int, Out | Exception] = {}
    left = iter(enumerate(items))

    async def line() -> None:
        for place, item in left:
            try:
                answers[place] = await do(item)
            except Exception as error:  # noqa: BLE001  # it is the caller's to see, as the answer of this one
                answers[place] = error

    await asyncio.gather(*(line() for _ in range(min(at_once, len(items)))))
    return [answers[place] for place in range(len(items))]
