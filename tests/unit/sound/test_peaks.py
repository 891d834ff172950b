"""How loud a sound is, counted from samples in pieces of any size."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from vitrine.infra.media.sound.peaks import MOST, Peaks

SAMPLES = st.lists(st.integers(-32768, 32767), min_size=1, max_size=400)


def fed(samples: list[int], window: int, cut: int) -> list[float]:
    """Return the peaks of samples that come in pieces of `cut` bytes."""
    data, peaks = struct.pack(f"<{len(samples)}h", *samples), Peaks(window)
    for start in range(0, len(data), cut):
        peaks.take(data[start : start + cut])
    return peaks.close()


@given(SAMPLES, st.integers(1, 9), st.integers(1, 50))
def test_each_window_is_as_loud_as_its_loudest_sample(samples: list[int], window: int, cut: int) -> None:
    loudest = [max(map(abs, samples[start : start + window])) for start in range(0, len(samples), window)]
    assert fed(samples, window, cut) == [round(min(1.0, each / 32768), 4) for each in loudest]


@given(st.integers(0, 5 * MOST), st.integers(0, 5 * MOST))
def test_however_long_a_sound_is_its_loudest_moment_stays_where_it_was(before: int, after: int) -> None:
    peaks = fed([0] * before + [30_000] + [0] * after, window=1, cut=4096)
    assert 0 < len(peaks) <= MOST
    assert max(peaks) == round(30_000 / 32768, 4)
    place, expected = peaks.index(max(peaks)) / len(peaks), before / (before + after + 1)
    assert abs(place - expected) < 0.01
