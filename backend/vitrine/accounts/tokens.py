"""Tokens and their hashes: what is handed out, and the little of it that is kept.

Access tokens are JWTs (HS256, one fixed algorithm). Refresh and media tokens are an HMAC over the session, so a session
row is enough to make them again: two tabs that refresh at once are given the same successor.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

ISSUER = "vitrine"
ACCESS_FOR = timedelta(minutes=10)
KEY_PREFIX = "vit_"


def digest(secret: str) -> str:
    """Hash a random secret for keeping. It has 256 bits, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Make 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def new_api_key() -> str:
    """Make the text of an API key; its prefix lets secret scanners find it."""
    return KEY_PREFIX + new_secret()


def _mac(secret_key: str, *parts: object) -> str:
    text = ":".join(map(str, parts))
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _same(genuine: str, given: str) -> bool:
    # As bytes: of two texts only ASCII may be compared, and a cookie holds whatever somebody sent.
    return hmac.compare_digest(genuine.encode(), given.encode())


@dataclass(frozen=True, slots=True)
class AccessToken:
    text: str
    expires_at: datetime


def make_access_token(secret_key: str, session_id: UUID) -> AccessToken:
    """Sign a token that stands for a session during 10 minutes."""
    expires_at = datetime.now(UTC) + ACCESS_FOR
    claims = {"iss": ISSUER, "aud": "api", "sub": str(session_id), "exp": expires_at}
    return AccessToken(jwt.encode(claims, secret_key, algorithm="HS256"), expires_at)


def read_access_token(secret_key: str, text: str) -> tuple[UUID, datetime] | None:
    """Return the session and when the token runs out; None for a forged, expired or foreign token."""
    try:
        claims = jwt.decode(
            text,
            secret_key,
            algorithms=["HS256"],
            issuer=ISSUER,
            audience="api",
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        return UUID(claims["sub"]), datetime.fromtimestamp(claims["exp"], UTC)
    except (jwt.InvalidTokenError, ValueError):
        return None


def make_refresh_token(secret_key: str, session_id: UUID, generation: int) -> str:
    """Make the token that renews a session; each generation of it is good once."""
    return f"{session_id.hex}.{generation}.{_mac(secret_key, 'refresh', session_id.hex, generation)}"


def read_refresh_token(secret_key: str, text: str) -> tuple[UUID, int] | None:
    """Return the session and the generation; None for a forged token."""
    try:
        session, generation, _ = text.split(".")
        session_id, number = UUID(session), int(generation)
    except ValueError:
        return None
    genuine = make_refresh_token(secret_key, session_id, number)
    return (session_id, number) if _same(genuine, text) else None


def make_media_token(secret_key: str, session_id: UUID) -> str:
    """Make the cookie that opens `/media` in a signed-in browser, and nothing else."""
    return f"{session_id.hex}.{_mac(secret_key, 'media', session_id.hex)}"


def read_media_token(secret_key: str, text: str) -> UUID | None:
    """Return the session; None for a forged token."""
    session, _, _ = text.partition(".")
    try:
        session_id = UUID(session)
    except ValueError:
        return None
    return session_id if _same(make_media_token(secret_key, session_id), text) else None


def sign_delivery(secret_key: str, path: str, library_id: UUID, expires: int) -> str:
    """Sign a delivery path of one library until a Unix time."""
    return _mac(secret_key, "delivery", path, library_id.hex, expires)[:43]
