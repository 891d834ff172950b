"""The secrets of one installation, made once and kept in its data folder."""

import secrets
from dataclasses import asdict, dataclass, fields

from vitrine.infra.local.folder import DataFolder


@dataclass(frozen=True, slots=True)
class Keys:
    """What the servers on this machine ask for; every value is safe in a URL."""

    secret_key: str
    postgres_superuser: str
    postgres_owner: str
    postgres_app: str
    redis: str
    s3_access_key: str
    s3_secret_key: str
    meilisearch: str


def keys_of(folder: DataFolder) -> Keys:
    """Read the keys of this folder, making those that are not there yet."""
    known = folder.read_facts("keys")
    keys = Keys(**{field.name: known.get(field.name) or secrets.token_hex(24) for field in fields(Keys)})
    if asdict(keys) != known:
        folder.write_facts("keys", asdict(keys))
    return keys
