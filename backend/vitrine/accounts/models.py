"""People and their proofs of identity. Secrets are kept as hashes only."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from vitrine.libraries.models import Library


class Role(StrEnum):
    OWNER = "owner"
    MEMBER = "member"


class User(Model):
    id = fields.UUIDField(primary_key=True)
    # Kept in lower case; people are found by it.
    email = fields.CharField(max_length=254, unique=True)
    name = fields.TextField()
    password_hash = fields.TextField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "person"


class Membership(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="memberships")
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="memberships")
    library_id: UUID
    user_id: UUID
    role = fields.CharEnumField(Role, max_length=16)

    class Meta:
        table = "membership"
        unique_together = (("library", "user"),)


# A browser that is signed in. `generation` counts the refreshes: the refresh token is derived from it and never kept.
class Session(Model):
    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="sessions")
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="sessions")
    generation = fields.IntField(default=0)
    rotated_at = fields.DatetimeField(auto_now_add=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"


class SignInLink(Model):
    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="sign_in_links")
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_link"


class ApiKey(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="api_keys")
    # The person in whose name the key acts: it sees and may do what they do.
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="api_keys")
    name = fields.TextField()
    secret_hash = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "api_key"
