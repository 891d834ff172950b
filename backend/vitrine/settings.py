"""The sole reader of the environment: one frozen Settings for every front door."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from vitrine.errors import SettingMissing

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a deployment may choose. Sizes are bytes, times are seconds."""

    # Where the services are. Two database roles: one changes the schema, one runs the product.
    database_url: str
    database_migration_url: str
    redis_url: str
    meilisearch_url: str
    meilisearch_key: str
    # `s3_endpoint` is our own way to storage; `s3_public_endpoint` is the client's, and is part of every signature.
    s3_endpoint: str
    s3_public_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_region: str
    s3_bucket: str
    # The folder of a store that lies on this machine, and the bytes that uploads leave free there; None where storage
    # is elsewhere, and nobody can tell how much room it has.
    storage_folder: Path | None
    storage_keep_free: int
    # Signs sessions and delivery URLs. Changing it signs everybody out.
    secret_key: str
    public_url: str
    spa_dist: Path
    log_format: str
    # Uploads.
    upload_max_bytes: int
    upload_single_put_max_bytes: int
    upload_expiry: int
    # Import by URL: whether workers fetch files at all, from which networks beside the public Internet, for how long.
    import_urls: bool
    import_url_networks: tuple[IPv4Network | IPv6Network, ...]
    import_url_timeout: float
    # Jobs. A lease is renewed at a third of its length; reconcile puts back what outlived it.
    job_lease: float
    reconcile_every: float
    image_children: int
    video_jobs: int
    # Jobs that may begin in a minute, by queue; without an entry, as many as there is room for.
    queue_per_minute: Mapping[str, int]
    # Days after which what is in the trash is deleted for good; 0 keeps it until somebody empties the trash.
    trash_days: int
    # Malware. `tcp://host:port` or `unix:///path` of ClamAV's daemon; empty where nothing is scanned.
    clamd_url: str
    # Live. About this many changes per library can be replayed; older cursors get RESYNC.
    stream_length: int
    # Names of points at which the process kills itself, for the fault tests. Empty in production.
    failpoints: frozenset[str]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read Settings from the environment; `NAME_FILE` names a file that holds the value (Swarm secrets).

    Raises SettingMissing with the variable's name, and ValueError for a number that is none.
    """
    read = _Reader(os.environ if environ is None else environ)
    database_url = read.required("DATABASE_URL")
    s3_endpoint = read.required("S3_ENDPOINT")
    return Settings(
        database_url=database_url,
        database_migration_url=read.text("DATABASE_MIGRATION_URL", database_url),
        redis_url=read.required("REDIS_URL"),
        meilisearch_url=read.required("MEILISEARCH_URL"),
        meilisearch_key=read.text("MEILISEARCH_KEY", ""),
        s3_endpoint=s3_endpoint,
        s3_public_endpoint=read.text("S3_PUBLIC_ENDPOINT", s3_endpoint),
        s3_access_key=read.required("S3_ACCESS_KEY"),
        s3_secret_key=read.required("S3_SECRET_KEY"),
        s3_region=read.text("S3_REGION", "us-east-1"),
        s3_bucket=read.text("S3_BUCKET", "vitrine"),
        storage_folder=read.folder("VITRINE_STORAGE_FOLDER"),
        storage_keep_free=read.integer("VITRINE_STORAGE_KEEP_FREE", 2 * 1024**3),
        secret_key=read.required("VITRINE_SECRET_KEY"),
        public_url=read.text("VITRINE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        spa_dist=Path(read.text("VITRINE_SPA_DIST", "spa/dist")),
        log_format=read.text("VITRINE_LOG_FORMAT", "console"),
        upload_max_bytes=read.integer("VITRINE_UPLOAD_MAX_BYTES", 5 * 1024**4),
        upload_single_put_max_bytes=read.integer("VITRINE_SINGLE_PUT_MAX_BYTES", 100 * MIB),
        upload_expiry=read.integer("VITRINE_UPLOAD_EXPIRY", 7 * 24 * 3600),
        import_urls=_switch("VITRINE_IMPORT_URLS", read.text("VITRINE_IMPORT_URLS", "off")),
        import_url_networks=_networks("VITRINE_IMPORT_URL_NETWORKS", read.text("VITRINE_IMPORT_URL_NETWORKS", "")),
        import_url_timeout=read.seconds("VITRINE_IMPORT_URL_TIMEOUT", 1800.0),
        job_lease=read.seconds("VITRINE_JOB_LEASE", 15.0),
        reconcile_every=read.seconds("VITRINE_RECONCILE_EVERY", 5.0),
        image_children=read.integer("VITRINE_IMAGE_CHILDREN", os.cpu_count() or 1),
        video_jobs=read.integer("VITRINE_VIDEO_JOBS", 1),
        queue_per_minute=_numbers("VITRINE_QUEUE_PER_MINUTE", read.text("VITRINE_QUEUE_PER_MINUTE", "")),
        trash_days=read.integer("VITRINE_TRASH_DAYS", 30),
        clamd_url=read.scanner("CLAMD_URL"),
        stream_length=read.integer("VITRINE_STREAM_LENGTH", 10_000),
        failpoints=frozenset(filter(None, read.text("VITRINE_FAILPOINTS", "").split(","))),
    )


def _numbers(name: str, text: str) -> dict[str, int]:
    """Read `bulk=120,index=600`."""
    pairs = [pair.partition("=") for pair in filter(None, text.replace(" ", "").split(","))]
    if any(not key or not number.isdecimal() or int(number) < 1 for key, _, number in pairs):
        raise ValueError(f"{name} is written queue=number,queue=number; each number is at least 1.")
    return {key: int(number) for key, _, number in pairs}


def _switch(name: str, text: str) -> bool:
    if text not in {"on", "off"}:
        raise ValueError(f"{name} is on or off, not {text!r}.")
    return text == "on"


def _networks(name: str, text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read `10.1.0.0/16,fd00::/8`."""
    try:
        return tuple(ip_network(each) for each in filter(None, text.replace(" ", "").split(",")))
    except ValueError as error:
        raise ValueError(f"{name} is written network/bits,network/bits: {error}.") from error


class _Reader:
    """Look a name up, first as it is, then as the file that NAME_FILE points at."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        if path := self._environ.get(f"{name}_FILE"):
            return Path(path).read_text(encoding="utf-8").strip()
        return self._environ.get(name) or default

    def required(self, name: str) -> str:
        if value := self.text(name, ""):
            return value
        raise SettingMissing(name)

    def scanner(self, name: str) -> str:
        url = self.text(name, "")
        if url and not url.startswith(("tcp://", "unix:///")):
            raise ValueError(f"{name} is tcp://host:port or unix:///path, not {url!r}.")
        return url

    def folder(self, name: str) -> Path | None:
        text = self.text(name, "")
        return Path(text) if text else None

    def integer(self, name: str, default: int) -> int:
        return int(self.text(name, str(default)))

    def seconds(self, name: str, default: float) -> float:
        return float(self.text(name, str(default)))
