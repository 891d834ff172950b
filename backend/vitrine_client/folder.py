"""A folder on this computer, or one that is mounted here, as the source of an import."""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from vitrine_client.files import LocalFile, read
from vitrine_client.putting_away import put_away
from vitrine_client.sources import Changed, Item, folder_of, is_passed_over


class Folder:
    """Everything below `root`. Links are not followed: what they lead to is taken where it is, or is not ours to take.

    Imported files go to `done` (`.imported` in the root), refused ones to `.refused` in the root, each in its folder.
    """

    def __init__(self, root: Path, done: Path | None = None) -> None:
        self.unreadable: dict[str, str] = {}
        self._said = root
        self._root = root.resolve()
        self._done = done.resolve() if done else self._root / ".imported"

    async def items(self) -> AsyncIterator[Item]:
        """List the files, one folder after another, each in a thread. Raises OSError if the root cannot be listed."""
        self.unreadable = {}
        folders = [""]
        while folders:
            name = folders.pop()
            try:
                inside, items = await asyncio.to_thread(self._look_into, name)
            except OSError as error:
                if not name:
                    raise
                # A folder that went away meanwhile took its files with it.
                if error.errno != errno.ENOENT:
                    self.unreadable[str(self._said / name)] = error.strerror or repr(error)
                continue
            folders += reversed(inside)
            for item in items:
                yield item

    def _look_into(self, name: str) -> tuple[list[str], list[Item]]:
        inside, items = [], []
        with os.scandir(self._root / name) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                place = f"{name}/{entry.name}" if name else entry.name
                if is_passed_over(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False) and self._root / place != self._done:
                    inside.append(place)
                elif entry.is_file(follow_symlinks=False) and (item := _item(place, entry)):
                    items.append(item)
        return inside, items

    def title(self, item: Item) -> str:
        return str(self._said / item.name)

    def path(self, item: Item) -> Path:
        return self._root / item.name

    def look(self, item: Item) -> LocalFile:
        """Read what a file is recognised by. Raises OSError, also where a link leads out of the folder."""
        path = self.path(item)
        if path.resolve() != path:
            raise OSError(errno.ELOOP, "A link has taken its place.", str(path))
        try:
            item.name.encode()
        except UnicodeEncodeError:
            raise OSError(errno.EILSEQ, "Its name is not UTF-8: rename it.", str(path)) from None
        file = replace(read(path), folder=folder_of(item))
        if file.sha256:
            return file
        # Samples do not see every change of a large file, and an import may delete what it takes for known.
        mark = hashlib.sha256(f"{file.mark}\n{item.stamp}".encode()).hexdigest()
        return replace(file, mark=mark)

    def hold(self, item: Item) -> AbstractAsyncContextManager[object]:
        del item
        return nullcontext()

    async def done(self, item: Item) -> None:
        await asyncio.to_thread(self._put_away, item, self._done)

    async def refused(self, item: Item) -> None:
        await asyncio.to_thread(self._put_away, item, self._root / ".refused")

    async def remove(self, item: Item) -> None:
        await asyncio.to_thread(self._remove, item)

    def _put_away(self, item: Item, place: Path) -> None:
        self._check(item)
        put_away(self.path(item), place / item.name)

    def _remove(self, item: Item) -> None:
        self._check(item)
        self.path(item).unlink()

    def _check(self, item: Item) -> None:
        if _stamp(self.path(item).lstat()) != item.stamp:
            raise Changed(errno.EBUSY, "it changed", item.name)


def _item(place: str, entry: "os.DirEntry[str]") -> Item | None:
    try:
        now = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return Item(place, now.st_size, _stamp(now))


def _stamp(now: os.stat_result) -> str:
    # Without the inode: some network folders make up another one each time.
    return f"{now.st_size} {now.st_mtime_ns}"
