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


class BadCursor(Refusal):
    """A page cursor that was forged, cut, or made for another order."""

    code = "BAD_CURSOR"
