"""The people of the tests: an owner, a member who sees less, and the owner of another library."""

from dataclasses import dataclass
from uuid import uuid4

from vitrine.accounts.models import ApiKey, Membership, Role, User
from vitrine.accounts.policy import Actor
from vitrine.accounts.tokens import digest, new_api_key
from vitrine.libraries.models import Library


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, a place in one library and a key for a program."""

    user: User
    library: Library
    actor: Actor
    key: str


async def join(library: Library, name: str, role: Role = Role.MEMBER) -> Person:
    """Make somebody a member of a library."""
    user = await User.create(email=f"{name.lower()}-{uuid4().hex[:8]}@example.org", name=name)
    await Membership.create(library=library, user=user, role=role)
    key = new_api_key()
    row = await ApiKey.create(library=library, user=user, name=f"{name}'s key", secret_hash=digest(key))
    return Person(user, library, Actor(user.id, library.id, role, key_id=row.id), key)


async def owner_of(library: Library) -> Person:
    """Return the owner of a library that the first run made, without their key."""
    [found] = await Membership.filter(library=library, role=Role.OWNER).select_related("user")
    return Person(found.user, library, Actor(found.user.id, library.id, Role.OWNER), "")


async def found_library(owner: str) -> Person:
    """Make a second library with an owner of its own."""
    return await join(await Library.create(name=f"{owner}'s library"), owner, Role.OWNER)
