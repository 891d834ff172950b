"""One small file in one request, for callers that cannot make two: POST /upload, as a form with a file in it.

The same checks as for every other upload. Nothing is read of a body that says it is too large, or that nobody signed.
"""

import sys
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vitrine.accounts.policy import Actor
from vitrine.accounts.queries import actor_by_bearer
from vitrine.api.http import bearer
from vitrine.api.nodes import from_id, to_id
from vitrine.api.scalars import read_instant
from vitrine.assets.models import Asset
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.services import Services
from vitrine.uploads import errors
from vitrine.uploads.actions import abort_upload
from vitrine.uploads.announcing import create_upload
from vitrine.uploads.completing import OnDuplicate, Sent, complete_upload
from vitrine.uploads.models import UploadStatus
from vitrine.uploads.policy import Announcement

MAX_FILE = 10 * 1024**2
# The words that come with the file, and the form around them.
MAX_BODY = MAX_FILE + 256 * 1024
_MAX_FIELDS = 120
_STATUS = {
    "FILE_TOO_LARGE": 413,
    "IDEMPOTENCY_KEY_REUSED": 409,
    "STORAGE_UNAVAILABLE": 503,
    "UPLOAD_OVER": 409,
}


def upload_routes(services: Services) -> list[Route]:
    """Return the route of direct uploads."""

    async def upload(request: Request) -> Response:
        token = bearer(request.headers.get("authorization"))
        actor = await actor_by_bearer(services, token) if token else None
        if actor is None:
            return JSONResponse({"code": "UNAUTHENTICATED", "message": "Sign in first: send an API key."}, 401)
        try:
            _check_length(request)
            async with request.form(max_files=1, max_fields=_MAX_FIELDS) as form:
                asset = await _take(services, actor, form)
        except errors.UploadRefused as refused:
            return _refusal(refused)
        except StorageUnavailable:
            return _refusal(errors.StorageBusy("Storage does not answer just now: send the file again in a moment."))
        except HTTPException as error:
            if error.status_code != 400:
                raise
            return _refusal(errors.BadForm(f"Send a form with one file, in the field `file`. {error.detail}"))
        shown = {"id": to_id("asset", asset.id), "status": asset.status.value, "filename": asset.filename}
        return JSONResponse({"asset": shown}, 201)

    # The general limit would answer first, in words that no program reads. _check_length is stricter.
    return [Route("/upload", upload, methods=["POST"], max_body_size=sys.maxsize)]


def _check_length(request: Request) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise errors.BadForm("Say with Content-Length how long the request is.")
    if int(length) > MAX_BODY:
        raise _too_large(MAX_FILE)


def _too_large(limit: int) -> errors.FileTooLarge:
    return errors.FileTooLarge(
        f"A file of up to {limit // 1024**2} MiB may be sent like this: use createUploads.", field="file", limit=limit
    )


async def _take(services: Services, actor: Actor, form: FormData) -> Asset:
    """Store what the form brought as any client does: announce, send, complete."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or file.size is None:
        raise errors.BadForm("Put the file into the field `file`.", field="file")
    limit = min(MAX_FILE, services.settings.upload_single_put_max_bytes)
    if file.size > limit:
        raise _too_large(limit)
    said, on_duplicate = _announcement(form, file.filename or "", file.size), _on_duplicate(form)
    upload = (await create_upload(services, actor, said)).upload
    try:
        if upload.is_open and upload.status is UploadStatus.WAITING:
            await services.storage.put(upload.key, file.file, said.size, "application/octet-stream")
        return await complete_upload(services, actor, Sent(upload.id, on_duplicate=on_duplicate))
    except (errors.UploadRefused, StorageUnavailable):
        # Without a key of its own nobody could name this upload again, to go on with it or to give it up.
        if not said.idempotency_key:
            await abort_upload(services, actor, upload.id)
        raise


def _announcement(form: FormData, filename: str, size: int) -> Announcement:
    return Announcement(
        filename=filename,
        size=size,
        sha256=_text(form, "sha256"),
        idempotency_key=_text(form, "idempotencyKey"),
        title=_text(form, "title"),
        description=_text(form, "description"),
        tags=tuple(str(tag) for tag in form.getlist("tags")),
        captured_at=_instant(form, "capturedAt"),
        folder=_text(form, "folder"),
        collection_id=_collection(form),
    )


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) and value else None


def _collection(form: FormData) -> UUID | None:
    text = _text(form, "collection")
    key = from_id("collection", text) if text else None
    if text and key is None:
        raise errors.NoSuchCollection
    return key


def _instant(form: FormData, name: str) -> datetime | None:
    text = _text(form, name)
    try:
        return read_instant(text) if text else None
    except ValueError as error:
        raise errors.BadForm("Write an instant as ISO 8601: 2026-11-21T12:00:00+01:00.", field=name) from error


def _on_duplicate(form: FormData) -> OnDuplicate:
    text = _text(form, "onDuplicate") or OnDuplicate.KEEP_BOTH.value
    try:
        return OnDuplicate(text)
    except ValueError as error:
        raise errors.BadForm("Choose LINK, KEEP_BOTH or SKIP.", field="onDuplicate") from error


def _refusal(refused: errors.UploadRefused) -> Response:
    said = {"code": refused.code, "message": refused.message, "field": refused.field, "limit": refused.limit}
    status = _STATUS.get(refused.code, 422)
    return JSONResponse({name: value for name, value in said.items() if value is not None}, status)
