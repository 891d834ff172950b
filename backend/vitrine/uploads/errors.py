"""What uploads refuse, each with what to do about it."""

from vitrine.errors import Refusal


class UploadRefused(Refusal):
    """The base of every refusal about an upload; a client tells them apart by code."""


class UploadNotFound(UploadRefused):
    code = "UPLOAD_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("You have no such upload: create it first.", field="upload")


class BadFilename(UploadRefused):
    code = "BAD_FILENAME"


class EmptyFile(UploadRefused):
    code = "EMPTY_FILE"


class FileTooLarge(UploadRefused):
    code = "FILE_TOO_LARGE"


class UnsupportedType(UploadRefused):
    code = "UNSUPPORTED_TYPE"


class BadHash(UploadRefused):
    code = "BAD_HASH"


class TextTooLong(UploadRefused):
    code = "TEXT_TOO_LONG"


class IdempotencyKeyReused(UploadRefused):
    code = "IDEMPOTENCY_KEY_REUSED"


class BadForm(UploadRefused):
    code = "BAD_FORM"


class BytesNotThere(UploadRefused):
    code = "BYTES_NOT_THERE"


class PartsLost(UploadRefused):
    code = "PARTS_LOST"


class SizeMismatch(UploadRefused):
    code = "SIZE_MISMATCH"


class UploadOver(UploadRefused):
    """The upload was completed, aborted or has expired, and what was asked for needs it open."""

    code = "UPLOAD_OVER"


class NoSuchPart(UploadRefused):
    code = "NO_SUCH_PART"


class StorageFull(UploadRefused):
    code = "STORAGE_FULL"


class QuotaExceeded(UploadRefused):
    code = "QUOTA_EXCEEDED"


class StorageBusy(UploadRefused):
    code = "STORAGE_UNAVAILABLE"


class NotNow(UploadRefused):
    """A service was away; the same request may be sent again."""

    code = "UNAVAILABLE"


class Mistake(UploadRefused):
    """Something nobody expected; the operator's log says what."""

    code = "INTERNAL"


class NoSuchCollection(UploadRefused):
    code = "COLLECTION_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such collection here, or it was deleted: choose another.", field="collection")
