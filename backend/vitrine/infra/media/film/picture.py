"""The filters between a film as it is stored and a picture as browsers show it."""

from typing import Any

from vitrine.infra.media.film.facts import FilmFacts, VideoTrack
from vitrine.infra.media.film.sizes import Size

# More pictures a second cost everybody and are seen by few.
MOST_FRAMES = 60
# Seconds by which picture and sound may begin apart without anybody hearing it.
TOGETHER = 0.05
# Slow motion is thinned before anything is done with its frames; the rest of the way goes the encoder.
_SPARSER = f"isnan(prev_selected_t)+gte(t-prev_selected_t,1/{2 * MOST_FRAMES + 8})"
# Candelas per square metre (ITU-R BT.2408): a white page in HDR, and the brightest light that is told from white.
# Up to a third of the page's light stays as it is, above that it is pressed together: the page ends at 85 %.
_PAPER_WHITE, _BRIGHTEST = 203, 1000
_WIDE = "bt2020"
HDR = {"smpte2084", "arib-std-b67"}
_MATRICES = {"bt709": "bt709", "smpte170m": "bt601", "bt470bg": "bt601", "smpte240m": "smpte240m", "fcc": "fcc"}
_HIGH_DEFINITION = 720


def as_shown(stream: Any, facts: FilmFacts, size: Size) -> Any:
    """Return `stream`, a film in an ffmpeg graph, at `size`: whole frames, 8 bits deep, no colours beyond BT.709.

    ffmpeg turns it upright by itself, before any filter.
    """
    assert facts.video is not None
    if facts.video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    if facts.frame_rate and facts.frame_rate > 2 * MOST_FRAMES:
        stream = stream.filter("select", _SPARSER)
    if facts.picture_is_late > TOGETHER:
        # Browsers do not heed what MP4 says of late beginnings: the first picture is shown until the second.
        stream = stream.filter("fps", min(facts.frame_rate or MOST_FRAMES, MOST_FRAMES), start_time=0)
    return _in_plain_colours(stream, size, facts.video)


def one_shown(stream: Any, facts: FilmFacts, size: Size) -> Any:
    """Return `stream` as `as_shown` does, for single frames: of an interlaced one, half the lines are from one moment.

    Its neighbours, which would help, may be seconds away where only key frames are decoded.
    """
    assert facts.video is not None
    if facts.video.interlaced:
        stream = stream.filter("field", type="top")
    return _in_plain_colours(stream, size, facts.video)


def as_jpeg(stream: Any, facts: FilmFacts) -> Any:
    """Return `stream`, which was shown, in the colours that a JPEG is understood to have: BT.601, full range."""
    return stream.filter(
        "scale", in_color_matrix=_matrix(facts), out_color_matrix="bt601", in_range="tv", out_range="pc"
    ).filter("format", "yuvj420p")


def _matrix(facts: FilmFacts) -> str:
    """Return how colours are told from brightness in what was shown. Unsaid, players go by the size, and so do we."""
    assert facts.video is not None
    if _is_wide(facts.video):
        return "bt709"
    return _MATRICES.get(facts.video.matrix or "", "bt709" if (facts.height or 0) >= _HIGH_DEFINITION else "bt601")


def _in_plain_colours(stream: Any, size: Size, video: VideoTrack) -> Any:
    return _from_wide(stream, size, video) if _is_wide(video) else smaller(stream, size)


def _is_wide(video: VideoTrack) -> bool:
    return video.transfer in HDR or video.primaries == _WIDE


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
        light = light.filter("tonemap", "mobius", desat=0, peak=round(_BRIGHTEST / _PAPER_WHITE, 3))
    back = light.filter("zscale", transfer="bt709", matrix="bt709", range="tv")
    return back.filter("format", "yuv420p").filter("setsar", 1)
