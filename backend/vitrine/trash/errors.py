"""What deleting for good refuses."""

from vitrine.errors import Refusal


class NotInTrash(Refusal):
    """The asset is not in the trash, and only what is there is deleted."""

    code = "NOT_IN_TRASH"

    def __init__(self) -> None:
        super().__init__("Put this into the trash first.", field="ids")
