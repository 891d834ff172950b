"""`vitrine up`: start everything, say where it is, keep it running, stop it in order."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Mapping

from vitrine.infra.local import lock, logs, running
from vitrine.infra.local.errors import PortTaken
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.ports import is_free
from vitrine.infra.local.programs import command, product_environ, programs
from vitrine.infra.local.servers import choose_servers
from vitrine.infra.local.stack import Stack, describe_end
from vitrine.infra.local.table import disk_held_by_parts, overview

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# Who has run this long is well again, and its next end is not charged with the earlier ones.
_WELL_AFTER = 60.0
_LOGS_LOOKED_AT_EVERY = 60.0


def up(folder: DataFolder, port: int, environ: Mapping[str, str]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP. Raises CannotRun when the start fails."""
    folder.create()
    with lock.hold(folder):
        if not is_free(port):
            raise PortTaken(port)
        asyncio.run(_run(folder, port, environ))


async def _run(folder: DataFolder, port: int, environ: Mapping[str, str]) -> None:
    stack = Stack(folder)
    work = asyncio.create_task(_start_and_watch(stack, port, environ))
    _on_signals(work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        say("Stopping. (Once more stops at once.)")
    finally:
        _on_signals(stack.kill_now)
        await stack.stop_all()
        running.forget(folder)
    say("Stopped.")


async def _start_and_watch(stack: Stack, port: int, environ: Mapping[str, str]) -> None:
    began = time.monotonic()
    say(f"Starting on {stack.folder.path} ...")
    servers = await choose_servers(stack.folder, environ)
    stack.add(servers.here.values())
    await stack.start_all(servers.here)
    product = product_environ(environ, servers.settings, stack.folder.path, port)
    link = await _start_product(stack, product, port)
    _tell_remarks(stack)
    disk = await asyncio.to_thread(disk_held_by_parts, stack)
    say(overview(stack, servers.elsewhere, disk, product["VITRINE_PUBLIC_URL"], link, time.monotonic() - began))
    async with asyncio.TaskGroup() as watch:
        for name in stack.children:
            watch.create_task(_keep_running(stack, name))
        watch.create_task(_keep_logs_small(stack))


async def _start_product(stack: Stack, product: Mapping[str, str], port: int) -> str:
    running.note(stack.folder, product)
    await stack.run_once("migrate", command(product, "migrate"))
    ours = programs(product, port)
    stack.add(ours)
    link, _ = await asyncio.gather(_first_run(stack, product), stack.start_all(part.name for part in ours))
    return link


async def _first_run(stack: Stack, product: Mapping[str, str]) -> str:
    """Make library and owner where there are none; returns the sign-in link, or nothing once there is a password."""
    return (await stack.run_once("first-run", command(product, "first-run"))).strip()


async def _keep_running(stack: Stack, name: str) -> None:
    pause = _FIRST_PAUSE
    while True:
        began = time.monotonic()
        code = await stack.children[name].wait()
        if time.monotonic() - began > _WELL_AFTER:
            pause = _FIRST_PAUSE
        say(f"{name} {describe_end(code)}; starting it again in {pause:g} s. See {stack.log(name)}")
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
        await stack.spawn(name)
        _tell_remarks(stack)


async def _keep_logs_small(stack: Stack) -> None:
    while True:
        await asyncio.sleep(_LOGS_LOOKED_AT_EVERY)
        for name in stack.children:
            await asyncio.to_thread(logs.cut_if_large, stack.log(name))


def _tell_remarks(stack: Stack) -> None:
    while stack.remarks:
        say(stack.remarks.pop(0))


def _on_signals(act: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, act)


def say(text: str) -> None:
    """Tell the operator."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
