"""As whom PostgreSQL runs: it refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.errors import NoUserForPostgres

# In a user namespace of its own root appears to itself as this user; on disk everything still belongs to root.
_UNSHARE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
_SYSTEM_USERS = ("vitrine", "postgres")


@dataclass(frozen=True, slots=True)
class Identity:
    """What to put before a command, and whom the data then has to belong to (None: us)."""

    wrapper: tuple[str, ...] = ()
    user: str | None = None

    def own(self, *paths: Path) -> None:
        """Give files and folders to the one who will run the server."""
        if self.user:
            account = pwd.getpwnam(self.user)
            for path in paths:
                os.chown(path, account.pw_uid, account.pw_gid)


def identity_for(executable: Path, data: Path) -> Identity:
    """Choose: ourselves, unless we are root; then a user namespace; where those are refused, a system user.

    Raises NoUserForPostgres when a system user would be needed and none can reach executable and data.
    """
    if os.geteuid() != 0:
        return Identity()
    if _succeeds([*_UNSHARE, "true"]):
        return Identity(_UNSHARE)
    return _system_user(executable, data)


def _system_user(executable: Path, data: Path) -> Identity:
    reasons = []
    for name in _SYSTEM_USERS:
        if not _is_account(name):
            reasons.append(f"There is no user {name}.")
            continue
        wrapper = ("setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups", "--")
        # The folder itself stays closed to others; it lets the server through to its own part.
        data.chmod(0o711)
        blocked = [path for path in (executable, data) if not _succeeds([*wrapper, "test", "-x", str(path.absolute())])]
        if not blocked:
            return Identity(wrapper, name)
        reasons.append(f"The user {name} cannot reach {blocked[0]}.")
    raise NoUserForPostgres(" ".join(reasons))


def _is_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
