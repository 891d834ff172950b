"""A transaction that is cut off while it begins gives its connection back."""

import asyncio
from typing import Any

import pytest
from asyncpg.transaction import Transaction

from vitrine.infra.db import CONNECTIONS, rows, transaction
from vitrine.services import Services


async def _work() -> None:
    async with transaction():
        await rows("select 1")


async def test_transactions_cancelled_while_they_begin_leave_the_pool_whole(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_: Any) -> None:
        await asyncio.sleep(3600)

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "start", never)
        beginning = [asyncio.create_task(_work()) for _ in range(CONNECTIONS)]
        await asyncio.sleep(0.5)
        for task in beginning:
            task.cancel()
        await asyncio.wait(beginning)

    async with asyncio.timeout(5):
        await asyncio.gather(*(_work() for _ in range(2 * CONNECTIONS)))
