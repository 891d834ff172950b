"""Drop files on a page the way a hand does."""

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page


async def drop(page: Page, files: Sequence[Path]) -> None:
    """Drag files from the desktop over the middle of the page and let go."""
    devtools = await page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file.resolve()) for file in files], "dragOperationsMask": 1}
    at = {"x": 700, "y": 450, "data": data}
    for _ in range(50):
        # A hand goes on moving until it sees where it may let go.
        for step in ("dragEnter", "dragOver"):
            await devtools.send("Input.dispatchDragEvent", {"type": step, **at})
        if await page.get_by_text("Drop to add to the library").count():
            break
        await page.wait_for_timeout(100)
    await devtools.send("Input.dispatchDragEvent", {"type": "drop", **at})
    await devtools.detach()
