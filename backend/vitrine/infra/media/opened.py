"""A picture that was opened and not decoded yet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.geometry import Size

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`picture` may be less than the file holds: a RAW's preview, a drawing at the size that is wanted.

    Then `size` is the file's own, as seen. `orientation` says how the raster lies (1 to 8), where its decoder knows
    better than EXIF.
    """

    picture: "Picture"
    found: FileType
    size: Size | None = None
    orientation: int | None = None
