"""Drop files on a page the way a hand does."""

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page


async def drop(page: Page, files: Sequence[Path]) -> None:
    """Drag files from the desktop over the middle of the page and let go."""
    devtools = await page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file.resolve()) for file in files], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        await devtools.send("Input.dispatchDragEvent", {"type": step, "x": 700, "y": 450, "data": data})
    await devtools.detach()
