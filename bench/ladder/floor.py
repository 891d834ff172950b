"""What others would run, and what nobody can run cheaper."""

from pathlib import Path

from bench.ladder.sources import Source
from bench.ladder.spending import ffmpeg

_X264 = (
    "-c:v libx264 -preset veryfast -crf 23 -profile:v high -pix_fmt yuv420p -g 60 -keyint_min 60 -sc_threshold 0"
    " -threads 2"
)
_SOUND = ("-c:a", "aac", "-b:a", "128k", "-ac", "2")
_FASTSTART = ("-movflags", "+faststart")
_BICUBIC = "flags=bicubic"


def decoded_and_scaled(source: Source) -> float:
    """Decode once, scale to 1080 and from there to 720, and throw the frames away."""
    graph = f"[0:v]scale=1920:1080:{_BICUBIC},split[a][b];[b]scale=1280:720:{_BICUBIC}[c]"
    nowhere = ("-f", "null", "-")
    return ffmpeg("-i", str(source.path), "-filter_complex", graph, "-map", "[a]", *nowhere, "-map", "[c]", *nowhere)


def encoded(raw: list[Path]) -> float:
    """Encode frames that were scaled before, and throw the films away."""
    return sum(ffmpeg("-i", str(path), *_X264.split(), "-f", "null", "-") for path in raw)


def separately(source: Source, folder: Path) -> float:
    """Make each size in a run of its own, and a poster by accurate seek."""
    sizes = (("1920", "1080"), ("1280", "720"))
    films = sum(
        ffmpeg(
            *("-i", str(source.path), "-vf", f"scale={width}:{height}:{_BICUBIC}"),
            *(*_X264.split(), *_SOUND, *_FASTSTART, str(folder / f"apart-{height}.mp4")),
        )
        for width, height in sizes
    )
    return films + sought(source, folder)


def repeated(film: Path, times: int, path: Path) -> None:
    """Write `film` many times over to `path`, without encoding anything."""
    ffmpeg("-stream_loop", str(times - 1), "-i", str(film), "-c", "copy", *_FASTSTART, str(path))


def sought(source: Source, folder: Path) -> float:
    """Make a poster of the very frame, which decodes all from the key frame before it."""
    return ffmpeg("-ss", "1.9", "-i", str(source.path), "-frames:v", "1", "-q:v", "2", str(folder / "sought.jpg"))
