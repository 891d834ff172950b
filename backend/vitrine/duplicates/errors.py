"""What a review of duplicates refuses."""

from vitrine.errors import Refusal


class GroupNotFound(Refusal):
    """There is no such group, or nothing is left in it that the caller may compare."""

    code = "GROUP_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such group any more: read the list again.", field="group")


class NotInGroup(Refusal):
    """An asset was named that is not among those of the group."""

    code = "NOT_IN_GROUP"
