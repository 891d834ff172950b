"""People, programs and the library, as partners see them."""

from typing import Annotated

import strawberry

from vitrine.accounts import models
from vitrine.accounts.actions import set_password
from vitrine.accounts.errors import PasswordRefused as Refused
from vitrine.accounts.models import User as UserRow
from vitrine.accounts.policy import permissions
from vitrine.api.context import Info
from vitrine.api.nodes import Node, Refusal, to_id
from vitrine.api.permissions import SignedIn
from vitrine.api.scalars import BigInt
from vitrine.assets.queries import storage_used
from vitrine.libraries.models import Library as LibraryRow


@strawberry.type(description="A person with an account.")
class User(Node):
    name: str = strawberry.field(description="What the person is called.")
    email: str | None = strawberry.field(description="Only shown to members of the same library.")

    @classmethod
    def of(cls, row: models.User) -> "User":
        return cls(id=to_id("user", row.id), name=row.name, email=row.email)


@strawberry.type(description="A key through which a partner program acts.")
class ApiKey(Node):
    name: str = strawberry.field(description="What the key was called when it was made.")

    @classmethod
    def of(cls, row: models.ApiKey) -> "ApiKey":
        return cls(id=to_id("key", row.id), name=row.name)


Actor = Annotated[
    User | ApiKey, strawberry.union("Actor", description="Whoever did something: a person, or a program with a key.")
]


@strawberry.type(description="A library is the tenant: every asset belongs to exactly one. People join by membership.")
class Library(Node):
    name: str = strawberry.field(description="What the library is called.")
    storage_quota: BigInt | None = strawberry.field(
        description="What `storageUsed` may grow to; null where nobody set a limit."
    )
    row: strawberry.Private[LibraryRow]

    @classmethod
    def of(cls, row: LibraryRow) -> "Library":
        quota = None if row.storage_quota is None else BigInt(row.storage_quota)
        return cls(id=to_id("library", row.id), name=row.name, storage_quota=quota, row=row)

    @strawberry.field(description="Bytes of all originals; what is derived from them is not counted.")
    async def storage_used(self) -> BigInt:
        return BigInt(await storage_used(self.row.id))

    @strawberry.field(description="Days after which what is in the trash is deleted for good; null for never.")
    def trash_days(self, info: Info) -> int | None:
        return info.context.services.settings.trash_days or None


@strawberry.type(description="Who is asking.")
class Viewer:
    actor: Actor = strawberry.field(description="The person, or the program acting for one.")
    library: Library = strawberry.field(description="The library this person or key works in.")
    permissions: list[str] = strawberry.field(description="What may be done; hide controls for anything else.")
    has_password: bool = strawberry.field(description="False for a person who can sign in by link only.")


@strawberry.input(description="A password for the person who is signed in.")
class SetPasswordInput:
    password: str = strawberry.field(description="10 to 1,000 characters.")


NewPassword = Annotated[SetPasswordInput, strawberry.argument(description="The new password.")]


@strawberry.type(description="Why a password was not taken.")
class PasswordRefused(Refusal):
    pass


SetPasswordResult = Annotated[
    Viewer | PasswordRefused, strawberry.union("SetPasswordResult", description="The viewer, or why not.")
]


async def viewer_of(info: Info) -> Viewer:
    """Describe the caller."""
    actor = info.context.signed_in()
    person = await UserRow.get(id=actor.user_id)
    library = await LibraryRow.get(id=actor.library_id)
    shown: User | ApiKey = User.of(person)
    if actor.key_id:
        shown = ApiKey.of(await models.ApiKey.get(id=actor.key_id))
    return Viewer(
        actor=shown,
        library=Library.of(library),
        permissions=permissions(actor),
        has_password=person.password_hash is not None,
    )


@strawberry.type
class AccountQuery:
    @strawberry.field(description="Who you are here, and what you may do; null for nobody.")
    async def viewer(self, info: Info) -> Viewer | None:
        return await viewer_of(info) if info.context.actor else None


@strawberry.type
class AccountMutation:
    @strawberry.mutation(description="Set your password. Your other sessions end.", permission_classes=[SignedIn])
    async def set_password(self, info: Info, input: NewPassword) -> SetPasswordResult:  # noqa: A002  # the contract's name
        try:
            await set_password(info.context.signed_in(), input.password)
        except Refused as error:
            return PasswordRefused(code=error.code, message=error.message, field=error.field)
        return await viewer_of(info)
