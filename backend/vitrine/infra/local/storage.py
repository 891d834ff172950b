"""S3 on this machine: `rclone serve s3` over a folder, one file per object."""

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.child import Launch, server_environ
from vitrine.infra.local.executables import Executable
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.http import ask

_HIDDEN_PREFIX = ".rclone_temp_"
# rclone removes a folder with its last object, and a PUT about to write there is answered 500 (seen in 1-5 % of the
# PUTs while uploads are received). This file, which listings do not show, keeps the folder where uploads arrive.
_KEEPER = f"{_HIDDEN_PREFIX}keep"


@dataclass(frozen=True, slots=True)
class Storage:
    """Object storage with one pair of keys and one bucket, which is a folder."""

    folder: DataFolder
    executable: Executable
    port: int
    access_key: str
    secret_key: str
    bucket: str
    environ: Mapping[str, str]
    name: str = "storage"
    title: str = "Storage (S3)"

    @property
    def version(self) -> str:
        return f"rclone {self.executable.version}"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder.place(self.name)

    @property
    def addresses(self) -> dict[str, str]:
        """The settings by which Vitrine finds it."""
        return {
            "S3_ENDPOINT": f"http://{self.address}",
            "S3_ACCESS_KEY": self.access_key,
            "S3_SECRET_KEY": self.secret_key,
            "S3_BUCKET": self.bucket,
            "VITRINE_STORAGE_FOLDER": str(self.data),
        }

    async def prepare(self) -> list[str]:
        arrivals = self.data / self.bucket / "in"
        for folder in (self.data, self.data / self.bucket, arrivals):
            folder.mkdir(mode=0o700, exist_ok=True)
        (arrivals / _KEEPER).touch()
        swept = await asyncio.to_thread(sweep_leftovers, self.data, time.time())
        return [f"storage: removed {swept} unfinished uploads that a killed server left behind."] if swept else []

    def launch(self, extra: Mapping[str, str]) -> Launch:
        return Launch(
            argv=[self.executable.path, "serve", "s3", self.data, f"--addr={self.address}", *_OPTIONS],
            # In the environment, since a command line can be read by every user of the machine. The quotes are CSV.
            environ=server_environ(self.environ)
            | {"RCLONE_AUTH_KEY": f'"{self.access_key},{self.secret_key}"', "HOME": str(self.data)}
            | dict(extra),
        )

    async def is_ready(self) -> bool:
        # It refuses an unsigned question; that it does so shows that it serves, and asks for keys.
        answer = await ask(self.port, "/")
        return answer is not None and 400 <= answer.status < 500

    async def settle(self) -> None:
        """The bucket was made by `prepare`: it is a folder."""


_OPTIONS = [
    # No configuration file: what this server does is said here alone.
    "--config=",
    # One fixed origin would break http://localhost beside http://127.0.0.1; signatures protect, not origins.
    "--allow-origin=*",
    # Longer than an upload may take.
    "--multipart-expiry=192h",
]


def sweep_leftovers(root: Path, older_than: float) -> int:
    """Delete the hidden files of uploads cut off before `older_than` (seconds since 1970), and count them."""
    swept = 0
    for folder, _, names in os.walk(root):
        for name in names:
            leftover = Path(folder, name) if name.startswith(_HIDDEN_PREFIX) and name != _KEEPER else None
            if leftover and leftover.stat().st_mtime < older_than:
                leftover.unlink()
                swept += 1
    return swept
