"""Points at which a fault test lets a process kill itself. Named in VITRINE_FAILPOINTS; none in production."""

import os
import signal

from vitrine.settings import Settings


def failpoint(settings: Settings, name: str) -> None:
    """Die here, as by kill -9, when this point is switched on."""
    if name in settings.failpoints:
        os.kill(os.getpid(), signal.SIGKILL)
