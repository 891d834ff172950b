"""Uploads in parts: what storage holds of one, what is signed next, and how the parts become one object."""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from tortoise.expressions import F

from vitrine.infra.db import execute, rows
from vitrine.infra.storage.answers import ObjectMissing, PartsForgotten, PartsRefused, SignedUrl, StorageUnavailable
from vitrine.infra.storage.parts import StoredPart
from vitrine.services import Services
from vitrine.uploads.errors import BytesNotThere, PartsLost, StorageBusy
from vitrine.uploads.models import Upload, UploadStatus

log = structlog.get_logger()
# Parts that are signed with an upload; more are signed as they are asked for.
SIGNED_AT_FIRST = 8
# Seconds that a store may take to make one object of parts, in which it knows neither the parts nor the object.
JOINS_WITHIN = 120
# By the database's clock: those of two APIs may disagree.
_IS_JOINING = """
select coalesce(max(joining_at) > now() - $2 * interval '1 second', false) as joining from upload where id = $1
"""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SignedPart:
    """One PUT of one part of an upload."""

    number: int
    signed: SignedUrl


async def held_parts(services: Services, upload: Upload) -> list[StoredPart]:
    """Return the parts of an open upload that storage holds, by number.

    Where storage has lost them, the upload begins anew: `restarts` of its row counts that. Raises StorageBusy for one
    that storage is still putting together, and StorageUnavailable.
    """
    if upload.opening is None:
        return []
    try:
        return await services.storage.parts.held(upload.key, upload.opening)
    except PartsForgotten:
        if await _is_whole(services, upload):
            return [StoredPart(number, upload.size_of_part(number), "") for number in _numbers(upload)]
        if (await rows(_IS_JOINING, upload.id, JOINS_WITHIN))[0]["joining"]:
            raise StorageBusy(
                "Storage is putting the parts together: complete again in a moment.", field="upload"
            ) from None
        await _open(services, upload, restarts=1)
        return []


async def sign_next(services: Services, upload: Upload, at_most: int = SIGNED_AT_FIRST) -> list[SignedPart]:
    """Sign the first parts that storage does not hold. Raises StorageBusy, StorageUnavailable."""
    there = {part.number for part in await held_parts(services, upload)}
    missing = (number for number in _numbers(upload) if number not in there)
    return await sign(services, upload, [number for number, _ in zip(missing, range(at_most), strict=False)])


async def sign(services: Services, upload: Upload, numbers: Iterable[int]) -> list[SignedPart]:
    """Sign parts of an open upload, each for 5 minutes and its own length. Raises StorageUnavailable."""
    wanted = list(numbers)
    if wanted and upload.opening is None:
        await _open(services, upload)
    assert upload.opening is not None or not wanted
    signer = services.storage.parts
    return [
        SignedPart(each, await signer.sign(upload.key, upload.opening or "", each, upload.size_of_part(each)))
        for each in wanted
    ]


async def join_parts(services: Services, upload: Upload) -> None:
    """Have storage make one object of the parts, unless it has.

    Raises BytesNotThere while parts are missing, PartsLost when all have to be sent again, StorageBusy and
    StorageUnavailable.
    """
    restarts, held = upload.restarts, await held_parts(services, upload)
    if upload.restarts > restarts:
        raise _lost()
    if upload.opening is None or (missing := _missing(upload, held)):
        raise BytesNotThere(_where(missing if upload.opening else list(_numbers(upload))), field="upload")
    if all(not part.etag for part in held):
        return
    await execute("update upload set joining_at = now() where id = $1", upload.id)
    try:
        await services.storage.parts.join(upload.key, upload.opening, held)
    except PartsRefused as error:
        log.warning("parts_refused", upload=str(upload.id), error=repr(error))
        await _open(services, upload, restarts=1)
        raise _lost() from error
    except (PartsForgotten, StorageUnavailable):
        # An answer that says nothing for certain: the object itself does.
        if not await _is_whole(services, upload):
            raise StorageBusy("Storage did not say that it has everything: complete again in a moment.") from None


async def _is_whole(services: Services, upload: Upload) -> bool:
    try:
        return bool(await services.storage.size_of(upload.key) == upload.size)
    except ObjectMissing:
        return False


async def _open(services: Services, upload: Upload, *, restarts: int = 0) -> None:
    """Open the upload's key for parts, once however many ask for it at once, and note it in the row given."""
    opening = await services.storage.parts.open(upload.key, "application/octet-stream")
    unchanged = Upload.filter(id=upload.id, opening=upload.opening, finished_at=None, status=UploadStatus.WAITING)
    if not await unchanged.update(opening=opening, restarts=F("restarts") + restarts, joining_at=None):
        await services.storage.parts.drop(upload.key, opening)
    await upload.refresh_from_db(fields=["opening", "restarts", "joining_at"])


def _numbers(upload: Upload) -> range:
    return range(1, upload.part_count + 1)


def _missing(upload: Upload, held: list[StoredPart]) -> list[int]:
    there = {part.number for part in held if part.size == upload.size_of_part(part.number)}
    return [number for number in _numbers(upload) if number not in there]


def _where(missing: list[int]) -> str:
    named = ", ".join(map(str, missing[:_NAMED]))
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    return f"Storage does not have these parts: {named}{more}. Send them, then complete again."


def _lost() -> PartsLost:
    return PartsLost("Storage has lost what was sent of this file: send all of it again.", field="upload")
