"""Sizes of renditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.infra.media.geometry import rendition_size, turned

SIDE = st.integers(1, 30_000)


@pytest.mark.parametrize(
    ("size", "edge", "expected"),
    [
        ((6000, 4000), 2048, (2048, 1366)),
        ((4032, 3024), 2048, (2016, 1512)),
        ((4000, 3000), 2048, (2000, 1500)),
        ((3024, 4032), 1024, (756, 1008)),
        ((4031, 3021), 2048, (2016, 1511)),
        ((4096, 4096), 2048, (2048, 2048)),
        ((3900, 2600), 2048, (2048, 1366)),
        ((6000, 4000), 1024, (1024, 683)),
        ((6000, 4000), 320, (320, 213)),
        ((640, 480), 2048, (640, 480)),
        ((2040, 100), 2048, (2040, 100)),
        ((30_000, 3), 320, (320, 1)),
    ],
)
def test_takes_the_edge_that_divides_when_it_is_near(
    size: tuple[int, int], edge: int, expected: tuple[int, int]
) -> None:
    assert rendition_size(*size, edge) == expected


@given(SIDE, SIDE, st.sampled_from([320, 1024, 2048]))
def test_never_enlarges_and_never_vanishes(width: int, height: int, edge: int) -> None:
    made = rendition_size(width, height, edge)
    assert 1 <= made[0] <= width
    assert 1 <= made[1] <= height
    assert max(made) <= edge or made == (width, height)
    assert max(made) >= min(edge * 0.97, width, height)


@given(SIDE, SIDE, st.sampled_from([320, 1024, 2048]))
def test_a_picture_on_its_side_gets_the_same_size_on_its_side(width: int, height: int, edge: int) -> None:
    assert rendition_size(height, width, edge) == turned(rendition_size(width, height, edge), 6)
