"""SVG: drawn at the size that is wanted, from nothing but itself."""

import base64
import gzip
import socket
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.conftest import LARGE, THUMBNAIL
from vitrine.infra.media.errors import Bomb, Corrupt, MediaError, TooLarge, TooSlow, Unsupported
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.opening import open_picture
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
LOSSLESS = Recipe(name="out", purpose="test", max_edge=320, format="webp", quality=100, effort=0)
RED, GREEN, CLEAR = (255, 0, 0, 255), (0, 128, 0, 255), (0, 0, 0, 0)


def drawing(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "drawing.svg"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def drawn(tmp_path: Path, text: str | bytes, edge: int = 100) -> Image.Image:
    """Draw without any wall but the cleaning, in this process."""
    return open_picture(drawing(tmp_path, text), edge).picture.convert("RGBA")


def shows(picture: Image.Image, colour: tuple[int, int, int, int]) -> bool:
    return bool((np.asarray(picture) == colour).all(axis=2).any())


def red_png() -> bytes:
    content = BytesIO()
    Image.new("RGB", (10, 10), "red").save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(
    ("attributes", "size", "made"),
    [
        ('width="40" height="20"', (40, 20), (320, 160)),
        ('width="40px" height="20px" viewBox="0 0 4 2"', (40, 20), (320, 160)),
        ('viewBox="0 0 40 20"', (40, 20), (320, 160)),
        ('viewBox="-10,-10 , 40, 20"', (40, 20), (320, 160)),
        ('width="100%" height="100%" viewBox="0 0 40 20"', (40, 20), (320, 160)),
        ('width="80" viewBox="0 0 40 20"', (80, 40), (320, 160)),
        ('height="10" viewBox="0 0 40 20"', (20, 10), (320, 160)),
        ('width="1in" height="2.54cm"', (96, 96), (320, 320)),
        ('width="210mm" height="297mm"', (794, 1123), (226, 320)),
        ('width="72pt" height="6pc"', (96, 96), (320, 320)),
        ("", (300, 150), (320, 160)),
        ('width="200000" height="100000"', (200_000, 100_000), (320, 160)),
        ('width="1e30" height="1e30"', (1_000_000, 1_000_000), (320, 320)),
        ('width="1000" height="0.01"', (1000, 1), (320, 1)),
        ('width="nonsense" height="NaN"', (300, 150), (320, 160)),
        ('width="-5" height="-5" viewBox="0 0 40 20"', (40, 20), (320, 160)),
    ],
)
async def test_a_drawing_has_the_size_it_calls_its_own_and_fills_what_is_made_of_it(
    pool: DecoderPool, tmp_path: Path, attributes: str, size: tuple[int, int], made: tuple[int, int]
) -> None:
    source = drawing(tmp_path, f'{SVG} {attributes}><rect width="1000" height="1000" fill="green"/></svg>')
    first = await pool.first_sight(source, [LOSSLESS], tmp_path)
    assert (first.facts.mime, first.facts.width, first.facts.height) == ("image/svg+xml", *size)
    assert [(item.width, item.height) for item in first.rendered] == [made]
    assert (await pool.probe(source)).width == size[0]


async def test_a_drawing_is_sharp_at_every_size(pool: DecoderPool, tmp_path: Path) -> None:
    source = drawing(tmp_path, f'{SVG} viewBox="0 0 8 8"><rect width="4" height="8" fill="red"/></svg>')
    small, large = await pool.render(source, [LOSSLESS, LARGE], tmp_path)
    assert (small.width, large.width) == (320, 2048)
    with Image.open(large.path) as picture:
        row = np.asarray(picture.convert("L"), np.int16)[1000]
    # From red to white within a few pixels, at the middle, where an enlarged icon would take a hundred.
    assert np.count_nonzero((row > 90) & (row < 240)) < 8


async def test_what_is_empty_in_a_drawing_is_clear(pool: DecoderPool, tmp_path: Path) -> None:
    source = drawing(tmp_path, f'{SVG} viewBox="0 0 8 8"><rect width="4" height="8" fill="#008000"/></svg>')
    (made,) = await pool.render(source, [LOSSLESS], tmp_path)
    with Image.open(made.path) as picture:
        assert np.abs(np.subtract(picture.getpixel((10, 100)), GREEN)).max() < 4  # type: ignore[arg-type]
        assert picture.getpixel((300, 100))[3] == 0  # type: ignore[index]


async def test_letters_are_drawn_with_the_fonts_of_the_system(pool: DecoderPool, tmp_path: Path) -> None:
    if not list(Path("/usr/share/fonts").rglob("*.ttf")):
        pytest.skip("this system has no fonts")
    source = drawing(tmp_path, f'{SVG} viewBox="0 0 60 20"><text x="2" y="16" font-family="Arial">Word</text></svg>')
    (made,) = await pool.render(source, [LOSSLESS], tmp_path)
    with Image.open(made.path) as picture:
        assert np.asarray(picture.getchannel("A")).max() > 200


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        """<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.0//EN" "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd" [
        <!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
        <!ATTLIST svg xmlns:x CDATA #IMPLIED>]>""",
    ],
)
def test_what_old_editors_wrote_is_drawn(tmp_path: Path, document_type: str) -> None:
    space = "&ns_svg;" if "ns_svg" in document_type else "http://www.w3.org/2000/svg"
    text = f'<?xml version="1.0" encoding="utf-8"?>{document_type}<svg xmlns="{space}" width="8" height="8">'
    assert shows(drawn(tmp_path, text + '<rect width="8" height="8" fill="red"/></svg>'), RED)


def test_a_packed_drawing_is_drawn(tmp_path: Path) -> None:
    text = gzip.compress(f'{SVG} width="8" height="8"><rect width="8" height="8" fill="red"/></svg>'.encode())
    assert shows(drawn(tmp_path, text), RED)


def test_a_picture_inside_a_drawing_is_drawn(tmp_path: Path) -> None:
    inside = base64.b64encode(red_png()).decode()
    for name in ("href", "xlink:href"):
        image = f'<image {name}="data:image/png;base64,{inside}" width="8" height="8"/>'
        assert shows(drawn(tmp_path, f'{SVG} width="8" height="8">{image}</svg>'), RED)


def test_parts_of_a_drawing_that_it_uses_itself_are_drawn(tmp_path: Path) -> None:
    text = f"""{SVG} width="8" height="8"><defs><linearGradient id="g"><stop stop-color="red"/></linearGradient>
    <rect id="r" width="8" height="8" style="fill:url(#g)"/></defs><use xlink:href="#r"/></svg>"""
    assert shows(drawn(tmp_path, text), RED)


@pytest.mark.parametrize(
    "lead",
    [
        '<image href="{file}" width="8" height="8"/>',
        '<image xlink:href="{file}" width="8" height="8"/>',
        '<image href="file://{file}" width="8" height="8"/>',
        '<image href="{name}" width="8" height="8"/>',
        '<image href=" {file} " width="8" height="8"/>',
        '<filter id="f"><feImage href="{file}"/></filter><rect width="8" height="8" filter="url(#f)" fill="blue"/>',
        """<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse">
        <image href="{file}" width="8" height="8"/></pattern><rect width="8" height="8" fill="url(#p)"/>""",
        '<image href="data:image/svg+xml;base64,{nested}" width="8" height="8"/>',
    ],
)
def test_a_file_beside_a_drawing_is_not_shown(tmp_path: Path, lead: str) -> None:
    """Not even without the walls around a decoder."""
    (tmp_path / "secret.png").write_bytes(red_png())
    secret = str(tmp_path / "secret.png")
    nested = base64.b64encode(f'{SVG} width="8" height="8"><image href="{secret}"/></svg>'.encode()).decode()
    text = lead.format(file=secret, name="secret.png", nested=nested)
    picture = drawn(tmp_path, f'{SVG} width="8" height="8">{text}<rect width="1" height="1" fill="green"/></svg>')
    assert shows(picture, GREEN)
    assert not shows(picture, RED)


LEADS = (
    '<image href="{url}" width="8" height="8"/>',
    '<use href="{url}#x"/>',
    '<style>@import url("{url}"); rect {{ fill: url({url}#g) }}</style><rect width="8" height="8"/>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }}</style><text y="8" font-family="x">x</text>',
    '<rect width="8" height="8" style="fill:url(\'{url}#g\')"/>',
    '<script href="{url}"/><script>fetch("{url}")</script>',
    '<foreignObject width="8" height="8"><img xmlns="http://www.w3.org/1999/xhtml" src="{url}"/></foreignObject>',
    '<a href="{url}"><rect width="8" height="8" onload="fetch(\'{url}\')"/></a>',
)


async def test_no_drawing_makes_a_request(pool: DecoderPool, shared: Path, tmp_path: Path) -> None:
    ended = {}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        attacks = {path.name: path.read_text() for path in (shared / "corpus" / "attack").rglob("*.svg")}
        ours = {
            f"{number}.svg": f"{SVG} width='8' height='8'>{lead.format(url=f'http://127.0.0.1:{port}/')}</svg>"
            for number, lead in enumerate(LEADS)
        }
        for name, text in {**attacks, **ours}.items():
            aimed = text.replace("TARGET_SCHEME://", "http://")
            aimed = aimed.replace("TARGET_PORT", str(port)).replace("TARGET_DOMAIN", "localhost")
            for host in ("localhost", "127.0.0.1"):
                source = drawing(tmp_path, aimed.replace("localhost", host))
                try:
                    await pool.first_sight(source, [THUMBNAIL], tmp_path)
                    ended[name] = "READY"
                except MediaError as error:
                    ended[name] = error.code
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert len(ended) > 25
    assert set(ended.values()) <= {"READY", "UNSUPPORTED", "CORRUPT"}
    assert list(ended.values()).count("READY") >= 20
    assert {ended["xxe-ssrf.svg"], ended["xxe-local-file-read.svg"]} == {"UNSUPPORTED"}


def nested(levels: int) -> str:
    """Ten of the part before in each part: ten to the power of `levels` squares."""
    parts = ['<g id="p0"><rect width="1" height="1"/></g>']
    uses = (f'<use href="#p{level}"/>' * 10 for level in range(levels))
    parts += [f'<g id="p{level}">{used}</g>' for level, used in enumerate(uses, start=1)]
    return f'{SVG} width="8" height="8"><defs>{"".join(parts)}</defs><use href="#p{levels}"/></svg>'


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{SVG}><text>&l11;</text></svg>', Bomb),
        (f'<!DOCTYPE svg [<!ENTITY l "{"ha" * 400}">]>{SVG}><text>{"&l;" * 10_000}</text></svg>', Bomb),
        (f"<!DOCTYPE svg [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]>{SVG}><text>&x;</text></svg>", Unsupported),
        (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG}><text>&x;</text></svg>', Unsupported),
        (nested(8), Bomb),
        (f"{SVG}>" + "<g>" * 5000 + "</g>" * 5000 + "</svg>", Bomb),
        (gzip.compress(b"<svg>" + b" " * 100_000_000), Bomb),
        (f"{SVG}>" + " " * 30_000_000 + "</svg>", TooLarge),
        (f'{SVG} width="0" height="5"/>', Corrupt),
        (f"{SVG}><rect></svg>", Corrupt),
        (f"{SVG}><rect>", Corrupt),
        (gzip.compress(f"{SVG}>{'<rect/>' * 9000}</svg>".encode())[:-60], Corrupt),
    ],
    ids=[
        "laughs",
        "many",
        "parameter",
        "external",
        "use",
        "deep",
        "packed",
        "large",
        "nothing",
        "broken",
        "cut",
        "packed-and-cut",
    ],
)
async def test_a_drawing_made_to_harm_is_refused_by_name(
    pool: DecoderPool, tmp_path: Path, text: str | bytes, expected: type[MediaError]
) -> None:
    started = time.monotonic()
    with pytest.raises(MediaError) as caught:
        await pool.first_sight(drawing(tmp_path, text), [THUMBNAIL], tmp_path)
    assert type(caught.value) is expected
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="100000000"/></filter>', TooSlow),
        ('<g opacity="0.5">' * 190 + '<rect width="900" height="900"/>' + "</g>" * 190, TooLarge),
    ],
    ids=["octaves", "layers"],
)
async def test_a_drawing_that_is_never_done_is_refused_for_good(
    data: Path, tmp_path: Path, inside: str, expected: type[MediaError]
) -> None:
    """Another try would end like the first, and take as long."""
    text = f'{SVG} width="900" height="900">{inside}<rect width="900" height="900" filter="url(#f)"/></svg>'
    async with DecoderPool(1, Limits(wall=110.0), scratch=tmp_path) as patient:
        with pytest.raises(MediaError) as caught:
            await patient.render(drawing(tmp_path, text), [LARGE], tmp_path)
        assert type(caught.value) is expected
        assert not caught.value.retryable
        assert (await patient.probe(data / "gps.jpg")).width == 640


async def test_a_part_that_uses_itself_ends(pool: DecoderPool, tmp_path: Path) -> None:
    text = f'{SVG} width="8" height="8"><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>'
    with pytest.raises(Corrupt, match="parts without end"):
        await pool.first_sight(drawing(tmp_path, text), [THUMBNAIL], tmp_path)


async def test_a_picture_bomb_inside_a_drawing_is_too_large(pool: DecoderPool, tmp_path: Path) -> None:
    content = BytesIO()
    Image.new("1", (9000, 9000)).save(content, "PNG")
    inside = base64.b64encode(content.getvalue()).decode()
    text = f'{SVG} width="8" height="8"><image href="data:image/png;base64,{inside}" width="8" height="8"/></svg>'
    with pytest.raises(TooLarge):
        await pool.first_sight(drawing(tmp_path, text), [THUMBNAIL], tmp_path)
