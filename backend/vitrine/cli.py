"""The `vitrine` command line: every command is one line of wiring.

What a command needs is imported when it runs, so that `--help` answers at once.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vitrine.errors import Refusal, SettingMissing
from vitrine.infra.local.errors import CannotRun
from vitrine.infra.local.folder import DataFolder

if TYPE_CHECKING:
    from vitrine.services import Services

Result = TypeVar("Result")

_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def main() -> None:
    """Run the command that was typed; what it cannot do is said in one line on stderr, with exit code 1."""
    arguments = _parser().parse_args()
    try:
        code = arguments.run(arguments)
    except (CannotRun, SettingMissing, Refusal) as reason:
        sys.exit(f"vitrine: {reason}")
    except BrokenPipeError:
        # Whoever read our output has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(code)


def up(arguments: argparse.Namespace) -> None:
    from vitrine.infra.local.supervisor import up

    up(_folder(arguments), arguments.port, os.environ)


def down(arguments: argparse.Namespace) -> None:
    from vitrine.infra.local.remote import stop

    stop(_folder(arguments))


def reset(arguments: argparse.Namespace) -> None:
    from vitrine.infra.local.remote import delete

    folder = _folder(arguments)
    if arguments.yes or _confirmed(f"Delete every asset and everything else in {folder.path}? Type yes: "):
        delete(folder)


def doctor(arguments: argparse.Namespace) -> int:
    from vitrine.infra.local.doctor import examine

    return examine(_folder(arguments), arguments.port, os.environ)


def api(arguments: argparse.Namespace) -> None:
    import uvicorn

    uvicorn.run(
        "vitrine.asgi:app",
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        # Left to vitrine.logging, so that there is one form of line.
        log_config=None,
        timeout_graceful_shutdown=20,
        # Messages are GraphQL operations, never files; the defaults would allow 16 MiB each and compress every one.
        ws_max_size=64 * 1024,
        ws_ping_interval=20,
        ws_per_message_deflate=False,
    )


def migrate(arguments: argparse.Namespace) -> None:
    from vitrine.infra.db import migrate
    from vitrine.settings import load_settings

    asyncio.run(migrate(load_settings(_environ(arguments))))


def first_run(arguments: argparse.Namespace) -> None:
    from vitrine.accounts.actions import first_run
    from vitrine.infra.local.folder import write_private
    from vitrine.orders.presets import give_first_presets

    folder = _folder(arguments)
    # Only `vitrine up` keeps the key in a file; elsewhere it is printed nowhere twice.
    lost = folder.path.is_dir() and not folder.owner_key.exists()
    result = _with_services(
        arguments, lambda services: first_run(services, key_was_lost=lost, furnish=give_first_presets)
    )
    if result.owner_key:
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(folder.owner_key, f"{result.owner_key}\n")
    if result.sign_in_link:
        _print(result.sign_in_link)


def sign_in_link(arguments: argparse.Namespace) -> None:
    from vitrine.accounts.actions import make_sign_in_link

    _print(_with_services(arguments, lambda services: make_sign_in_link(services, arguments.email)))


def quota(arguments: argparse.Namespace) -> None:
    from vitrine.libraries.actions import set_quota

    for library in _with_services(arguments, lambda _: set_quota(arguments.bytes)):
        limit = "as many bytes as there is room for" if arguments.bytes is None else f"{arguments.bytes:,} bytes"
        _print(f"{library.name} may hold {limit}.")


def demo(arguments: argparse.Namespace) -> None:
    from vitrine.demo.actions import make_demo

    _with_services(arguments, lambda services: make_demo(services, assets=arguments.assets))


def push(arguments: argparse.Namespace) -> int:
    from vitrine_client.command import run, said_of

    return run(
        arguments.files,
        arguments.url,
        _key(arguments),
        parallel=arguments.parallel,
        on_duplicate=arguments.on_duplicate.upper().replace("-", "_"),
        said=said_of(arguments.tag, arguments.collection),
        tries=arguments.tries,
    )


def bring_in(arguments: argparse.Namespace) -> int:
    from vitrine_client.import_command import run

    return run(arguments, _key(arguments), os.environ)


def storage(arguments: argparse.Namespace) -> int:
    from vitrine.uploads.left_overs import LeftOvers, look_for_left_overs, report, sweep_left_overs

    if arguments.what == "rules":
        return _rules(arguments)
    sweeps = arguments.what == "sweep"

    async def compare(services: "Services") -> LeftOvers:
        found = await look_for_left_overs(services, timedelta(hours=arguments.older_than))
        if sweeps:
            await sweep_left_overs(services, found)
        return found

    found = _with_services(arguments, compare)
    for line in report(found, swept=sweeps):
        _print(line)
    return 1 if found.lost else 0


def _rules(arguments: argparse.Namespace) -> int:
    from vitrine.infra.storage.rules import PARTS_GO_AFTER_DAYS

    why_not = _with_services(arguments, lambda services: services.storage.keep_rule())
    if why_not:
        _print(f"This storage keeps no lifecycle rules ({why_not}): Vitrine's own sweep has to do.")
    else:
        _print(f"This storage now drops parts that nobody joins by itself, after {PARTS_GO_AFTER_DAYS} days.")
    return 0


def reindex(arguments: argparse.Namespace) -> None:
    from vitrine.search.actions import rebuild_all

    _with_services(arguments, lambda _: rebuild_all(_print))


def schema(_: argparse.Namespace) -> None:
    from vitrine.api.schema import sdl

    _print(sdl().rstrip())


def _with_services(arguments: argparse.Namespace, act: "Callable[[Services], Awaitable[Result]]") -> Result:
    from vitrine.services import open_services
    from vitrine.settings import load_settings

    async def connected() -> Result:
        async with open_services(load_settings(_environ(arguments))) as services:
            return await act(services)

    return asyncio.run(connected())


def _environ(arguments: argparse.Namespace) -> Mapping[str, str]:
    """Our own environment where it names the services (a container), else that of the stack that runs here."""
    from vitrine.infra.local.running import environ_of

    return environ_of(_folder(arguments), os.environ)


def _folder(arguments: argparse.Namespace) -> DataFolder:
    return DataFolder(arguments.data.absolute())


def _key(arguments: argparse.Namespace) -> str:
    """Return the key of a program: as it was said, in the environment, in a secret's file, or the owner's."""
    named = os.environ.get("VITRINE_KEY_FILE")
    kept = Path(named) if named else _folder(arguments).owner_key
    key: str = arguments.key or os.environ.get("VITRINE_KEY") or (kept.read_text().strip() if kept.is_file() else "")
    if not key:
        raise SettingMissing("VITRINE_KEY")
    return key


def _confirmed(question: str) -> bool:
    try:
        return input(question).strip() == "yes"
    except EOFError:
        return False


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vitrine", description="An open-source digital asset manager.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int | None], summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        data = Path(os.environ.get("VITRINE_DATA") or ".vitrine")
        command.add_argument("--data", type=Path, default=data, metavar="FOLDER", help=f"where all is kept ({data})")
        return command

    _with_port(add("up", up, "Run everything on this machine until Ctrl-C."))
    add("down", down, "Stop the `vitrine up` of this data folder.")
    again = add("reset", reset, "Delete the data folder and everything in it.")
    again.add_argument("--yes", action="store_true", help="do not ask")
    _with_port(add("doctor", doctor, "Look for what keeps Vitrine from running; exit code 1 if there is something."))
    listen = add("api", api, "Serve the API alone; its services are named in the environment.")
    _with_port(listen)
    listen.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (127.0.0.1)")
    add("migrate", migrate, "Bring the database schema up to date.")
    add("first-run", first_run, "Make the library, its owner and the owner's key, once; print a sign-in link.")
    link = add("sign-in-link", sign_in_link, "Print a link that signs a person in once.")
    link.add_argument("email", nargs="?", metavar="EMAIL", help="whom (the owner)")
    limit = add("quota", quota, "Say how much the library may hold.")
    limit.add_argument("bytes", type=_size, metavar="SIZE", help="500GB, 2TB; or none")
    assets = add("demo", demo, "Fill the library with invented assets.")
    assets.add_argument("--assets", type=_count, default=1000, metavar="N", help="how many (1000)")
    files = add("push", push, "Upload files and folders; what was cut before goes on. Exit code 0: all is there.")
    files.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder with all in it")
    _as_a_program(files, tries=64)
    source = add("import", bring_in, "Bring in a folder or a bucket, once or as it fills. Exit code 0: all is there.")
    _with_source(source)
    _as_a_program(source, tries=8)
    check = add("storage", storage, "Compare storage with the database; exit code 1 if an object is lost.")
    check.add_argument(
        "what",
        choices=("verify", "sweep", "rules"),
        help="verify changes nothing; sweep deletes what no row knows; rules gives the bucket its lifecycle rule",
    )
    check.add_argument("--older-than", type=_count, default=48, metavar="HOURS", help="spare what is younger (48)")
    add("reindex", reindex, "Build the search index anew; the present one serves until the new one is done.")
    add("schema", schema, "Print the GraphQL schema.")
    return parser


def _with_source(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="SOURCE", help="a folder, or s3://bucket/prefix")
    command.add_argument("--watch", action="store_true", help="go on with what comes later, until it is stopped")
    command.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help="between two looks (5)")
    command.add_argument(
        "--settle", type=_seconds, default=10.0, metavar="SECONDS", help="that a file must not have changed for (10)"
    )
    choices = ("leave", "move", "delete")
    command.add_argument("--then", choices=choices, default="leave", help="what to do with imported files (leave)")
    command.add_argument("--done", metavar="PLACE", help="where --then move puts them (.imported in the source)")
    command.add_argument("--endpoint", metavar="URL", help="of the bucket; else AWS_ENDPOINT_URL, else Amazon's")
    command.add_argument("--region", metavar="NAME", help="of the bucket; else AWS_REGION, else us-east-1")


def _as_a_program(command: argparse.ArgumentParser, tries: int) -> None:
    url = os.environ.get("VITRINE_URL") or "http://127.0.0.1:8000"
    choices = ("link", "keep-both", "skip")
    command.add_argument("--url", default=url, help=f"where Vitrine is ({url})")
    command.add_argument("--key", help="an API key; else VITRINE_KEY, else the owner's in the data folder")
    command.add_argument("--parallel", type=_count, default=4, metavar="N", help="requests to storage at once (4)")
    command.add_argument("--on-duplicate", choices=choices, default="link", help="for bytes that are there (link)")
    command.add_argument(
        "--tag", action="append", default=[], metavar="NAME", help="put on every file; may be repeated"
    )
    command.add_argument("--collection", metavar="ID", help="the collection that every file goes into")
    command.add_argument(
        "--tries", type=_count, default=tries, metavar="N", help=f"how often each request is tried ({tries})"
    )


def _with_port(command: argparse.ArgumentParser) -> None:
    port = os.environ.get("VITRINE_PORT") or "8000"
    command.add_argument("--port", type=_port, default=port, help=f"the port of the web ({port})")


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 1 to 65535 is.")


def _count(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0.")


def _size(text: str) -> int | None:
    number, unit = text[:-2], text[-2:].upper()
    if text == "none":
        return None
    if number.isdecimal() and unit in _UNITS:
        return int(number) * _UNITS[unit]
    raise argparse.ArgumentTypeError(f"{text!r} is no size: 500GB is, and none.")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds < 1_000_000:
        return seconds
    raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds.")


if __name__ == "__main__":
    main()
