"""How much one file may ask for."""

from dataclasses import asdict, dataclass
from typing import Any, Self

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes, seconds, counts. The parent enforces `wall`, the child `pixels` before it decodes, the kernel the rest."""

    # 200 Mpx phones are on sale (16,320 x 12,240), medium-format backs make 150. One such picture that cannot be
    # drafted takes 4 bytes a pixel, 840 MB, and fits `memory` beside its working copies.
    pixels: int = 210_000_000
    memory: int = 1536 * MIB
    wall: float = 45.0
    cpu: float = 30.0
    output: int = 256 * MIB
    open_files: int = 64
    # Where the kernel counts them for one process alone.
    threads: int = 128
    # Decoders leak and fragment; starting anew costs a third of a second, so once in a few hundred files is free.
    files_per_child: int = 300

    def to_wire(self) -> dict[str, Any]:
        """Return what from_wire reads."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild limits that the parent sent."""
        return cls(**wire)
