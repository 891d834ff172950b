"""Let people in and out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from vitrine.accounts.errors import PasswordRefused, SignInRefused, UnknownPerson
from vitrine.accounts.models import ApiKey, Membership, Role, Session, SignInLink, User
from vitrine.accounts.passwords import hash_password, password_matches
from vitrine.accounts.policy import Actor
from vitrine.accounts.tokens import (
    AccessToken,
    digest,
    make_access_token,
    make_media_token,
    make_refresh_token,
    new_api_key,
    new_secret,
    read_refresh_token,
)
from vitrine.infra.db import execute, rows, transaction
from vitrine.libraries.models import Library
from vitrine.services import Services

OWNER_EMAIL = "owner@localhost"
OWNERS_KEY = "Owner's key"
LINK_FOR = timedelta(hours=24)
SESSION_FOR = timedelta(days=30)
# A second tab that sends the token of a moment ago is no thief.
GRACE = timedelta(seconds=30)

_FIRST_LOCK = 7_237_002


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the operator is told: each is None when there is nothing to tell."""

    sign_in_link: str | None
    owner_key: str | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    access: AccessToken
    refresh_token: str
    media_token: str


async def first_run(
    services: Services, *, key_was_lost: bool = False, furnish: Callable[[Library], Awaitable[None]] | None = None
) -> FirstRun:
    """Create the library, its owner and the owner's key, once; make a link while the owner has no password.

    A key that was lost on its way to the operator is replaced: its text is kept nowhere. `furnish` puts into a new
    library what it shall begin with, in the transaction that founds it.
    """
    async with transaction():
        await execute(f"select pg_advisory_xact_lock({_FIRST_LOCK})")
        if not await Library.exists():
            library = await _found_library()
            if furnish:
                await furnish(library)
        owner = await User.get(memberships__role=Role.OWNER, email=OWNER_EMAIL)
        has_key = await ApiKey.exists(user_id=owner.id, name=OWNERS_KEY)
        key = await _owners_key(owner) if key_was_lost or not has_key else None
    link = None if owner.password_hash else await make_sign_in_link(services, owner.email)
    return FirstRun(link, key)


async def _found_library() -> Library:
    library = await Library.create(name="Library")
    owner = await User.create(email=OWNER_EMAIL, name="Owner")
    await Membership.create(library=library, user=owner, role=Role.OWNER)
    return library


async def _owners_key(owner: User) -> str:
    membership = await Membership.get(user_id=owner.id, role=Role.OWNER)
    key = new_api_key()
    await ApiKey.filter(user_id=owner.id, name=OWNERS_KEY).delete()
    await ApiKey.create(library_id=membership.library_id, user=owner, name=OWNERS_KEY, secret_hash=digest(key))
    return key


async def make_sign_in_link(services: Services, email: str | None = None) -> str:
    """Return a link that signs a person in once, within 24 hours; the owner when no e-mail is given.

    Raises UnknownPerson.
    """
    address = (email or OWNER_EMAIL).strip().lower()
    person = await User.get_or_none(email=address)
    if person is None:
        raise UnknownPerson(f"Nobody here has the e-mail address {address}.", field="email")
    token = new_secret()
    await SignInLink.create(user=person, token_hash=digest(token), expires_at=datetime.now(UTC) + LINK_FOR)
    return f"{services.settings.public_url}/sign-in#token={token}"


async def sign_in_with_link(services: Services, token: str) -> SignedIn:
    """Use a sign-in link up. Raises SignInRefused."""
    used = await rows(
        "update sign_in_link set used_at = now() "
        "where token_hash = $1 and used_at is null and expires_at > now() returning user_id",
        digest(token),
    )
    if not used:
        raise SignInRefused("This link was used already or has run out. Ask for a new one.")
    return await _open_session(services, used[0]["user_id"])


async def sign_in_with_password(services: Services, email: str, password: str) -> SignedIn:
    """Check an e-mail address and password. Raises SignInRefused, after the same time whichever is wrong."""
    person = await User.get_or_none(email=email.strip().lower())
    if not await password_matches(password, person.password_hash if person else None) or person is None:
        raise SignInRefused("This e-mail address and password do not match.")
    return await _open_session(services, person.id)


async def _open_session(services: Services, user_id: UUID) -> SignedIn:
    membership = await Membership.filter(user_id=user_id).first()
    if membership is None:
        raise SignInRefused("This person belongs to no library any more.")
    expires_at = datetime.now(UTC) + SESSION_FOR
    session = await Session.create(
        user_id=user_id,
        library_id=membership.library_id,
        expires_at=expires_at,
    )
    return _signed_in(services, session)


def _signed_in(services: Services, session: Session) -> SignedIn:
    secret_key = services.settings.secret_key
    return SignedIn(
        make_access_token(secret_key, session.id),
        make_refresh_token(secret_key, session.id, session.generation),
        make_media_token(secret_key, session.id),
    )


async def refresh_session(services: Services, refresh_token: str) -> SignedIn:
    """Renew a session and use its refresh token up. Raises SignInRefused.

    A token that was used before ends the session, since two hold it; only within 30 s is it taken for a second tab.
    """
    read = read_refresh_token(services.settings.secret_key, refresh_token)
    if read is None:
        raise SignInRefused("Sign in again.")
    session_id, generation = read
    async with transaction():
        session = await Session.select_for_update().get_or_none(id=session_id, revoked_at=None)
        now = datetime.now(UTC)
        if session is None or session.expires_at <= now:
            raise SignInRefused("Sign in again.")
        if generation == session.generation:
            session.generation += 1
            session.rotated_at = now
        elif generation != session.generation - 1 or now - session.rotated_at > GRACE:
            session.revoked_at = now
        await session.save()
    if session.revoked_at:
        raise SignInRefused("This session was ended, because an old copy of it was used. Sign in again.")
    return _signed_in(services, session)


async def sign_out(services: Services, refresh_token: str) -> None:
    """End a session; what is not a token of ours ends nothing."""
    read = read_refresh_token(services.settings.secret_key, refresh_token)
    if read is not None:
        await Session.filter(id=read[0], revoked_at=None).update(revoked_at=datetime.now(UTC))


async def set_password(actor: Actor, password: str) -> None:
    """Give the actor a password and end their other sessions. Raises PasswordRefused, always so for an API key."""
    if actor.session_id is None:
        raise PasswordRefused("A program cannot set a password: sign in as the person.")
    hashed = await hash_password(password)
    await User.filter(id=actor.user_id).update(password_hash=hashed)
    # A link that was printed before would still let its reader in.
    await SignInLink.filter(user_id=actor.user_id, used_at=None).update(used_at=datetime.now(UTC))
    others = Session.filter(user_id=actor.user_id, revoked_at=None)
    await others.exclude(id=actor.session_id).update(revoked_at=datetime.now(UTC))
