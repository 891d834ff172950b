"""The filters between a film as it is stored and a picture as browsers show it."""

from typing import Any

from vitrine.infra.media.film.facts import FilmFacts, VideoTrack
from vitrine.infra.media.film.sizes import Size

# More pictures a second cost everybody and are seen by few.
MOST_FRAMES = 60
# The light of a white page in candelas per square metre, to which HDR's brighter lights are pressed down.
_PAPER_WHITE = 100
_WIDE = "bt2020"


def as_shown(stream: Any, facts: FilmFacts, size: Size) -> Any:
    """Return `stream`, a film in an ffmpeg graph, at `size`: whole frames, 8 bits deep, no colours beyond BT.709.

    ffmpeg turns it upright by itself, before any filter.
    """
    assert facts.video is not None
    if facts.video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    if facts.frame_rate and facts.frame_rate > MOST_FRAMES + 1:
        stream = stream.filter("fps", MOST_FRAMES)
    if facts.hdr or facts.video.primaries == _WIDE:
        return _from_wide(stream, size, facts.video)
    return smaller(stream, size)


def smaller(stream: Any, size: Size) -> Any:
    """Return `stream` at `size`, in the colours it has, with as much range as television gives them."""
    width, height = size
    scaled = stream.filter("scale", width, height, flags="bicubic", out_range="tv")
    return scaled.filter("format", "yuv420p").filter("setsar", 1)


def _from_wide(stream: Any, size: Size, video: VideoTrack) -> Any:
    """Return HDR or wide colours as BT.709: made small first, since light is counted in floats."""
    width, height = size
    told = {
        "transferin": video.transfer or "bt2020-10",
        "primariesin": video.primaries or _WIDE,
        "matrixin": video.matrix or "bt2020nc",
    }
    linear = stream.filter("zscale", width, height, filter="bicubic", transfer="linear", npl=_PAPER_WHITE, **told)
    light = linear.filter("format", "gbrpf32le").filter("zscale", primaries="bt709")
    if video.transfer != "bt2020-10":
        light = light.filter("tonemap", "hable", desat=0)
    back = light.filter("zscale", transfer="bt709", matrix="bt709", range="tv")
    return back.filter("format", "yuv420p").filter("setsar", 1)
