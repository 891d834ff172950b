"""Where an import takes its files from: what a folder and a bucket have in common."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vitrine_client.files import LocalFile

# What a copy or a download is called until it is whole.
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", "~")
# What storage boxes, cameras and systems keep for themselves.
_THEIR_OWN = {
    *("@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information", "lost+found", "__macosx"),
    *("thumbs.db", "desktop.ini"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file as it was when it was listed: `name` is its place below the source, with `/`.

    `stamp` is another one after every change that can be seen without reading the file.
    """

    name: str
    size: int
    stamp: str


class Changed(OSError):
    """The file is not the one that was listed: it is looked at anew."""


class Source(Protocol):
    """A place that files are taken from. All of its methods raise OSError where it cannot be reached."""

    # Folders that could not be looked into at the last listing, and why.
    unreadable: dict[str, str]

    def items(self) -> AsyncIterator[Item]:
        """List every file that is there now, and that is not passed over."""

    def title(self, item: Item) -> str:
        """Return what a person calls this file."""

    def path(self, item: Item) -> Path:
        """Return where its bytes are while it is held."""

    def look(self, item: Item) -> LocalFile:
        """Return what it is recognised by; blocking."""

    def hold(self, item: Item) -> AbstractAsyncContextManager[object]:
        """Have its bytes on this computer."""

    async def done(self, item: Item) -> None:
        """Put it where the imported ones are, over nothing that is there. Raises Changed."""

    async def refused(self, item: Item) -> None:
        """Put it where the refused ones are, over nothing that is there. Raises Changed."""

    async def remove(self, item: Item) -> None:
        """Delete it for good. Raises Changed."""


def folder_of(item: Item) -> str | None:
    """Return where a file lies below its source; None where it lies in it."""
    return item.name.rpartition("/")[0] or None


def is_passed_over(name: str) -> bool:
    """Tell whether a file or folder of this name is hidden, unfinished, or somebody's housekeeping."""
    small = name.lower()
    return small.startswith((".", "~")) or small.endswith(_UNFINISHED) or small in _THEIR_OWN
