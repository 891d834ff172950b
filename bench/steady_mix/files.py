"""Files that keep coming: photos, films and documents, each with bytes of its own, so that none is known already."""

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from bench.first_thumbnail.photos import photos

_CACHE = Path(tempfile.gettempdir()) / "vitrine-bench-mix"
_FILM_SECONDS = 6
_PAGES = 12


@dataclass(frozen=True, slots=True)
class Source:
    """A file to send again and again; `numbered` returns its bytes with a number that only a reader of bytes sees."""

    name: str
    numbered: Callable[[int], bytes]


def sources() -> dict[str, Source]:
    """Return one photo (12 MP), one film (1080p, 6 s) and one PDF (12 pages), made once on this machine."""
    _CACHE.mkdir(exist_ok=True)
    photo, film, document = photos(1)[0].read_bytes(), _film().read_bytes(), _document()
    return {
        # A comment right behind the start of the JPEG, a free box behind the film, a comment behind the document.
        "photo": Source("photo.jpg", lambda number: photo[:2] + b"\xff\xfe\x00\x0a%08d" % number + photo[2:]),
        "film": Source("film.mp4", lambda number: film + b"\x00\x00\x00\x10free%08d" % number),
        "document": Source("document.pdf", lambda number: document + b"\n%%%08d\n" % number),
    }


def _film() -> Path:
    path = _CACHE / "film.mp4"
    if not path.exists():
        unfinished = path.with_suffix(".part.mp4")
        source = f"testsrc2=size=1920x1080:rate=30:duration={_FILM_SECONDS},noise=alls=8:allf=t"
        sound = f"sine=frequency=440:duration={_FILM_SECONDS}"
        inputs = ["-f", "lavfi", "-i", source, "-f", "lavfi", "-i", sound]
        coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac"]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, *coded, str(unfinished)], check=True)
        unfinished.replace(path)
    return path


def _document() -> bytes:
    """Return a PDF of pages with a picture each, as scans are."""
    with Image.open(photos(1)[0]) as picture:
        page = picture.convert("RGB").resize((1240, 1754))
    pages = BytesIO()
    page.save(pages, "PDF", save_all=True, append_images=[page] * (_PAGES - 1), resolution=150)
    return pages.getvalue()
