"""Find out who is asking."""

from datetime import datetime
from uuid import UUID

from vitrine.accounts.models import ApiKey, Membership, Role, User
from vitrine.accounts.policy import Actor
from vitrine.accounts.tokens import KEY_PREFIX, digest, read_access_token, read_media_token
from vitrine.infra.db import rows
from vitrine.services import Services

_BY_SESSION = """
select s.user_id, s.library_id, m.role, s.id as session_id
from session s join membership m on m.user_id = s.user_id and m.library_id = s.library_id
where s.id = $1 and s.revoked_at is null and s.expires_at > now()
"""
_BY_KEY = """
select k.user_id, k.library_id, m.role, k.id as key_id
from api_key k join membership m on m.user_id = k.user_id and m.library_id = k.library_id
where k.secret_hash = $1
"""


_STILL_IN = """
select 1 from membership m
where m.user_id = $1 and m.library_id = $2 and (
  exists (select 1 from session s where s.id = $3 and s.revoked_at is null and s.expires_at > now())
  or exists (select 1 from api_key k where k.id = $4))
"""


async def is_still_let_in(actor: Actor) -> bool:
    """Tell whether what somebody once proved still holds: the session or key is there, and so is the membership."""
    return bool(await rows(_STILL_IN, actor.user_id, actor.library_id, actor.session_id, actor.key_id))


async def actor_by_bearer(services: Services, token: str) -> Actor | None:
    """Return who an access token or API key stands for; None when it stands for nobody any more."""
    if token.startswith(KEY_PREFIX):
        return _actor(await rows(_BY_KEY, digest(token)), None)
    read = read_access_token(services.settings.secret_key, token)
    return None if read is None else _actor(await rows(_BY_SESSION, read[0]), read[1])


async def actor_by_media_cookie(services: Services, token: str) -> Actor | None:
    """Return who a media cookie stands for; it is good for reading bytes only."""
    session_id = read_media_token(services.settings.secret_key, token)
    return None if session_id is None else _actor(await rows(_BY_SESSION, session_id), None)


async def actor_in(library_id: UUID, user_id: UUID, key_id: UUID | None) -> Actor | None:
    """Return somebody for whom work is done that they asked for earlier; None when they left the library."""
    member = await Membership.get_or_none(library_id=library_id, user_id=user_id)
    return Actor(user_id, library_id, member.role, key_id=key_id) if member else None


def _actor(found: list[dict[str, object]], expires_at: datetime | None) -> Actor | None:
    if not found:
        return None
    row = dict(found[0])
    return Actor(role=Role(str(row.pop("role"))), expires_at=expires_at, **row)  # type: ignore[arg-type]  # the columns are its fields


async def people_by_id(ids: list[UUID]) -> dict[UUID, User]:
    """Return people in one read."""
    return {person.id: person for person in await User.filter(id__in=ids)}


async def api_keys_by_id(ids: list[UUID]) -> dict[UUID, ApiKey]:
    """Return keys in one read."""
    return {key.id: key for key in await ApiKey.filter(id__in=ids)}
