"""Uploads, as partners see them: announce, send, complete."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry
import structlog
from graphql import GraphQLError

from vitrine.accounts.policy import Actor
from vitrine.api.arguments import UploadId, UploadIds
from vitrine.api.assets import Asset
from vitrine.api.context import Info
from vitrine.api.nodes import Node, Refusal, from_id, to_id
from vitrine.api.permissions import SignedIn
from vitrine.api.scalars import JSON, BigInt
from vitrine.infra import db
from vitrine.infra.concurrency import several
from vitrine.infra.storage.answers import ObjectMissing, StorageUnavailable
from vitrine.services import Services
from vitrine.uploads import actions, errors, models, parts
from vitrine.uploads.announcing import create_uploads
from vitrine.uploads.completing import OnDuplicate, Sent, complete_uploads
from vitrine.uploads.models import UploadStatus
from vitrine.uploads.policy import Announcement
from vitrine.uploads.queries import known_bytes, own_upload
from vitrine.work.batches import AT_ONCE, go_on

log = structlog.get_logger()
MAX_BATCH = 100
# An id that is none of ours names nothing.
NOBODY = UUID(int=0)
# Parts that one request may have signed; each takes the API half a millisecond.
MAX_SIGNED = 100
strawberry.enum(
    UploadStatus,
    description=(
        "WAITING until it is completed, aborted or expires. INSTANT: an asset that you may see has these very bytes;"
        " send none, and complete."
    ),
)
strawberry.enum(
    OnDuplicate,
    description=(
        "Where an asset that you may see has the bytes whose hash you claimed. KEEP_BOTH: a new asset over the same"
        " object. LINK: no new asset; the tags of this upload go to the one there is. SKIP: no new asset."
    ),
)
In = TypeVar("In")
Out = TypeVar("Out")


@strawberry.type(description="One request that sends bytes straight to storage.")
class SignedPart:
    number: int = strawberry.field(description="Counts from 1.")
    url: str = strawberry.field(description="PUT the bytes here, exactly as many as were announced.")
    headers: JSON = strawberry.field(description="Send these along.")
    expires_at: datetime = strawberry.field(description="Sign again with signUploadParts after this.")


@strawberry.type(description="A part that storage holds.")
class UploadedPart:
    number: int = strawberry.field(description="Counts from 1.")
    size: int = strawberry.field(description="Bytes.")
    etag: str = strawberry.field(description="As storage names the bytes; empty where it does not.")


@strawberry.type(description="A file on its way. Yours alone.")
class Upload(Node):
    row: strawberry.Private[models.Upload]
    signed: strawberry.Private[Sequence[parts.SignedPart]]
    status: UploadStatus = strawberry.field(description="Where it stands.")
    part_size: int = strawberry.field(description="Bytes per part; the last may be shorter.")
    part_count: int = strawberry.field(description="One part means one plain PUT.")
    expires_at: datetime = strawberry.field(description="Given up then. Signing parts puts it off by a week.")
    restarts: int = strawberry.field(
        description="How often storage has lost what was sent. When it grows, send everything once more."
    )

    @classmethod
    def of(cls, opened: actions.OpenUpload) -> "Upload":
        row = opened.upload
        return cls(
            id=to_id("upload", row.id),
            row=row,
            signed=opened.signed,
            status=row.status,
            part_size=row.part_size,
            part_count=row.part_count,
            expires_at=row.expires_at,
            restarts=row.restarts,
        )

    @strawberry.field(description="The asset it becomes; null when the upload was given up.")
    async def asset(self, info: Info) -> Asset | None:
        row = await info.context.loaders.asset.load(self.row.asset_id)
        return Asset.of(row) if row else None

    @strawberry.field(
        description="The first parts to send, signed; `signUploadParts` signs the others. None once nothing is missing."
    )
    def parts(self) -> list[SignedPart]:
        return _parts(self.signed)

    @strawberry.field(description="What storage really holds now: the list to resume from.")
    async def uploaded_parts(self, info: Info) -> list[UploadedPart]:
        services = info.context.services
        if not self.row.is_open:
            return []
        if self.row.is_in_parts:
            try:
                held = await parts.held_parts(services, self.row)
            except errors.UploadRefused as busy:
                raise StorageUnavailable(busy.message) from busy
            return [UploadedPart(number=part.number, size=part.size, etag=part.etag) for part in held]
        try:
            size = await services.storage.size_of(self.row.key)
        except ObjectMissing:
            return []
        return [UploadedPart(number=1, size=size, etag="")]

    @strawberry.field(description="An asset outside the trash with these bytes, going by the hash that was claimed.")
    async def duplicate_of(self, info: Info) -> Asset | None:
        row = await known_bytes(info.context.signed_in(), self.row, self.row.claimed_sha256)
        return Asset.of(row) if row else None


def _parts(signed: Sequence[parts.SignedPart]) -> list[SignedPart]:
    return [
        SignedPart(number=each.number, url=each.signed.url, headers=JSON({}), expires_at=each.signed.expires_at)
        for each in signed
    ]


@strawberry.type(description="Freshly signed parts of one upload.")
class SignedUploadParts:
    upload: strawberry.ID = strawberry.field(description="The upload they belong to.")
    parts: list[SignedPart] = strawberry.field(description="The parts that were asked for.")


@strawberry.type(description="Why an upload cannot go on, and what to do.")
class UploadRefused(Refusal):
    limit: BigInt | None = strawberry.field(description="The number that was passed, if one was.")

    @classmethod
    def of(cls, error: errors.UploadRefused) -> "UploadRefused":
        limit = None if error.limit is None else BigInt(error.limit)
        return cls(code=error.code, message=error.message, field=error.field, limit=limit)


UploadResult = Annotated[
    Upload | UploadRefused, strawberry.union("UploadResult", description="The upload, or why not.")
]
SignUploadPartsResult = Annotated[
    SignedUploadParts | UploadRefused,
    strawberry.union("SignUploadPartsResult", description="The signed parts, or why not."),
]
CompleteUploadResult = Annotated[
    Asset | UploadRefused, strawberry.union("CompleteUploadResult", description="The asset, or why not.")
]


@strawberry.input(description="A file to be sent. Everything said here is checked against the bytes.")
class CreateUploadInput:
    filename: str = strawberry.field(description="At most 255 bytes of UTF-8; a path is cut to its last part.")
    size: BigInt = strawberry.field(description="Bytes, exactly.")
    mime_type: str | None = strawberry.field(default=None, description="A hint only: the content decides.")
    sha256: str | None = strawberry.field(
        default=None,
        description="Lower-case hex. Matched only against hashes the server computed, of assets the caller may see.",
    )
    idempotency_key: str | None = strawberry.field(
        default=None, description="Same key, same upload: retrying a request never makes a second one."
    )
    title: str | None = strawberry.field(default=None, description="Else the file name without its ending.")
    description: str | None = strawberry.field(default=None, description="Up to 10,000 characters.")
    tags: list[str] | None = strawberry.field(default=None, description="Up to 100.")
    captured_at: datetime | None = strawberry.field(default=None, description="Counts before what the file says.")
    folder: str | None = strawberry.field(
        default=None,
        description="Where the file lies, as in `Holiday/Day 1`: kept with the asset. Up to 1,024 characters.",
    )
    collection: strawberry.ID | None = strawberry.field(default=None, description="The collection it goes into.")

    def read(self) -> Announcement:
        """Return the domain's announcement."""
        return Announcement(
            filename=self.filename,
            size=self.size,
            mime_type=self.mime_type,
            sha256=self.sha256,
            idempotency_key=self.idempotency_key,
            title=self.title,
            description=self.description,
            tags=tuple(self.tags or ()),
            captured_at=self.captured_at,
            folder=self.folder,
            collection_id=None if self.collection is None else from_id("collection", self.collection) or NOBODY,
        )


@strawberry.input(description="Parts of an upload to be signed.")
class SignUploadPartsInput:
    upload: strawberry.ID = strawberry.field(description="An upload of yours.")
    numbers: list[int] = strawberry.field(description="Part numbers, counting from 1.")


@strawberry.input(description="The hash of a file whose parts are going up.")
class OfferUploadHashInput:
    upload: strawberry.ID = strawberry.field(description="An upload of yours.")
    sha256: str = strawberry.field(description="Of the whole file, in lower-case hex.")


@strawberry.input(description="An upload whose bytes were all sent, or are known.")
class CompleteUploadInput:
    upload: strawberry.ID = strawberry.field(description="An upload of yours.")
    sha256: str | None = strawberry.field(
        default=None, description="If given, the asset fails when the bytes hash to something else."
    )
    on_duplicate: OnDuplicate = strawberry.field(
        default=OnDuplicate.KEEP_BOTH, description="What to do where the library has these bytes already."
    )

    def read(self) -> Sent | errors.UploadNotFound:
        """Return the domain's words for it; what names no upload at all is not found."""
        key = from_id("upload", self.upload)
        return errors.UploadNotFound() if key is None else Sent(key, self.sha256, self.on_duplicate)


NewUploads = Annotated[list[CreateUploadInput], strawberry.argument(description="1 to 100 files.")]
PartsToSign = Annotated[
    list[SignUploadPartsInput], strawberry.argument(description="1 to 100 uploads and their parts.")
]
OfferedHashes = Annotated[list[OfferUploadHashInput], strawberry.argument(description="1 to 100 uploads.")]
DoneUploads = Annotated[list[CompleteUploadInput], strawberry.argument(description="1 to 100 uploads that were sent.")]


def _check_batch(items: Sequence[object]) -> None:
    if not 1 <= len(items) <= MAX_BATCH:
        message = f"One request takes 1 to {MAX_BATCH} uploads."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "inputs"})


async def _each(items: Sequence[In], do: Callable[[In], Awaitable[Out]]) -> list[Out | UploadRefused]:
    _check_batch(items)
    return [_answer(each) for each in await several(do, items, at_once=AT_ONCE)]


def _answer(answer: Out | Exception) -> Out | UploadRefused:
    if not isinstance(answer, Exception):
        return answer
    if isinstance(answer, errors.UploadRefused):
        return UploadRefused.of(answer)
    if isinstance(answer, (StorageUnavailable, *db.Unavailable)):
        return UploadRefused.of(errors.NotNow("This could not be done just now. Ask for it again."))
    # The others of the batch are done and must be answered.
    log.error("upload_of_a_batch_failed", exc_info=answer)
    return UploadRefused.of(errors.Mistake("Vitrine made a mistake with this one. It was logged."))


def _key(upload: str) -> UUID:
    key = from_id("upload", upload)
    if key is None:
        raise errors.UploadNotFound
    return key


@strawberry.type
class UploadQuery:
    @strawberry.field(description="One of your uploads; null for anybody else's.", permission_classes=[SignedIn])
    async def upload(self, info: Info, id: UploadId) -> Upload | None:  # noqa: A002  # the contract's name
        try:
            row = await own_upload(info.context.signed_in(), _key(id))
        except errors.UploadNotFound:
            return None
        try:
            return Upload.of(await actions.signed_upload(info.context.services, row))
        except errors.UploadRefused:
            # Storage is putting its parts together.
            return Upload.of(actions.OpenUpload(row))


@strawberry.type
class UploadMutation:
    @strawberry.mutation(
        description=(
            "Announce up to 100 files. Each answer carries signed PUTs: send the bytes, in parts where the file is"
            " large, then complete."
        ),
        permission_classes=[SignedIn],
    )
    async def create_uploads(self, info: Info, inputs: NewUploads) -> list[UploadResult]:
        _check_batch(inputs)
        signed = max(1, min(parts.SIGNED_AT_FIRST, MAX_SIGNED // len(inputs)))
        opened = await create_uploads(*_caller(info), [said.read() for said in inputs], signed=signed)
        return [_answer(each if isinstance(each, Exception) else Upload.of(each)) for each in opened]

    @strawberry.mutation(
        description="Sign parts to be sent next, or again once their signature ran out: up to 100 in one request.",
        permission_classes=[SignedIn],
    )
    async def sign_upload_parts(self, info: Info, inputs: PartsToSign) -> list[SignUploadPartsResult]:
        services, actor = _caller(info)
        if sum(len(wanted.numbers) for wanted in inputs) > MAX_SIGNED:
            message = f"One request signs up to {MAX_SIGNED} parts: ask for the others in another."
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "numbers"})

        async def sign(wanted: SignUploadPartsInput) -> SignedUploadParts:
            opened = await actions.sign_parts(services, actor, _key(wanted.upload), wanted.numbers)
            return SignedUploadParts(upload=wanted.upload, parts=_parts(opened.signed))

        return await _each(inputs, sign)

    @strawberry.mutation(
        description=(
            "Say what files hash to while they go up. An upload whose bytes an asset that you may see has becomes"
            " INSTANT: stop sending, and complete."
        ),
        permission_classes=[SignedIn],
    )
    async def offer_upload_hashes(self, info: Info, inputs: OfferedHashes) -> list[UploadResult]:
        services, actor = _caller(info)

        async def offer(known: OfferUploadHashInput) -> Upload:
            return Upload.of(await actions.offer_hash(services, actor, _key(known.upload), known.sha256))

        return await _each(inputs, offer)

    @strawberry.mutation(
        description="Say that the bytes were sent. Storage is asked, then processing begins. Twice is harmless.",
        permission_classes=[SignedIn],
    )
    async def complete_uploads(self, info: Info, inputs: DoneUploads) -> list[CompleteUploadResult]:
        _check_batch(inputs)
        done = await go_on([each.read() for each in inputs], partial(complete_uploads, *_caller(info)))
        return [_answer(each if isinstance(each, Exception) else Asset.of(each)) for each in done]

    @strawberry.mutation(description="Give uploads up: their assets and bytes go.", permission_classes=[SignedIn])
    async def abort_uploads(self, info: Info, ids: UploadIds) -> list[UploadResult]:
        services, actor = _caller(info)

        async def abort(upload: strawberry.ID) -> Upload:
            row = await actions.abort_upload(services, actor, _key(upload))
            return Upload.of(actions.OpenUpload(row))

        return await _each(ids, abort)


def _caller(info: Info) -> tuple[Services, Actor]:
    return info.context.services, info.context.signed_in()
