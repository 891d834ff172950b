"""Bring a fetched file in the way every upload goes: announced, sent to storage, completed, once."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.imports.errors import GivenUp
from vitrine.imports.models import UrlImport
from vitrine.imports.policy import cleaned, with_ending
from vitrine.imports.queries import upload_of
from vitrine.infra.fetching.download import Download
from vitrine.infra.media.errors import Disagreement
from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.named import claimed_type
from vitrine.infra.media.sniff import sniff
from vitrine.infra.storage.answers import PartsForgotten, StorageUnavailable
from vitrine.uploads.actions import abort_upload
from vitrine.uploads.announcing import create_upload
from vitrine.uploads.completing import Sent, complete_upload
from vitrine.uploads.errors import BytesNotThere, PartsLost, SizeMismatch, StorageBusy, UploadOver
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import held_parts
from vitrine.uploads.policy import Announcement
from vitrine.work.claims import Claim, Progress
from vitrine.work.unit import unit_of_work

_DONE = {UploadStatus.COMPLETE, UploadStatus.INSTANT}


@dataclass(frozen=True, slots=True)
class Bringer:
    """Brings the file of one import in, for `actor`."""

    claim: Claim
    row: UrlImport
    actor: Actor

    async def brought_before(self) -> UUID | None:
        """Return the asset where an earlier attempt went so far. Raises GivenUp where somebody ended its upload."""
        upload = await upload_of(self.row)
        if upload is None or upload.finished_at is None:
            return None
        if upload.status not in _DONE:
            raise GivenUp
        return upload.asset_id

    async def bring(self, file: Download) -> UUID:
        """Upload a file and return its asset: that of the same bytes, where one is there and the import wants that.

        Raises MediaError and a kind of UploadRefused for a file that is not kept, and StorageUnavailable.
        """
        services = self.claim.services
        said = _announcement(self.row, file)
        await self._note(said)
        try:
            opened = await create_upload(services, self.actor, said, signed=1)
            await self._send(opened.upload, file.path)
            sent = Sent(opened.upload.id, on_duplicate=self.row.on_duplicate)
            asset = await complete_upload(services, self.actor, sent)
        except (BytesNotThere, PartsLost, SizeMismatch, StorageBusy, PartsForgotten) as error:
            # Storage lost what it had, or an asset with the same bytes went a moment ago: all of it is sent again.
            raise StorageUnavailable(str(error)) from error
        except UploadOver as error:
            raise GivenUp from error
        return asset.id

    async def _note(self, said: Announcement) -> None:
        """Write the upload's key down before there is an upload; another file's is given up.

        What lies at an address may have changed since the last attempt.
        """
        before = await upload_of(self.row)
        if before and said.idempotency_key != self.row.upload_key and before.is_open:
            await abort_upload(self.claim.services, self.actor, before.id)
        async with unit_of_work(self.claim.services):
            await self.claim.hold()
            self.row.upload_key, self.row.bytes, self.row.total = said.idempotency_key, said.size, said.size
            await self.row.save(update_fields=["upload_key", "bytes", "total"])

    async def _send(self, upload: Upload, path: Path) -> None:
        if upload.status is not UploadStatus.WAITING or not upload.is_open:
            return
        storage = self.claim.services.storage
        if upload.is_in_parts:
            await self._send_parts(upload, path)
        else:
            await storage.put_file(upload.key, path, "application/octet-stream")

    async def _send_parts(self, upload: Upload, path: Path) -> None:
        parts = self.claim.services.storage.parts
        there = {part.number for part in await held_parts(self.claim.services, upload)}
        assert upload.opening is not None  # signing the first part saw to that
        with path.open("rb") as file:
            for number in range(1, upload.part_count + 1):
                if number not in there:
                    file.seek((number - 1) * upload.part_size)
                    body = await asyncio.to_thread(file.read, upload.size_of_part(number))
                    await parts.put(upload.key, upload.opening, number, body)
                self.claim.progress = Progress("store", number, upload.part_count, "parts")


def _announcement(row: UrlImport, file: Download) -> Announcement:
    """Say of a fetched file what its uploader would. Raises MediaError, EmptyFile, BadFilename."""
    # The name that was asked for is a claim about the content; a host's own is not worth a refusal.
    found = sniff(file.path, row.filename or "")
    said = Announcement(
        filename=row.filename or _host_name(file, found),
        size=file.size,
        sha256=file.sha256,
        title=row.title,
        description=row.description,
        tags=tuple(row.tags),
        captured_at=datetime.fromisoformat(row.captured_at) if row.captured_at else None,
    )
    # The same file of the same import is the same upload; and no two of them share one.
    return replace(said, idempotency_key=f"import:{row.id}:{said.fingerprint()[:32]}")


def _host_name(file: Download, found: FileType) -> str:
    """Return what a file's host calls it; one that promises something else (`photo.php`) ends with what it is."""
    name = cleaned(file.name)
    claim = claimed_type(name)
    if claim is not None and claim.accepted:
        with suppress(Disagreement):
            sniff(file.path, name)
            return name
    return with_ending(name, found.extension)
