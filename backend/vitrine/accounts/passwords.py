"""Passwords, hashed with argon2id at OWASP's memory-frugal setting, two at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vitrine.accounts.errors import PasswordRefused

# OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. Two at once keep an attack below 40 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = asyncio.Semaphore(2)
_NOBODY = _HASHER.hash("nobody has this password")
MIN_LENGTH = 10
MAX_LENGTH = 1000


async def hash_password(password: str) -> str:
    """Hash a new password. Raises PasswordRefused for fewer than 10 or more than 1,000 characters."""
    if len(password) < MIN_LENGTH:
        raise PasswordRefused(f"Choose at least {MIN_LENGTH} characters.", field="password", limit=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise PasswordRefused(f"Choose at most {MAX_LENGTH:,} characters.", field="password", limit=MAX_LENGTH)
    async with _AT_ONCE:
        return await asyncio.to_thread(_HASHER.hash, password)


async def password_matches(password: str, hashed: str | None) -> bool:
    """Check a password in constant time, also for an account that does not exist or has none (`hashed` is None)."""
    async with _AT_ONCE:
        right = await asyncio.to_thread(_verify, password[:MAX_LENGTH], hashed or _NOBODY)
    return right and hashed is not None


def _verify(password: str, hashed: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
