"""What collections refuse, each with what to do about it."""

from vitrine.collections.models import Collection
from vitrine.errors import Refusal


class CollectionRefused(Refusal):
    """The base of every refusal about a collection; `collection` is another one that is in the way."""

    collection: Collection | None = None


class CollectionNotFound(CollectionRefused):
    """There is no such collection, or the caller may not see it: the two are not told apart."""

    code = "COLLECTION_NOT_FOUND"

    def __init__(self, field: str = "collection") -> None:
        super().__init__("There is no such collection here, or it was deleted.", field=field)


class AssetMissing(CollectionRefused):
    """One of the assets is not there, or the caller may not see it."""

    code = "ASSET_NOT_FOUND"

    def __init__(self, field: str = "assets") -> None:
        super().__init__("One of these assets is not here, or was removed: read the list again.", field=field)


class BadName(CollectionRefused):
    code = "BAD_NAME"


class NameTaken(CollectionRefused):
    """Another collection in the same place has this name."""

    code = "NAME_TAKEN"

    def __init__(self, other: Collection) -> None:
        super().__init__(f"“{other.name}” is there already: use it, or choose another name.", field="name")
        self.collection = other


class CollectionNotEmpty(CollectionRefused):
    code = "COLLECTION_NOT_EMPTY"


class InAnotherCollection(CollectionRefused):
    """An asset is in one exclusive collection at most."""

    code = "IN_ANOTHER_COLLECTION"

    def __init__(self, other: Collection, count: int) -> None:
        these = "One of these is" if count == 1 else f"{count:,} of these are"
        super().__init__(
            f"{these} in “{other.name}”, and an asset is in one exclusive collection only. Pass `move: true` to move.",
            field="assets",
        )
        self.collection = other


class ExclusiveElsewhere(CollectionRefused):
    """A collection cannot become exclusive while what is in it is in another exclusive one."""

    code = "IN_ANOTHER_COLLECTION"

    def __init__(self, other: Collection) -> None:
        super().__init__(
            f"Something in here is in “{other.name}” too, which is exclusive: take it out of one of them first.",
            field="exclusive",
        )
        self.collection = other


class TooDeep(CollectionRefused):
    code = "TOO_DEEP"


class InsideItself(CollectionRefused):
    code = "INSIDE_ITSELF"

    def __init__(self) -> None:
        super().__init__("A collection cannot lie inside itself: choose another place.", field="parent")
