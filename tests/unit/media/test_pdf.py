"""Documents: pages as pictures, words, and what odd ones must not do."""

from pathlib import Path

import pytest
from PIL import Image

from tests.papers import Sheet, pdf
from tests.unit.media.conftest import THUMBNAIL
from vitrine.documents.recipes import page_recipe
from vitrine.infra.media.errors import Corrupt, Locked, MediaError
from vitrine.infra.media.pdf import clean_words
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Rendered


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where pictures are written."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def written(tmp_path: Path, *sheets: Sheet, info: str = "") -> Path:
    """Write a document of these pages."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(sheets, info))
    return path


async def drawn(pool: DecoderPool, path: Path, out: Path, *numbers: int) -> list[Rendered]:
    """Draw pages to the product's own recipe."""
    return await pool.pages(path, numbers, [page_recipe(number) for number in numbers], out)


async def test_a_document_is_seen_by_its_first_page(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    paper = written(
        tmp_path, Sheet("Hello"), Sheet("World"), info="/Title (A letter) /Author (Ada) /Keywords (ink, wax)"
    )
    sight = await pool.first_sight(paper, [THUMBNAIL], out)
    facts = sight.facts
    # A4 at 150 pixels an inch.
    assert (facts.mime, facts.width, facts.height, facts.pages) == ("application/pdf", 1240, 1754, 2)
    assert (facts.title, facts.creator, facts.keywords) == ("A letter", "Ada", ["ink", "wax"])
    assert (sight.rendered[0].width, sight.rendered[0].height) == (226, 320)
    assert len(sight.thumbhash) > 4


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - letter \\(2\\).docx", "Document1", "plan.dwg.PDF", ""])
async def test_a_title_that_a_program_made_up_is_none(pool: DecoderPool, tmp_path: Path, title: str) -> None:
    assert (await pool.probe(written(tmp_path, Sheet("x"), info=f"/Title ({title})"))).title is None


async def test_pages_are_drawn_dark_on_white(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    [first, second] = await drawn(pool, written(tmp_path, Sheet(), Sheet("MMMMMMM")), out, 1, 2)
    assert (first.width, first.height, first.name, first.mime) == (1131, 1600, "page-0001", "image/jpeg")
    with Image.open(first.path) as blank, Image.open(second.path) as lettered:
        assert blank.convert("L").getextrema() == (255, 255)
        darkest, lightest = lettered.convert("L").getextrema()
    assert isinstance(darkest, int)
    assert darkest < 60
    assert lightest == 255


@pytest.mark.parametrize(("turned", "size"), [(0, (1131, 1600)), (90, (1600, 1131)), (270, (1600, 1131))])
async def test_a_turned_page_is_drawn_upright(
    pool: DecoderPool, tmp_path: Path, out: Path, turned: int, size: tuple[int, int]
) -> None:
    [page] = await drawn(pool, written(tmp_path, Sheet("x", turned=turned)), out, 1)
    assert (page.width, page.height) == size


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(14_400, 14_400, (1600, 1600)), (200_000, 100, (1600, 1)), (3, 4, (1200, 1600))],
)
async def test_a_page_of_any_size_is_drawn_at_ours(
    pool: DecoderPool, tmp_path: Path, out: Path, width: float, height: float, size: tuple[int, int]
) -> None:
    [page] = await drawn(pool, written(tmp_path, Sheet("x", width, height)), out, 1)
    assert (page.width, page.height) == size


async def test_words_come_page_by_page_up_to_the_last_that_is_wanted(pool: DecoderPool, tmp_path: Path) -> None:
    paper = written(tmp_path, Sheet("one"), Sheet("two"), Sheet(""), Sheet("four"))
    assert await pool.text(paper, 100) == "one\ntwo\nfour"
    assert await pool.text(paper, 2) == "one\ntwo"


async def test_words_end_at_a_million_characters(pool: DecoderPool, tmp_path: Path) -> None:
    wide = Sheet("word " * 2000, width=200_000)
    paper = written(tmp_path, *[wide] * 130)
    words = await pool.text(paper, 1000)
    assert 990_000 < len(words) <= 1_000_000


def test_words_are_free_of_what_no_reader_sees() -> None:
    assert clean_words("end\ufffe\r\ning \x00\x1b[2J\u202eok\r\n\r\n\r\n  next ") == "ending [2J ok\nnext"


async def test_ten_thousand_pages_are_counted_at_once(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    sight = await pool.first_sight(written(tmp_path, *[Sheet("page")] * 10_000), [THUMBNAIL], out)
    assert sight.facts.pages == 10_000


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"\xff" * 500,
        b"%PDF-1.4\ntrailer << /Root 1 0 R >>",
        pdf([Sheet("x", 0, 0), Sheet("y")])[:200],
        pdf([]),
    ],
)
async def test_a_broken_document_says_so(pool: DecoderPool, tmp_path: Path, out: Path, content: bytes) -> None:
    (tmp_path / "broken.pdf").write_bytes(content)
    with pytest.raises(Corrupt, match="document"):
        await pool.first_sight(tmp_path / "broken.pdf", [THUMBNAIL], out)
    assert list(out.iterdir()) == []


async def test_a_page_that_is_not_there_leaves_no_other_behind(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    with pytest.raises(MediaError):
        await drawn(pool, written(tmp_path, Sheet("x")), out, 1, 2)
    assert list(out.iterdir()) == []


async def test_a_locked_document_asks_for_its_password(pool: DecoderPool, shared: Path, out: Path) -> None:
    locked = shared / "corpus/pdf/005-libreoffice-writer-password/libreoffice-writer-password.pdf"
    with pytest.raises(Locked, match="needs a password"):
        await pool.first_sight(locked, [THUMBNAIL], out)


async def test_every_document_of_the_collection_is_drawn_or_refused_by_name(
    pool: DecoderPool, shared: Path, out: Path
) -> None:
    files = sorted([*shared.glob("corpus/pdf/**/*.pdf"), *shared.glob("documents/*.pdf")])
    assert len(files) > 25
    refused = {}
    for file in files:
        try:
            sight = await pool.first_sight(file, [THUMBNAIL], out)
            numbers = range(1, min(sight.facts.pages or 0, 8) + 1)
            assert len(await drawn(pool, file, out, *numbers)) == len(numbers) > 0
            await pool.text(file, 8)
        except MediaError as error:
            refused[file.name] = error.code
    assert refused == {"libreoffice-writer-password.pdf": "NEEDS_PASSWORD"}
