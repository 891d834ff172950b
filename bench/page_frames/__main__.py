"""Whether the page stays smooth while it hashes and uploads. python -m bench.page_frames.

A browser shows the library and asks for frames without end: first at rest, then while 40 photos of 12 to 24 MP and a
file of 300 MB are dropped, hashed and sent. The workers rest meanwhile, and there is no graphics card. What counts is
how the two compare, and how long the page was ever busy without drawing.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from bench.first_thumbnail.photos import photos
from bench.installation import installed
from bench.machine import described, percentile
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.dropping import drop
from vitrine.accounts.actions import make_sign_in_link
from vitrine.infra.local.programs import WORKERS
from vitrine.services import open_services
from vitrine.settings import load_settings

LARGE = 300 * 10**6
_RECORD = """() => {
  const record = { frames: [], busy: [] };
  let last = performance.now();
  const tick = (now) => { record.frames.push(now - last); last = now; if (!record.done) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  record.observer = new PerformanceObserver((list) => {
    for (const task of list.getEntries()) record.busy.push(task.duration);
  });
  record.observer.observe({ type: "longtask" });
  window.record = record;
}"""
_STOP = """() => {
  window.record.done = true;
  window.record.observer.disconnect();
  return { frames: window.record.frames.slice(1), busy: window.record.busy };
}"""
_SENT = "() => document.querySelector('section[aria-label=\"Uploads\"]')?.dataset.unfinished === '0'"


async def _at_rest(page: Page) -> dict[str, Any]:
    await page.evaluate(_RECORD)
    await page.wait_for_timeout(5000)
    recorded: dict[str, Any] = await page.evaluate(_STOP)
    return recorded


async def _while_sending(page: Page, files: list[Path]) -> dict[str, Any]:
    await page.evaluate(_RECORD)
    await drop(page, files)
    await page.wait_for_function(_SENT, timeout=600_000)
    recorded: dict[str, Any] = await page.evaluate(_STOP)
    return recorded


def _row(what: str, recorded: dict[str, Any]) -> str:
    frames, busy = recorded["frames"], recorded["busy"]
    per_second = 1000 * len(frames) / sum(frames)
    p50, p99 = percentile(frames, 0.5), percentile(frames, 0.99)
    return f"| {what} | {per_second:.1f} | {p50:.1f} | {p99:.1f} | {len(busy)} | {max(busy, default=0):.0f} |"


async def run(count: int) -> None:
    """Record both and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.mp4"
        large.write_bytes(os.urandom(10**6) * (LARGE // 10**6))
        async with installed() as here, open_services(load_settings(here.environ)) as services, async_playwright() as p:
            for name in WORKERS:
                await here.stack.stop(name)
            link = await make_sign_in_link(services)
            browser = await p.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            await page.goto(link)
            await page.get_by_role("button", name="Add files").first.wait_for()
            print(f"{described()}\n")
            rest = await _at_rest(page)
            sending = await _while_sending(page, [*photos(count), large])
            await browser.close()
    print("| page | frames/s | frame p50 ms | p99 ms | tasks above 50 ms | longest ms |")
    print("|---|---|---|---|---|---|")
    print(_row("at rest", rest))
    print(_row("hashing and sending", sending))


def main() -> None:
    """Read the number of photos from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--photos", type=int, default=40)
    asyncio.run(run(arguments.parse_args().photos))


if __name__ == "__main__":
    main()
