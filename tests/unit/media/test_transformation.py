"""The words of a recipe, and the name they have: the same wish is the same name, for good."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

FULL = Transformation(
    format=Format.WEBP,
    width=800,
    height=600,
    fit=Fit.COVER,
    focus=Point(x=0.25, y=0.75),
    crop=Box(x=0.1, y=0.1, width=0.8, height=0.8),
    rotate=90,
    flip=Flip.VERTICAL,
    filters=Filters(greyscale=True, blur=2.5, sharpen=1),
    watermark=Watermark(text="© Zoë", position=Position.TILED, opacity=0.4, size=0.2),
    quality=70,
)


def test_names_stay_what_they_are() -> None:
    """Kept renditions are found by them: whoever changes these makes everything anew, and raises the edition."""
    assert Transformation(format=Format.JPEG, width=1080).name == "custom-4f042608266e4d7f"
    assert FULL.name == "custom-d4cec44021d4e0a2"


def _recipes() -> st.SearchStrategy[Transformation]:
    share = st.floats(0, 1, allow_nan=False)
    edge = st.none() | st.integers(1, 8192)
    marks = st.builds(
        Watermark,
        text=st.text(min_size=1, max_size=20),
        position=st.sampled_from(Position),
        opacity=st.floats(0.01, 1),
        size=st.floats(0.02, 1),
    )
    return st.builds(
        Transformation,
        format=st.sampled_from(Format),
        width=edge,
        height=edge,
        fit=st.sampled_from(Fit),
        focus=st.none() | st.builds(Point, x=share, y=share),
        crop=st.none() | st.builds(Box, x=share, y=share, width=share, height=share),
        rotate=st.sampled_from([0, 90, 180, 270, 360, -90]),
        flip=st.none() | st.sampled_from(Flip),
        filters=st.builds(Filters, greyscale=st.booleans(), blur=st.floats(0, 100), sharpen=st.floats(0, 5)),
        watermark=st.none() | marks,
        quality=st.integers(1, 100),
    )


@given(_recipes())
def test_what_was_written_down_reads_as_the_same_recipe(recipe: Transformation) -> None:
    again = Transformation.from_words(recipe.words())
    assert again.words() == recipe.words()
    assert again.name == recipe.name


@pytest.mark.parametrize(
    "more",
    [
        {"rotate": 360},
        {"rotate": -360},
        {"crop": Box()},
        {"crop": Box(x=0.00004, y=0, width=0.99996, height=1)},
        {"fit": Fit.COVER},
        {"focus": Point(x=0.1, y=0.9)},
        {"filters": Filters(blur=0.00001)},
    ],
    ids=str,
)
def test_what_changes_nothing_does_not_count(more: dict[str, Any]) -> None:
    plain: dict[str, Any] = {"format": Format.JPEG, "width": 100}
    assert Transformation(**plain | more).words() == Transformation(**plain).words()


def test_a_png_has_no_quality() -> None:
    names = {Transformation(format=Format.PNG, quality=quality).name for quality in (1, 80)}
    assert len(names) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"width": 799},
        {"fit": Fit.INSIDE},
        {"focus": None},
        {"crop": None},
        {"rotate": 270},
        {"flip": None},
        {"filters": Filters()},
        {"watermark": None},
        {"quality": 71},
        {"format": Format.AVIF},
    ],
    ids=str,
)
def test_whatever_changes_the_picture_changes_the_name(more: dict[str, Any]) -> None:
    said = {name: getattr(FULL, name) for name in FULL.__slots__}
    assert Transformation(**said | more).name != FULL.name


def test_a_mark_is_known_by_its_bytes() -> None:
    def marked(asset: str, sha256: str) -> Transformation:
        return Transformation(format=Format.PNG, watermark=Watermark(asset=asset, sha256=sha256))

    assert marked("one", "a" * 64).name == marked("other", "a" * 64).name
    assert marked("one", "a" * 64).name != marked("one", "b" * 64).name


def test_a_name_is_one_of_a_file_and_of_an_address() -> None:
    name = FULL.name
    assert len(name) <= 64
    assert name.removeprefix("custom-").isalnum()
    assert name == name.lower()
