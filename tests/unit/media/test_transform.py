"""Custom renditions: what is cut, turned, resized, filtered and marked, seen in the pixels."""

from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from tests.unit.media.dng import write_dng
from vitrine.infra.media.errors import Corrupt, Unsupported
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.transformation import (
    Box,
    Filters,
    Fit,
    Flip,
    Format,
    Point,
    Position,
    Transformation,
    Watermark,
)

Pixels = NDArray[np.int16]
Make = Callable[..., Any]


def png(**wishes: Any) -> Transformation:
    """Whatever is lost is not lost in encoding."""
    return Transformation(format=Format.PNG, **wishes)


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"), dtype=np.int16)


def opened(made: Rendered) -> Image.Image:
    with Image.open(made.path) as picture:
        picture.load()
        return picture


def paint(width: int, height: int) -> Image.Image:
    """Paint a picture whose every pixel tells where it is: red grows to the right, green downwards."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.dstack([across, down, np.full_like(across, 90)]).astype(np.uint8))


def save(picture: Image.Image, folder: Path, name: str = "source.png", orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(folder / name, exif=exif)
    return folder / name


@pytest.fixture
def make(pool: DecoderPool, tmp_path: Path) -> Make:
    """Make one rendition of a picture and open it."""

    async def made(source: Image.Image | Path, recipe: Transformation, mark: Path | None = None) -> Image.Image:
        path = source if isinstance(source, Path) else save(source, tmp_path)
        return opened(await pool.transform(path, recipe, tmp_path, mark=mark))

    return made


TURNS = [0, 90, 180, 270]
FLIPS = [None, Flip.HORIZONTAL, Flip.VERTICAL]
_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _naively(path: Path, recipe: Transformation) -> Image.Image:
    """Do the same the long way round: upright first, then cut, turn and mirror all of it."""
    with Image.open(path) as lying:
        picture = ImageOps.exif_transpose(lying)
    crop = recipe.crop or Box()
    width, height = picture.size
    picture = picture.crop(
        (
            round(crop.x * width),
            round(crop.y * height),
            round((crop.x + crop.width) * width),
            round((crop.y + crop.height) * height),
        )
    )
    if recipe.rotate:
        picture = picture.transpose(_CLOCKWISE[recipe.rotate])
    if recipe.flip is Flip.HORIZONTAL:
        return ImageOps.mirror(picture)
    return ImageOps.flip(picture) if recipe.flip is Flip.VERTICAL else picture


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_cut_turned_and_mirrored_without_a_change_of_size_it_is_the_very_pixels(
    make: Make, tmp_path: Path, orientation: int
) -> None:
    path = save(paint(61, 40), tmp_path, orientation=orientation)
    crop = Box(x=0.2, y=0.1, width=0.5, height=0.7)
    for rotate, flip in product(TURNS, FLIPS):
        recipe = png(crop=crop, rotate=rotate, flip=flip)
        assert np.array_equal(pixels(await make(path, recipe)), pixels(_naively(path, recipe))), recipe


@pytest.mark.parametrize("orientation", [1, 6])
async def test_turned_and_made_smaller_it_looks_as_if_it_were_turned_first(
    make: Make, tmp_path: Path, orientation: int
) -> None:
    path = save(paint(600, 400), tmp_path, orientation=orientation)
    for rotate, flip in product(TURNS, FLIPS):
        recipe = png(rotate=rotate, flip=flip, width=90, height=90)
        first = _naively(path, recipe)
        first.thumbnail((90, 90), Image.Resampling.LANCZOS)
        assert np.abs(pixels(await make(path, recipe)) - pixels(first)).max() <= 3, recipe


@pytest.mark.parametrize(
    ("wishes", "size"),
    [
        ({}, (640, 480)),
        ({"width": 320}, (320, 240)),
        ({"height": 120}, (160, 120)),
        ({"width": 200, "height": 200}, (200, 150)),
        ({"width": 5000, "height": 100}, (133, 100)),
        ({"width": 5000, "height": 5000}, (640, 480)),
        ({"width": 200, "height": 200, "fit": Fit.COVER}, (200, 200)),
        ({"width": 300, "height": 100, "fit": Fit.COVER}, (300, 100)),
        # Too small for the box: a smaller box of the same shape.
        ({"width": 2000, "height": 2000, "fit": Fit.COVER}, (480, 480)),
        ({"width": 640, "height": 960, "fit": Fit.COVER}, (320, 480)),
        ({"width": 300, "fit": Fit.COVER}, (300, 225)),
        ({"rotate": 90}, (480, 640)),
        ({"rotate": 90, "width": 240}, (240, 320)),
        ({"rotate": -90, "width": 240}, (240, 320)),
        ({"crop": Box(x=0.5, y=0, width=0.5, height=1)}, (320, 480)),
        ({"crop": Box(x=0.5, y=0, width=0.5, height=1), "rotate": 270, "height": 160}, (240, 160)),
        ({"crop": Box(x=0.9999, y=0.9999, width=0.0001, height=0.0001)}, (1, 1)),
        ({"width": 1}, (1, 1)),
    ],
    ids=str,
)
async def test_sizes_are_what_was_asked_for_and_nothing_is_enlarged(
    make: Make, wishes: dict[str, Any], size: tuple[int, int]
) -> None:
    assert (await make(paint(640, 480), png(**wishes))).size == size


async def test_a_cover_keeps_its_focus_in_sight(make: Make) -> None:
    """Of a wide picture a square is a window: red tells where it was cut, 0 at the left edge and 255 at the right."""
    means = {}
    for x in (0.0, 0.5, 1.0, 0.4):
        recipe = png(width=100, height=100, fit=Fit.COVER, focus=Point(x=x, y=0.5))
        means[x] = pixels(await make(paint(400, 100), recipe))[..., 0].mean()
    assert means[0.0] == pytest.approx(255 / 8, abs=1.5)
    assert means[0.5] == pytest.approx(255 / 2, abs=1.5)
    assert means[1.0] == pytest.approx(255 * 7 / 8, abs=1.5)
    assert means[0.4] == pytest.approx(255 * 0.4, abs=1.5)


async def test_the_focus_is_a_place_in_the_picture_as_it_was_turned(make: Make) -> None:
    recipe = png(rotate=90, width=50, height=50, fit=Fit.COVER, focus=Point(x=0.5, y=0))
    made = pixels(await make(paint(200, 100), recipe))
    assert made[..., 0].mean() < 80, "what was at the left is at the top now"


async def test_a_part_of_a_large_jpeg_is_as_sharp_as_if_all_of_it_were_decoded(make: Make, tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    noisy = Image.fromarray(random.integers(0, 255, (1200, 1600, 3), dtype=np.uint8)).resize((1600, 1200))
    noisy.save(tmp_path / "large.jpg", quality=95)
    crop = Box(x=0.25, y=0.25, width=0.5, height=0.5)
    made = await make(tmp_path / "large.jpg", png(crop=crop, width=200))
    with Image.open(tmp_path / "large.jpg") as all_of_it:
        expected = all_of_it.resize((200, 150), Image.Resampling.LANCZOS, box=(400, 300, 1200, 900))
    assert made.size == (200, 150)
    seen, sharp = pixels(made).astype(float), pixels(expected).astype(float)
    assert seen.std() > 0.95 * sharp.std()
    assert np.corrcoef(seen.ravel(), sharp.ravel())[0, 1] > 0.85


async def test_greyscale_has_no_colour(make: Make) -> None:
    made = pixels(await make(paint(80, 60), png(filters=Filters(greyscale=True))))
    assert (made[..., 0] == made[..., 1]).all()
    assert (made[..., 1] == made[..., 2]).all()
    assert made.std() > 20


def _edge(width: int = 200) -> Image.Image:
    """Half black, half grey-white: an edge in the middle."""
    picture = Image.new("RGB", (width, 60), (20, 20, 20))
    picture.paste((220, 220, 220), (width // 2, 0, width, 60))
    return picture


async def test_blur_softens_an_edge_by_its_radius(make: Make) -> None:
    row = pixels(await make(_edge(), png(filters=Filters(blur=8))))[30, :, 0]
    assert (np.diff(row) >= 0).all()
    # 16 % and 84 % of a Gaussian lie a radius before and behind.
    dark, light = np.searchsorted(row, [20 + 200 * 0.16, 20 + 200 * 0.84])
    assert 100 - dark == pytest.approx(8, abs=2)
    assert light - 100 == pytest.approx(8, abs=2)


async def test_sharpening_makes_an_edge_steeper_and_leaves_what_is_flat(make: Make) -> None:
    row = pixels(await make(_edge(), png(filters=Filters(sharpen=1.5))))[30, :, 0]
    assert row.min() < 20
    assert row.max() > 220
    assert set(row[:80]) == {20}


def _half_clear() -> Image.Image:
    """Red at the left; at the right nothing, over a hidden blue."""
    picture = Image.new("RGBA", (200, 100), (0, 0, 255, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 100, 100))
    return picture


async def test_blurring_what_is_half_clear_lets_no_hidden_colour_through(make: Make) -> None:
    made = await make(_half_clear(), png(filters=Filters(blur=6)))
    assert made.mode == "RGBA"
    solid = np.asarray(made)[50]
    seen = solid[solid[:, 3] > 20]
    assert seen[:, 2].max() < 12


@pytest.mark.parametrize(
    "filters", [Filters(greyscale=True), Filters(sharpen=1), Filters(blur=1, greyscale=True)], ids=str
)
async def test_filters_keep_what_is_clear(make: Make, filters: Filters) -> None:
    made = await make(_half_clear(), png(filters=filters))
    alpha = np.asarray(made.getchannel("A"))
    assert alpha[50, 5] == 255
    assert alpha[50, 195] == 0


FORMATS = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.WEBP: "WEBP", Format.AVIF: "AVIF"}


@pytest.mark.parametrize("wanted", FORMATS)
async def test_every_format_is_what_it_says_and_tells_nothing_of_its_owner(
    pool: DecoderPool, data: Path, tmp_path: Path, wanted: Format
) -> None:
    made = await pool.transform(data / "gps.jpg", Transformation(format=wanted, width=300), tmp_path)
    assert (made.name, made.purpose, made.width) == (Transformation(format=wanted, width=300).name, "custom", 300)
    assert made.path.name == f"{made.name}.{made.extension}"
    assert made.size == made.path.stat().st_size
    with Image.open(made.path) as picture:
        assert picture.format == FORMATS[wanted]
        assert Image.MIME[picture.format] == made.mime
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
    assert not any(word in made.path.read_bytes() for word in (b"NIKON", b"COOLPIX", b"Exif", b"adobe"))


@pytest.mark.parametrize("wanted", [Format.JPEG, Format.WEBP, Format.AVIF])
async def test_less_quality_makes_smaller_files(pool: DecoderPool, data: Path, tmp_path: Path, wanted: Format) -> None:
    sizes = [
        (
            await pool.transform(data / "Aqua.jpg", Transformation(format=wanted, width=400, quality=quality), tmp_path)
        ).size
        for quality in (20, 60, 95)
    ]
    assert sizes == sorted(sizes)
    assert sizes[2] > 2 * sizes[0]


async def test_what_is_clear_becomes_white_in_a_jpeg_and_stays_clear_elsewhere(make: Make) -> None:
    jpeg = pixels(await make(_half_clear(), Transformation(format=Format.JPEG, quality=95)))
    assert np.abs(jpeg[50, 180] - 255).max() < 4
    for kept in (Format.PNG, Format.WEBP, Format.AVIF):
        picture = await make(_half_clear(), Transformation(format=kept, quality=90))
        assert picture.mode == "RGBA"
        assert picture.getchannel("A").getextrema() == (0, 255)


async def test_a_wide_gamut_is_brought_to_srgb(make: Make, shared: Path) -> None:
    source = shared / "photos" / "iphone_13_pro_max.HEIC"
    made = await make(source, Transformation(format=Format.JPEG, width=200, quality=95))
    with Image.open(source) as original:
        original.load()
        correct = ImageCms.profileToProfile(
            original,
            ImageCms.ImageCmsProfile(BytesIO(original.info["icc_profile"])),
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        assert correct is not None
        expected, dull = (pixels(each.convert("RGB").resize(made.size)) for each in (correct, original))
    assert np.abs(pixels(made) - expected).mean() < np.abs(pixels(made) - dull).mean() / 2


@pytest.mark.parametrize(
    "name", ["coast.webp", "cramps.gif", "seine.avif", "hopper.heic", "cmyk.jpg", "landscape_6.jpg"]
)
async def test_every_kind_of_picture_can_be_cut(make: Make, data: Path, name: str) -> None:
    recipe = png(crop=Box(x=0.1, y=0.1, width=0.8, height=0.8), width=60, height=60, fit=Fit.COVER)
    made = await make(data / name, recipe)
    assert pixels(made).std() > 5


GREY = (110, 110, 110)


def _changed(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where a grey picture is grey no more: left, upper, right, lower."""
    rows, columns = np.nonzero(np.abs(pixels(picture) - 110).max(axis=2) > 8)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("position", [each for each in Position if each is not Position.TILED])
async def test_a_text_lies_where_it_was_asked_for(make: Make, position: Position) -> None:
    mark = Watermark(text="© Vitrine", position=position, opacity=1, size=0.4)
    made = await make(Image.new("RGB", (600, 400), GREY), png(watermark=mark))
    left, upper, right, lower = _changed(made)
    assert right - left == pytest.approx(160, abs=14), "0.4 of the shorter edge"
    across, down = (left + right) / 2 / 600, (upper + lower) / 2 / 400
    thirds = {"LEFT": 0, "RIGHT": 2, "TOP": 0, "BOTTOM": 2}
    words = position.value.split("_")
    assert int(across * 3) == next((thirds[word] for word in words if word in {"LEFT", "RIGHT"}), 1)
    assert int(down * 3) == next((thirds[word] for word in words if word in {"TOP", "BOTTOM"}), 1)
    assert min(left, upper, 599 - right, 399 - lower) >= 8, "it keeps away from the edges"


async def test_tiles_are_everywhere(make: Make) -> None:
    mark = Watermark(text="sample", position=Position.TILED, opacity=1, size=0.2)
    made = await make(Image.new("RGB", (800, 600), GREY), png(watermark=mark))
    touched = np.abs(pixels(made) - 110).max(axis=2) > 8
    for row, column in product(range(3), range(4)):
        assert touched[row * 200 : row * 200 + 200, column * 200 : column * 200 + 200].any()
    assert touched.mean() < 0.5


async def test_opacity_is_how_much_of_a_mark_is_seen(make: Make, tmp_path: Path) -> None:
    Image.new("RGB", (100, 100), (255, 255, 255)).save(tmp_path / "white.png")
    for opacity in (0.25, 0.5, 1.0):
        mark = Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=opacity, size=0.5)
        made = await make(Image.new("RGB", (200, 200), (0, 0, 0)), png(watermark=mark), tmp_path / "white.png")
        assert pixels(made)[100, 100] == pytest.approx(255 * opacity, abs=2)
        assert pixels(made)[5, 5].max() == 0


async def test_a_picture_marks_with_its_own_transparency_and_is_not_enlarged(make: Make, tmp_path: Path) -> None:
    ring = Image.new("RGBA", (90, 60), (0, 200, 0, 255))
    ring.paste((0, 0, 0, 0), (30, 20, 60, 40))
    ring.save(tmp_path / "ring.png")
    mark = Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=1, size=0.5)
    made = pixels(await make(Image.new("RGB", (400, 100), GREY), png(watermark=mark), tmp_path / "ring.png"))
    left, upper, right, lower = _changed(Image.fromarray(made.astype(np.uint8)))
    assert (right - left + 1, lower - upper + 1) == (50, 33), "half of the shorter edge"
    assert tuple(made[50, 200]) == GREY, "its hole is a hole"
    wide = png(watermark=Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=1, size=1))
    left, _, right, _ = _changed(await make(Image.new("RGB", (900, 900), GREY), wide, tmp_path / "ring.png"))
    assert right - left + 1 == 90


async def test_a_mark_on_what_is_clear_is_seen(make: Make) -> None:
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    mark = Watermark(text="seen", position=Position.CENTRE, opacity=0.5, size=0.5)
    alpha = np.asarray((await make(clear, png(watermark=mark))).getchannel("A"))
    assert alpha.max() == pytest.approx(128, abs=3)
    assert alpha[5, 5] == 0


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا", "Ünïcödé ©®™", "two\nlines", "x" * 200, "Привет", "a\u0301"], ids=ascii
)
async def test_words_of_many_scripts_are_drawn(make: Make, text: str) -> None:
    made = await make(Image.new("RGB", (600, 400), GREY), png(watermark=Watermark(text=text, opacity=1, size=0.5)))
    assert (np.abs(pixels(made) - 110).max(axis=2) > 8).any()


async def test_words_that_no_font_here_has_are_refused_by_name_rather_than_drawn_as_boxes(make: Make) -> None:
    # Egyptian hieroglyphs.
    with pytest.raises(Unsupported) as refused:
        await make(Image.new("RGB", (60, 40)), png(watermark=Watermark(text="\U00013080\U00013081")))
    assert "font" in refused.value.message


async def test_a_child_that_refused_a_picture_makes_the_next(make: Make, data: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.jpg").write_bytes((data / "Aqua.jpg").read_bytes()[:3000])
    with pytest.raises(Corrupt):
        await make(tmp_path / "cut.jpg", png(width=50))
    with pytest.raises(Unsupported):
        await make(paint(60, 40), png(watermark=Watermark(asset="any", sha256="0")), Path(__file__))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".jpg", ".png"], "only what was there before"
    assert (await make(paint(60, 40), png(width=30))).size == (30, 20)


async def test_a_drawing_is_drawn_as_large_as_it_is_wanted(make: Make, tmp_path: Path) -> None:
    half = '<rect width="10" height="10" fill="red"/>'
    (tmp_path / "icon.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{half}</svg>')
    large = await make(tmp_path / "icon.svg", png(width=1000))
    assert large.size == (1000, 500)
    row = pixels(large.convert("RGBA").crop((490, 200, 510, 201)))[0, :, 0]
    assert len(set(row)) <= 3, "its edge is as sharp as at any other size"
    assert (await make(tmp_path / "icon.svg", png())).size == (20, 10)
    right = png(crop=Box(x=0.5, y=0, width=0.5, height=1), width=300)
    cut = await make(tmp_path / "icon.svg", right)
    assert (cut.size, cut.getchannel("A").getextrema()) == ((300, 300), (0, 0))


async def test_a_document_shows_its_first_page(make: Make, shared: Path) -> None:
    made = await make(shared / "documents" / "images.pdf", png(width=300, crop=Box(x=0, y=0, width=1, height=0.5)))
    assert made.width == 300
    assert pixels(made).std() > 5


async def test_a_raw_is_cut_in_its_own_pixels_whatever_its_preview_has(make: Make, tmp_path: Path) -> None:
    path, preview = tmp_path / "photo.dng", BytesIO()
    Image.new("RGB", (1024, 682), "teal").save(preview, "JPEG")
    sensor = np.full((1800, 2700, 3), 9000, np.uint16)
    sensor[:, 1350:] = (40_000, 4000, 4000)
    write_dng(path, sensor, orientation=3, preview=preview.getvalue(), preview_size=(1024, 682))
    left = await make(path, png(crop=Box(x=0, y=0, width=0.4, height=1)))
    assert left.size == (1080, 1800)
    assert pixels(left)[900, 540].argmax() == 0, "what is red lies at the left, turned as it is"
    seen = await make(path, png(crop=Box(x=0, y=0, width=0.4, height=1), width=300))
    assert seen.size == (300, 500)
    small = pixels(await make(path, png(width=400)))
    assert np.abs(small - (0, 128, 128)).max() < 8, "for so little the camera's own picture will do"
