"""Addresses of bytes: a stable path for signed-in browsers, a signed one for everybody else."""

import hmac
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode
from uuid import UUID

from vitrine.accounts.policy import Scope
from vitrine.accounts.tokens import sign_delivery
from vitrine.api.context import Context
from vitrine.assets.models import Asset
from vitrine.renditions.models import Rendition
from vitrine.settings import Settings

# A signed URL is good for 4 to 5 minutes: it ends on a full minute, so that within a minute everybody's is the same.
SIGNED_FOR = 300
ROUNDED_TO = 60


def rendition_path(asset: Asset, rendition: Rendition) -> str:
    """Return where one rendition lies for good: new bytes get a new path."""
    extension = rendition.key.rpartition(".")[2]
    return f"/media/{asset.id.hex}/{rendition.recipe}-{(asset.sha256 or '')[:12]}.{extension}"


def rendition_url(context: Context, asset: Asset, rendition: Rendition) -> str:
    """Address a rendition for whoever asks: no signature for a signed-in browser."""
    return _for_whoever_asks(context, asset, rendition_path(asset, rendition))


def download_url(context: Context, asset: Asset, rendition: Rendition) -> str:
    """Address a rendition to be saved. What is saved lies under another path: a signature covers nothing else."""
    folder, _, name = rendition_path(asset, rendition).rpartition("/")
    return _for_whoever_asks(context, asset, f"{folder}/save/{name}")


def _for_whoever_asks(context: Context, asset: Asset, path: str) -> str:
    if context.signed_in().session_id:
        return path
    return signed(context.services.settings, path, asset.library_id)[0]


def original_url(context: Context, asset: Asset) -> tuple[str, datetime]:
    """Address an original, always signed, and tell until when."""
    path = f"/media/{asset.id.hex}/original/{asset.filename}"
    return signed(context.services.settings, path, asset.library_id)


def signed(settings: Settings, path: str, library_id: UUID) -> tuple[str, datetime]:
    """Sign a path for one library until a full minute, at most 5 minutes from now.

    What is signed is the path as people read it: clients differ in what they escape.
    """
    expires = _next_end()
    address = settings.public_url + _with_signature(settings, path, library_id, expires)
    return address, datetime.fromtimestamp(expires, UTC)


def signed_path(settings: Settings, path: str, library_id: UUID) -> str:
    """Sign a path like `signed`, for readers who know the host already."""
    return _with_signature(settings, path, library_id, _next_end())


def _next_end() -> int:
    return (int(time.time()) + SIGNED_FOR) // ROUNDED_TO * ROUNDED_TO


def _with_signature(settings: Settings, path: str, library_id: UUID, expires: int) -> str:
    signature = sign_delivery(settings.secret_key, path, library_id, expires)
    return f"{quote(path)}?{urlencode({'l': library_id.hex, 'e': expires, 's': signature})}"


def scope_of_signature(settings: Settings, path: str, query: str) -> Scope | None:
    """Return what a signed path, free of escapes, opens; None for one that is forged or has expired."""
    given = parse_qs(query)
    try:
        library_id, expires = UUID(hex=given["l"][0]), int(given["e"][0])
        signature = given["s"][0]
    except (KeyError, ValueError):
        return None
    genuine = sign_delivery(settings.secret_key, path, library_id, expires)
    good = hmac.compare_digest(genuine.encode(), signature.encode()) and expires > time.time()
    return Scope(library_id) if good else None
