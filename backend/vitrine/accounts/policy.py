"""Who is asking, and what they may see of a library."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitrine.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see. Two callers of equal scope are answered alike, so the work is done once for both.

    `person_id` is None for what every member of the library sees.
    """

    library_id: UUID
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work in one library: in a browser (`session_id`) or through a program (`key_id`).

    There is no actor for "nobody" and none for "the system": without one, everything is denied.
    """

    user_id: UUID
    library_id: UUID
    role: Role
    session_id: UUID | None = None
    key_id: UUID | None = None
    # When the proof runs out; None for a key that does not.
    expires_at: datetime | None = None

    @property
    def scope(self) -> Scope:
        return Scope(self.library_id, self.user_id)

    @property
    def shared_scope(self) -> Scope:
        """What this actor sees together with every other member."""
        return Scope(self.library_id)


def permissions(actor: Actor) -> list[str]:
    """List what the actor may do, for clients that hide what may not be done."""
    granted = ["asset.view", "asset.upload"]
    return [*granted, "library.manage"] if actor.role is Role.OWNER else granted
