"""Batches: done in one go, and answered one by one. An answer is what was asked for, or the exception it ended with."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog

from vitrine.infra import db
from vitrine.infra.concurrency import several

log = structlog.get_logger()
In = TypeVar("In")
Out = TypeVar("Out")
# A step takes a batch and answers for each of it, in order.
Step = Callable[[list[In]], Awaitable[list[Out | Exception]]]

# Transactions of one batch that run at once; the database pool has ten connections for everybody.
AT_ONCE = 4


async def all_or_each(step: Step[In, Out], items: Sequence[In]) -> list[Out | Exception]:
    """Take a step in one transaction, or in one for each item where that fails: one of them spoils it for itself only.

    Where the database went away, nobody knows what became of the transaction: each is answered with that.
    """
    try:
        return await step(list(items))
    except Exception as error:  # noqa: BLE001  # it becomes the answer of whoever causes it
        if len(items) == 1 or _may_be_done(error):
            return [error] * len(items)
        log.warning("batch_taken_apart", items=len(items), error=repr(error))
    each = await several(partial(all_or_each, step), [[item] for item in items], at_once=AT_ONCE)
    return [answer if isinstance(answer, Exception) else answer[0] for answer in each]


def _may_be_done(error: Exception) -> bool:
    return isinstance(error, db.Unavailable) and not isinstance(error, db.RolledBack)


async def go_on(answers: Sequence[In | Exception], step: Step[In, Out]) -> list[Out | Exception]:
    """Take the next step with those that went well so far; the others keep their answer."""
    well = [answer for answer in answers if not isinstance(answer, Exception)]
    taken = iter(await step(well) if well else ())
    return [answer if isinstance(answer, Exception) else next(taken) for answer in answers]


def alone(answers: Sequence[Out | Exception]) -> Out:
    """Return what came of a batch of one, or raise it."""
    [answer] = answers
    if isinstance(answer, Exception):
        raise answer
    return answer
