"""What a request to storage can meet with."""

import asyncio
import random
from itertools import cycle

from tests.faults.storage.exchange import Exchange, Request, pass_on
from tests.faults.storage.way import Trouble


async def fault(exchange: Exchange) -> None:
    """Storage says that it has broken down."""
    await exchange.take()
    await exchange.answer("500 Internal Server Error", "InternalError")


async def slow_down(exchange: Exchange) -> None:
    """Storage says that it has too much to do."""
    await exchange.take()
    await exchange.answer("503 Slow Down", "SlowDown")


async def dead(exchange: Exchange) -> None:
    """Nobody is there."""
    exchange.cut()


async def unheard(exchange: Exchange) -> None:
    """Storage does what it was asked to, and its answer is lost."""
    await exchange.send()
    await exchange.hear()
    exchange.cut()


async def cut(exchange: Exchange) -> None:
    """The connection breaks in the middle of whatever is large: what is sent, or what is answered."""
    if exchange.request.size:
        await exchange.send(share=0.5)
    else:
        await exchange.send()
        await exchange.give_back(share=0.5)
    exchange.cut()


async def late(exchange: Exchange) -> None:
    """It takes its time."""
    await asyncio.sleep(random.uniform(0.2, 2.0))
    await pass_on(exchange)


async def false_yes(exchange: Exchange) -> None:
    """Say 200 and, in the body, that nothing was done, as S3 may when it joins parts."""
    await exchange.take()
    await exchange.answer("200 OK", "InternalError")


async def false_no(exchange: Exchange) -> None:
    """Say 200 and, in the body, that nothing was done, when the parts were joined."""
    await exchange.send()
    await exchange.hear()
    await exchange.answer("200 OK", "InternalError")


class Storm:
    """Of a hundred requests so many meet a trouble, of all kinds in turn. Joining parts meets its own kinds first."""

    def __init__(self, seed: int, of_a_hundred: int = 30) -> None:
        self._random = random.Random(seed)
        self._share = of_a_hundred / 100
        self._kinds = cycle([fault, cut, slow_down, dead, unheard, late])
        self._of_joining: list[Trouble] = [false_no, false_yes]

    def __call__(self, request: Request) -> Trouble | None:
        if request.joins_parts and self._of_joining:
            return self._of_joining.pop()
        return next(self._kinds) if self._random.random() < self._share else None
