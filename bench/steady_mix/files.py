"""Files that keep coming: photos, films and documents, each with bytes of its own, so that none is known already."""

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from bench.first_thumbnail.photos import photos
from tests.conftest import SHARED_MEDIA

_FILMS = SHARED_MEDIA / "videos"
_CACHE = Path(tempfile.gettempdir()) / "vitrine-bench-mix"
_FILM_SECONDS = 6
# Heads of boxes of eight bytes that players pass over: `free`, and EBML's Void.
_UNSEEN = {".mp4": b"\x00\x00\x00\x10free", ".mov": b"\x00\x00\x00\x10free", ".webm": b"\xec\x88"}
_PAGES = 12


@dataclass(frozen=True, slots=True)
class Source:
    """Files to send again and again; `numbered` returns a name and bytes that nobody has sent before.

    Only a reader of bytes sees the number that makes them new.
    """

    numbered: Callable[[int], tuple[str, bytes]]


def sources(*, hard: bool) -> dict[str, Source]:
    """Return one photo (12 MP), one PDF (12 pages), made once on this machine, and films.

    The films are the real ones of the shared media in turn: 4 to 45 s, 270p to 2160p, H.264, HEVC and VP8. Where those
    are absent, or `hard` is wished, it is one of 6 s whose noise costs an encoder several times what pictures do.
    """
    _CACHE.mkdir(exist_ok=True)
    photo, document = photos(1)[0].read_bytes(), _document()
    real = [] if hard else sorted(each for each in _FILMS.glob("*") if each.suffix in _UNSEEN)
    films = [(path.name, path.read_bytes()) for path in real or [_film()]]

    def film(number: int) -> tuple[str, bytes]:
        name, body = films[number % len(films)]
        return f"{number}-{name}", body + _UNSEEN[Path(name).suffix] + b"%08d" % number

    return {
        # A comment right behind the start of the JPEG, and one behind the document.
        "photo": Source(lambda number: (f"{number}.jpg", photo[:2] + b"\xff\xfe\x00\x0a%08d" % number + photo[2:])),
        "film": Source(film),
        "document": Source(lambda number: (f"{number}.pdf", document + b"\n%%%08d\n" % number)),
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
