"""The same is done with several items, so many at once; each is answered by itself."""

import asyncio

from vitrine.infra.concurrency import several


async def test_answers_come_in_the_order_of_the_items_failures_among_them() -> None:
    async def do(number: int) -> float:
        await asyncio.sleep(0.01 / (number + 1))
        return 1 / number

    first, *others = await several(do, [0, 1, 2], at_once=3)
    assert isinstance(first, ZeroDivisionError)
    assert others == [1, 0.5]


async def test_no_more_are_under_way_than_was_said() -> None:
    now = most = 0

    async def do(_: int) -> None:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        await asyncio.sleep(0)
        now -= 1

    assert await several(do, list(range(20)), at_once=3) == [None] * 20
    assert most == 3


async def test_nothing_is_done_with_nothing() -> None:
    assert await several(asyncio.sleep, [], at_once=3) == []
