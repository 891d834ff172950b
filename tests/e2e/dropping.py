"""Drop files on a page the way a hand does."""

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page

# A drop counts only where the page has answered the last move; the answer comes a moment after the move.
_ANSWERED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"


async def drop(page: Page, files: Sequence[Path]) -> None:
    """Drag files from the desktop over the middle of the page and let go, until the browser takes it for a drop."""
    devtools = await page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file.resolve()) for file in files], "dragOperationsMask": 1}
    at = {"x": 700, "y": 450, "data": data}
    invited = page.get_by_text("Drop to add to")
    for _ in range(50):
        # A hand goes on moving until it sees where it may let go.
        for step in ("dragEnter", "dragOver"):
            await devtools.send("Input.dispatchDragEvent", {"type": step, **at})
        await page.evaluate(_ANSWERED)
        if await invited.count():
            await devtools.send("Input.dispatchDragEvent", {"type": "drop", **at})
            await page.evaluate(_ANSWERED)
            if not await invited.count():
                break
    else:
        raise AssertionError("the page took no drop")
    await devtools.detach()
