"""Films to measure on: moving detail with a little grain, as cameras give it, and sound."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

# In Matroska: what could be copied as it is would not be encoded at all.
_SIZES = {"1080p": ("1920x1080", "7M", 1.0), "2160p": ("3840x2160", "40M", 2 / 3)}
_RUNGS = ((1920, 1080), (1280, 720))


@dataclass(frozen=True)
class Source:
    """A film, and what it is called in the table."""

    name: str
    path: Path


def make_sources(scratch: Path, seconds: float) -> list[Source]:
    """Make a film of each size in `scratch`; the larger one is two thirds as long."""
    return [_made(name, scratch, seconds) for name in _SIZES]


def _made(name: str, scratch: Path, seconds: float) -> Source:
    size, rate, share = _SIZES[name]
    path, length = scratch / f"{name}.mkv", f"{seconds * share:.2f}"
    picture = f"mandelbrot=size={size}:rate=30:start_scale=0.3:end_scale=0.05:end_pts=400,noise=alls=4:allf=t"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", picture]
    command += ["-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.2:sample_rate=48000", "-t", length]
    command += ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "superfast", "-b:v", rate, "-g", "60"]
    subprocess.run([*command, "-c:a", "aac", "-ac", "2", str(path)], check=True)
    return Source(name, path)


def scaled_before(source: Source, scratch: Path) -> list[Path]:
    """Return the frames of each rung, scaled and not encoded: what an encoder alone would be given."""
    made = []
    for width, height in _RUNGS:
        path = scratch / f"{source.name}-{height}.y4m"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(source.path), "-an"]
        subprocess.run([*command, "-vf", f"scale={width}:{height}", "-pix_fmt", "yuv420p", str(path)], check=True)
        made.append(path)
    return made
