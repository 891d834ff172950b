"""From what ffprobe answers to facts. Any of it may be missing, absurd or meant to harm."""

import math
from typing import Any

from vitrine.infra.media.complaints import unplayable
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.exif import clean_text
from vitrine.infra.media.facts import Json
from vitrine.infra.media.film import tags
from vitrine.infra.media.film.codecs import AUDIO_CODECS, CAPTION_CODECS, VIDEO_CODECS
from vitrine.infra.media.film.facts import AudioTrack, CaptionTrack, CoverTrack, FilmFacts, VideoTrack
from vitrine.infra.media.film.languages import bcp47
from vitrine.infra.media.film.picture import HDR

Stream = dict[str, Any]

_COVERS = {"mjpeg", "png", "gif", "bmp", "webp", "tiff"}
_MOST_CAPTIONS, _MOST_TRACKS = 32, 32
_INTERLACED = {"tt", "bb", "tb", "bt"}


def facts_of(mime: str, answered: dict[str, Any]) -> FilmFacts:
    """Return the facts in ffprobe's answer. Raises Corrupt without any track, Unsupported for a codec not read."""
    streams = [stream for stream in answered.get("streams") or [] if isinstance(stream, dict)]
    container = answered.get("format") or {}
    films = [stream for stream in streams if stream.get("codec_type") == "video" and not _is_still(stream)]
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    if not films and not sounds:
        raise Corrupt("There is neither picture nor sound in this file: it is damaged, or cut short.")
    film = _best_film(films)
    video = _video(film) if film else None
    audio = _audio(sounds, alone=video is None)
    shown = film or {}
    rotation = _rotation(shown) if video else 0
    width, height = _as_seen(video, shown, rotation) if video else (None, None)
    average, nominal = _ratio(shown.get("avg_frame_rate")), _ratio(shown.get("r_frame_rate"))
    said = tags.lowered(container.get("tags"))
    heard = next((tags.lowered(stream.get("tags")) for stream in sounds), {})
    said = said if film else heard | said
    return FilmFacts(
        mime=mime,
        duration=_duration(container, streams),
        width=width,
        height=height,
        rotation=rotation,
        frame_rate=_rate(average, nominal),
        variable_frame_rate=bool(average and nominal and abs(average - nominal) > 0.01 * nominal),
        bit_rate=_whole(container.get("bit_rate")),
        hdr=video is not None and video.transfer in HDR,
        captured=tags.captured(said) if film else None,
        place=tags.place(said),
        camera=tags.camera(said),
        title=tags.first(said, "title", "com.apple.quicktime.title", "com.apple.quicktime.displayname"),
        artist=tags.first(said, "artist", "album_artist", "author", "com.apple.quicktime.artist", "composer"),
        album=tags.first(said, "album"),
        caption=tags.first(said, "description", "comment", "synopsis", "com.apple.quicktime.description"),
        copyright=tags.first(said, "copyright", "com.apple.quicktime.copyright"),
        video=video,
        audio=audio,
        cover=_cover(streams),
        captions=_captions(streams) if film else (),
        raw=_raw(container, said, streams),
    )


def _is_still(stream: Stream) -> bool:
    disposition = stream.get("disposition") or {}
    return bool(disposition.get("attached_pic") or disposition.get("timed_thumbnails"))


def _best_film(films: list[Stream]) -> Stream | None:
    """Return the largest moving picture that we can decode; one that we cannot only where there is nothing else."""
    known = [stream for stream in films if stream.get("codec_name") in VIDEO_CODECS]
    if known:
        return max(known, key=lambda stream: (_whole(stream.get("width")) or 0) * (_whole(stream.get("height")) or 0))
    if films:
        raise unplayable(_codec(films[0]))
    return None


def _video(stream: Stream) -> VideoTrack:
    width, height = _whole(stream.get("width")) or 0, _whole(stream.get("height")) or 0
    if width < 1 or height < 1:
        raise Corrupt("This film does not say how large its picture is: it is damaged, or cut short.")
    return VideoTrack(
        index=_index(stream),
        codec=_codec(stream),
        tag=clean_text(stream.get("codec_tag_string")),
        width=width,
        height=height,
        profile=clean_text(stream.get("profile")),
        pixel_format=clean_text(stream.get("pix_fmt")),
        transfer=_known(stream.get("color_transfer")),
        primaries=_known(stream.get("color_primaries")),
        matrix=_known(stream.get("color_space")),
        full_range=stream.get("color_range") == "pc",
        interlaced=stream.get("field_order") in _INTERLACED,
        square=_pixel_shape(stream) == 1.0,
        bit_rate=_whole(stream.get("bit_rate")),
        start=_start(stream),
    )


def _audio(sounds: list[Stream], *, alone: bool) -> AudioTrack | None:
    """Return the sound that is meant to be heard. A film whose sound we cannot decode is shown without it."""
    known = [stream for stream in sounds if stream.get("codec_name") in AUDIO_CODECS]
    whole = [stream for stream in known if _whole(stream.get("channels")) and _whole(stream.get("sample_rate"))]
    if alone and not known:
        raise unplayable(_codec(sounds[0]))
    if alone and not whole:
        raise Corrupt("This sound does not say how it is to be played: it is damaged, or cut short.")
    if not whole:
        return None
    stream = next((each for each in whole if (each.get("disposition") or {}).get("default")), whole[0])
    return AudioTrack(
        index=_index(stream),
        codec=_codec(stream),
        profile=clean_text(stream.get("profile")),
        channels=_whole(stream.get("channels")),
        sample_rate=_whole(stream.get("sample_rate")),
        bit_rate=_whole(stream.get("bit_rate")),
        start=_start(stream),
    )


def _cover(streams: list[Stream]) -> CoverTrack | None:
    covers = [each for each in streams if (each.get("disposition") or {}).get("attached_pic")]
    found = next((each for each in covers if each.get("codec_name") in _COVERS), None)
    return CoverTrack(index=_index(found), codec=_codec(found)) if found else None


def _captions(streams: list[Stream]) -> tuple[CaptionTrack, ...]:
    texts = [
        stream
        for stream in streams
        if stream.get("codec_type") == "subtitle" and stream.get("codec_name") in CAPTION_CODECS
    ]
    return tuple(_caption(stream, tags.lowered(stream.get("tags"))) for stream in texts[:_MOST_CAPTIONS])


def _caption(stream: Stream, said: tags.Tags) -> CaptionTrack:
    language = bcp47(said.get("language", ""))
    return CaptionTrack(
        index=_index(stream), language=language, label=said.get("title", said.get("language", language))[:100]
    )


def _as_seen(video: VideoTrack, stream: Stream, rotation: int) -> tuple[int, int]:
    width = max(1, round(video.width * _pixel_shape(stream)))
    return (video.height, width) if rotation in {90, 270} else (width, video.height)


def _pixel_shape(stream: Stream) -> float:
    """Return how many times wider than high a pixel is; 1 where the file is silent or beyond belief."""
    shape = _ratio(str(stream.get("sample_aspect_ratio", "")).replace(":", "/"))
    return shape if shape and 0.1 <= shape <= 10 else 1.0


def _rotation(stream: Stream) -> int:
    """Return by how much the picture is to be turned clockwise. ffprobe counts the other way round."""
    for side in stream.get("side_data_list") or []:
        turn = side.get("rotation") if isinstance(side, dict) else None
        if isinstance(turn, int | float) and math.isfinite(turn):
            return round(-turn / 90) * 90 % 360
    return 0


def _duration(container: dict[str, Any], streams: list[Stream]) -> float | None:
    durations = [_positive(container.get("duration")), *(_positive(stream.get("duration")) for stream in streams)]
    return next((duration for duration in durations if duration), None)


def _start(stream: Stream) -> float:
    try:
        start = float(str(stream.get("start_time")))
    except ValueError:
        return 0.0
    return round(start, 3) if abs(start) < 1e6 else 0.0


def _rate(average: float | None, nominal: float | None) -> float | None:
    rate = average or nominal
    return round(rate, 3) if rate and rate <= 1000 else None


def _raw(container: dict[str, Any], said: tags.Tags, streams: list[Stream]) -> dict[str, Json]:
    listed: list[Json] = [_described(stream) for stream in streams[:_MOST_TRACKS]]
    return {**tags.raw(said), "format": clean_text(container.get("format_name")), "tracks": listed}


def _described(stream: Stream) -> dict[str, Json]:
    told = {name: clean_text(stream.get(name)) for name in ("codec_type", "codec_name", "profile")}
    said = tags.lowered(stream.get("tags"))
    told |= {name: said.get(name) for name in ("language", "title", "handler_name")}
    return {name: value[:100] for name, value in told.items() if value}


def _codec(stream: Stream) -> str:
    """Return the codec's name; of one that ffmpeg does not know either, the four letters in the file."""
    return clean_text(stream.get("codec_name")) or clean_text(stream.get("codec_tag_string")) or "of an unknown kind"


def _index(stream: Stream) -> int:
    index = _whole(stream.get("index"))
    if index is None:
        raise Corrupt("What this file says of itself cannot be read.")
    return index


def _known(value: object) -> str | None:
    text = clean_text(value)
    return None if text in {"unknown", "unspecified", "reserved"} else text


def _ratio(value: object) -> float | None:
    over, _, under = str(value).partition("/")
    top, bottom = _positive(over), _positive(under or "1")
    return top / bottom if top and bottom else None


def _positive(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _whole(value: object) -> int | None:
    number = _positive(value) if str(value) != "0" else 0.0
    return int(number) if number is not None and number < 2**53 else None
