"""Send the bytes of one upload: what storage does not hold, each part tried again by itself."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import aiohttp

from vitrine_client.connection import Answer, Vitrine, pause
from vitrine_client.errors import CannotReach, Refused
from vitrine_client.files import HASHED_AT_ONCE, LocalFile, part_of, sha256_of
from vitrine_client.operations import OFFER, READ, SIGN

# A signature is good for five minutes; a part is not begun in the last of them.
_SIGNED_FOR = 240.0
_SIGNED_TOGETHER = 16
_AT_ONCE = 4
_SIGN_AGAIN = {400, 403}
_GONE = 404

Told = Callable[[int], None]


@dataclass(slots=True)
class Sending:
    """The parts of one file on their way. `slots` is shared by all files; `told` hears of bytes, also taken back."""

    vitrine: Vitrine
    file: LocalFile
    upload: Answer
    slots: asyncio.Semaphore
    told: Told
    # Bytes that were told of already.
    safe: int = 0
    _signed: dict[int, tuple[str, float]] = field(default_factory=dict)
    _missing: deque[int] = field(default_factory=deque)
    _signing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Send everything that storage does not hold. Raises Refused, CannotReach, OSError."""
        self._keep(self.upload["parts"])
        held = await self._held() if self.upload["partCount"] > 1 else set()
        while True:
            numbers = range(1, self.upload["partCount"] + 1)
            self._tell(sum(self._length(number) for number in held) - self.safe)
            self._missing = deque(number for number in numbers if number not in held)
            if await self._send_missing():
                return
            # Storage has forgotten what it had: it is asked, and the rest is sent.
            held = await self._held()

    async def run_unless_known(self) -> None:
        """Send a file while it is hashed, and stop if its bytes turn out to be there; a small one is hashed first.

        Its hash is claimed in any case, so that what is damaged on the way is noticed. Raises as `run` does.
        """
        given_up = Event()
        hashing = asyncio.create_task(self._is_known(given_up))
        tasks: list[asyncio.Task[Any]] = [hashing]
        try:
            if self.file.size > HASHED_AT_ONCE or not await hashing:
                tasks.append(sending := asyncio.create_task(self.run()))
                await asyncio.wait({sending, hashing}, return_when=asyncio.FIRST_COMPLETED)
                if sending.done() or not await hashing:
                    await asyncio.gather(sending, hashing)
                    return
            self._tell(self.file.size - self.safe)
        finally:
            given_up.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _is_known(self, given_up: Event) -> bool:
        sha256 = await asyncio.to_thread(sha256_of, self.file.path, given_up)
        offered = [{"upload": self.upload["id"], "sha256": sha256}]
        [answer] = (await self.vitrine.ask(OFFER, inputs=offered))["offerUploadHashes"]
        return bool(answer.get("status") == "INSTANT")

    async def _send_missing(self) -> bool:
        """Send what is missing, four parts at once; False once storage has forgotten what it had."""
        try:
            async with asyncio.TaskGroup() as lines:
                for _ in range(min(_AT_ONCE, len(self._missing))):
                    lines.create_task(self._line())
        except ExceptionGroup as group:
            first = group.exceptions[0]
            if isinstance(first, _Forgotten):
                return False
            raise first from None
        return True

    async def _line(self) -> None:
        while self._missing:
            number = self._missing.popleft()
            async with self.slots:
                await self._send(number)

    async def _send(self, number: int) -> None:
        for tries in range(1, self.vitrine.tries + 1):
            status = await self._put(number)
            if status == 200:
                return
            self._signed.pop(number, None)
            if status == _GONE and self.upload["partCount"] > 1:
                raise _Forgotten
            if status not in _SIGN_AGAIN or tries > 2:
                await pause(tries)
                if self.upload["partCount"] > 1 and number in await self._held():
                    self._tell(self._length(number))
                    return
        raise CannotReach(f"Storage did not take {self.file.path.name} after {self.vitrine.tries} tries.")

    async def _put(self, number: int) -> int:
        """PUT one part and return the status, 0 for no answer; what was told of is taken back unless it is kept."""
        if self.file.path.stat().st_size != self.file.size:
            raise Refused("FILE_CHANGED", "This file changed while it was sent: push it again.")
        length, sent = self._length(number), 0

        def tell(count: int) -> None:
            nonlocal sent
            sent += count
            self._tell(count)

        body = part_of(self.file, (number - 1) * self.upload["partSize"], length, tell)
        try:
            url = await self._url(number)
            async with self.vitrine.storage.put(url, data=body, headers={"Content-Length": str(length)}) as response:
                await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self._tell((length if status == 200 else 0) - sent)
        return status

    def _tell(self, count: int) -> None:
        self.safe += count
        if count:
            self.told(count)

    async def _url(self, number: int) -> str:
        async with self._signing:
            url, until = self._signed.get(number, ("", 0.0))
            if until > time.monotonic():
                return url
            ahead = [each for each, _ in zip(self._missing, range(_SIGNED_TOGETHER - 1), strict=False)]
            asked = [{"upload": self.upload["id"], "numbers": [number, *ahead]}]
            [answer] = (await self.vitrine.ask(SIGN, inputs=asked))["signUploadParts"]
            if answer["__typename"] != "SignedUploadParts":
                raise Refused(answer["code"], answer["message"])
            self._keep(answer["parts"])
            return self._signed[number][0]

    def _keep(self, parts: list[Answer]) -> None:
        until = time.monotonic() + _SIGNED_FOR
        self._signed |= {part["number"]: (part["url"], until) for part in parts}

    async def _held(self) -> set[int]:
        upload = (await self.vitrine.ask(READ, id=self.upload["id"]))["upload"]
        if upload is None:
            raise Refused("UPLOAD_NOT_FOUND", "This upload is not there any more.")
        return {part["number"] for part in upload["uploadedParts"]}

    def _length(self, number: int) -> int:
        part: int = self.upload["partSize"]
        return min(part, self.file.size - (number - 1) * part)


class _Forgotten(Exception):
    """Storage knows nothing of the parts it had."""
