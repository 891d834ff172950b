"""A first look at an original: what it says of itself, and the files that make its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vitrine.assets.models import MediaKind
from vitrine.infra.media.recipe import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one kind of medium gives at first. Everything is on the disk and nothing is stored or written down yet.

    `facts` is what `Original.facts` keeps: see docs/architecture.md for the keys that every kind shares. `likeness` is
    the perceptual hash of what is seen, as 64 signed bits; None for what is not looked at.
    """

    facts: Mapping[str, Any]
    rendered: Sequence[Rendered] = ()
    likeness: int | None = None
    # The words of a document, to be found by.
    text: str | None = None


class AnotherKind(Exception):
    """A closer look shows another kind of medium than the container promised: a film without pictures is a sound."""

    def __init__(self, kind: MediaKind) -> None:
        super().__init__(kind.value)
        self.kind = kind
