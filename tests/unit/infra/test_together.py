"""Things done at once fail as one would alone."""

import asyncio

import pytest

from vitrine.infra.concurrency import together


async def _later(value: int, seconds: float = 0.0) -> int:
    await asyncio.sleep(seconds)
    return value


async def _fail() -> None:
    await asyncio.sleep(0.01)
    raise KeyError("first")


async def test_results_come_in_the_order_of_the_question() -> None:
    assert await together(_later(1, 0.02), _later(2), _later(3, 0.01)) == [1, 2, 3]


async def test_the_first_failure_is_raised_itself_and_stops_the_rest() -> None:
    slow = asyncio.create_task(_later(1, 20))

    async def wait() -> int:
        return await slow

    with pytest.raises(KeyError):
        await together(wait(), _fail())
    await asyncio.sleep(0)
    assert slow.cancelled()
