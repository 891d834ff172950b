"""What can keep a machine from running Vitrine, each said so that its reader knows what to do."""

from pathlib import Path


class CannotRun(Exception):
    """A reason not to start that the operator can do something about; the message is the whole story."""


class AlreadyRunning(CannotRun):
    """Another `vitrine up` holds this data folder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(f"Vitrine already runs on {folder} ({who}). Stop it with `vitrine down --data {folder}`.")


class NotRunning(CannotRun):
    """No `vitrine up` holds this data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Vitrine does not run on {folder}. Start it with `vitrine up --data {folder}`.")


class NotOurs(CannotRun):
    """The data folder cannot be made or written to."""

    def __init__(self, folder: Path, reason: str | None) -> None:
        super().__init__(f"{folder} cannot hold Vitrine's data: {reason}. Choose another with --data.")


class ExecutableMissing(CannotRun):
    """A server's executable is neither named nor installed."""

    def __init__(self, name: str, looked_at: Path | None) -> None:
        where = f" at {looked_at}" if looked_at else ""
        super().__init__(
            f"No executable for {name}{where}. "
            f"Run `make up`, which fetches it, or name one in VITRINE_{name.upper()}_BIN."
        )


class ExecutableAltered(CannotRun):
    """A downloaded executable is not the one that was reviewed."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path} is not the reviewed file (its SHA-256 is {found}). Delete it and run `make up`.")


class PortTaken(CannotRun):
    """The port chosen for the web is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use. Choose another: `make up PORT=8001` or `vitrine up --port 8001`.")


class ChildFailed(CannotRun):
    """A child ended, or stayed silent, while it was being started."""

    def __init__(self, name: str, what: str, log: Path, last_lines: str) -> None:
        super().__init__(f"{name} {what}. The end of {log}:\n{last_lines}")


class ForeignData(CannotRun):
    """PostgreSQL data of another major version."""

    def __init__(self, data: Path, made_by: str, executable: Path, version: str) -> None:
        super().__init__(
            f"{data} was made by PostgreSQL {made_by}, and PostgreSQL {version} ({executable}) cannot open it.\n"
            f"Either run it with the old one: VITRINE_POSTGRES_BIN=/path/to/{made_by}/bin/postgres vitrine up\n"
            f"or carry it over: dump it with the old one's pg_dump, move {data} aside, start once, load the dump."
        )


class NoUserForPostgres(CannotRun):
    """Root may not run PostgreSQL, user namespaces are refused, and there is no system user to fall back on."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and this machine refuses user namespaces. {reason} Make a system user "
            "(`useradd --system vitrine`) that can reach data and executables, or run Vitrine as a plain user."
        )
