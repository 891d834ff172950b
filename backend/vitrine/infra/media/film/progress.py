"""How far a film or a sound is done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Seconds of film that are done and there are in all; `eta`: seconds of waiting left, once that can be told."""

    done: float
    total: float
    eta: float | None = None


Tell = Callable[[Share], Awaitable[None]]
