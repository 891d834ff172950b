"""What to make of a picture, and what was made."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from vitrine.infra.media.facts import Json

PictureFormat = Literal["jpeg", "webp", "avif"]

_EXTENSIONS: dict[PictureFormat, str] = {"jpeg": "jpg", "webp": "webp", "avif": "avif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One derived picture. `name` must be safe as a file name: it becomes `{name}.{extension}`.

    `effort` trades time for bytes: WebP 0-6 (libwebp's method), AVIF 0-10 (10 minus libavif's speed); JPEG has none.
    """

    name: str
    purpose: str
    max_edge: int
    format: PictureFormat
    quality: int
    effort: int = 0

    @property
    def extension(self) -> str:
        """Return the usual ending of this format's files."""
        return _EXTENSIONS[self.format]

    @property
    def mime(self) -> str:
        """Return the media type of this format."""
        return f"image/{self.format}"

    def path_in(self, folder: Path) -> Path:
        """Return where this recipe's picture is written."""
        return folder / f"{self.name}.{self.extension}"

    def rendered(self, path: Path, size: int, width: int, height: int) -> "Rendered":
        """Return the file at `path` as what was made to this recipe."""
        return Rendered(
            name=self.name,
            purpose=self.purpose,
            extension=self.extension,
            mime=self.mime,
            path=path,
            size=size,
            width=width,
            height=height,
        )

    def to_wire(self) -> dict[str, Any]:
        """Return what from_wire reads."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild a recipe that the parent sent."""
        return cls(**wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One derived file, as it lies on the disk: `size` in bytes, edges in pixels where it is a picture or a film.

    `name` is the recipe's. `details` is what its purpose needs besides: a sprite's columns, a page's number.
    """

    name: str
    purpose: str
    extension: str
    mime: str
    path: Path
    size: int
    width: int | None = None
    height: int | None = None
    details: dict[str, Json] | None = None
