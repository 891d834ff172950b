"""Delete imported files, and only those that Vitrine has looked through and keeps, byte for byte."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Event
from typing import Any

from vitrine_client.connection import Answer, Vitrine
from vitrine_client.files import sha256_of
from vitrine_client.sources import Item, Source

# In one document, which is limited to 1,000 tokens.
_AT_ONCE = 25
# Documents in one round.
_DOCUMENTS = 4
_ASKED = "{ status sha256 trashedAt failure { message } }"


@dataclass(slots=True)
class Confirming:
    """Files whose bytes have arrived, and which are deleted once that is certain."""

    vitrine: Vitrine
    source: Source
    waiting: dict[Item, str] = field(default_factory=dict)

    async def round(self) -> AsyncIterator[tuple[Item, str, str]]:
        """Delete what is certain by now, and yield what stays: file, asset, reason. Raises as `Vitrine.ask` does."""
        for _ in range(_DOCUMENTS):
            asked = list(islice(self.waiting.items(), _AT_ONCE))
            if not asked:
                return
            for (item, asset), answer in zip(asked, await self._ask([asset for _, asset in asked]), strict=True):
                del self.waiting[item]
                if answer and answer["status"] in {"UPLOADING", "PROCESSING"}:
                    # At the end of the line: the others are asked for before it comes again.
                    self.waiting[item] = asset
                elif kept := await self._delete(item, answer):
                    yield item, asset, f"It is left where it was: {kept}"

    async def _ask(self, assets: Sequence[str]) -> list[Answer | None]:
        named: dict[str, Any] = {f"i{number}": asset for number, asset in enumerate(assets)}
        fields = " ".join(f"{name}: asset(id: ${name}) {_ASKED}" for name in named)
        answer = await self.vitrine.ask(
            f"query ({', '.join(f'${name}: ID!' for name in named)}) {{ {fields} }}", **named
        )
        return [answer[name] for name in named]

    async def _delete(self, item: Item, answer: Answer | None) -> str | None:
        """Delete a file, or return why it stays."""
        if answer is None or answer["trashedAt"]:
            return "its asset was deleted."
        if answer["status"] != "READY":
            return answer["failure"]["message"] if answer["failure"] else "its asset is in quarantine."
        try:
            if await self._sha256(item) != answer["sha256"]:
                return "its asset has other bytes."
            await self.source.remove(item)
        except OSError as error:
            return f"{error.strerror or error}."
        return None

    async def _sha256(self, item: Item) -> str:
        given_up = Event()
        async with self.source.hold(item):
            try:
                return await asyncio.to_thread(sha256_of, self.source.path(item), given_up)
            finally:
                given_up.set()
