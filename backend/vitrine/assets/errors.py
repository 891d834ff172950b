"""What assets refuse."""

from vitrine.errors import Refusal


class AssetNotFound(Refusal):
    """There is no such asset, or the caller may not see it: the two are not told apart."""

    code = "ASSET_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such asset here, or it was removed.", field="id")


class NothingToRetry(Refusal):
    """The asset did not fail, or trying again cannot help."""

    code = "NOTHING_TO_RETRY"


class NotYours(Refusal):
    """The caller sees the asset and may not decide what becomes of it."""

    code = "NOT_YOURS"

    def __init__(self, whose: str = "whoever uploaded this, or the owner of the library") -> None:
        super().__init__(f"Ask {whose}: only they may do this.", field="id")


class StillUploading(Refusal):
    """The asset has no bytes yet, and its upload can be given up instead."""

    code = "STILL_UPLOADING"

    def __init__(self) -> None:
        super().__init__("This is still on its way: give its upload up instead.", field="id")


class NothingToReprocess(Refusal):
    """The asset is not READY; the message says what can be done about that."""

    code = "NOTHING_TO_REPROCESS"


class NothingToRelease(Refusal):
    """The asset is not in quarantine."""

    code = "NOTHING_TO_RELEASE"

    def __init__(self) -> None:
        super().__init__("This asset is not in quarantine.", field="ids")
