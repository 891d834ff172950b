"""How far a film is, from what ffmpeg writes while it works."""

from types import SimpleNamespace

import pytest

from tests.unit.film.conftest import collecting
from vitrine.infra.media.film import pace as pace_of_films
from vitrine.infra.media.film.pace import Pace
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.film.sizes import exceeds, fitted


async def test_only_what_has_moved_on_is_told() -> None:
    told: list[Share] = []
    pace = Pace(10.0, collecting(told))
    for text in (
        b"frame=0\nout_time_us=N/A\nprogress=continue\n",
        b"out_time_us=-92879\nprogress=continue\nout_time_us=1000",
        b"000\nprogress=continue\n",
        b"out_time_us=1000000\nout_time_us=4000000\nprogress=continue\n",
        b"out_time_us=3000000\nprogress=continue\n",
        b"out_time_us=11000000\nprogress=end\n",
    ):
        await pace.take(text)
    assert [(share.done, share.total) for share in told] == [(1.0, 10.0), (4.0, 10.0), (11.0, 11.0)]


async def test_the_time_left_is_by_the_pace_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 101.0, 104.0])
    # Its own clock only: the event loop needs the real one.
    monkeypatch.setattr(pace_of_films, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    told: list[Share] = []
    pace = Pace(100.0, collecting(told))
    for seconds in (1, 2, 21):
        await pace.take(f"out_time_us={seconds}000000\n".encode())
    # Twenty seconds of film in four of waiting, from where work was first seen: 79 are left.
    assert [share.eta for share in told] == [None, None, pytest.approx(15.8)]


@pytest.mark.parametrize(
    ("size", "box", "expected"),
    [
        ((3840, 2160), (1920, 1080), (1920, 1080)),
        ((2160, 3840), (1920, 1080), (1080, 1920)),
        ((4096, 1716), (1920, 1080), (1920, 804)),
        ((1000, 1000), (1280, 720), (720, 720)),
        ((853, 479), (1280, 720), (852, 478)),
        ((1, 1), (1280, 720), (2, 2)),
        ((8192, 2), (1280, 720), (1280, 2)),
    ],
)
def test_copies_fit_their_box(size: tuple[int, int], box: tuple[int, int], expected: tuple[int, int]) -> None:
    assert fitted(size, box) == expected
    assert exceeds(size, box) == (size[0] > expected[0] + 1 or size[1] > expected[1] + 1)
