"""What a file's name claims it to be."""

from pathlib import PurePath

from vitrine.infra.media import file_types as t
from vitrine.infra.media.file_types import FileType

_CLAIMS: dict[str, FileType] = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif", "mpo"), t.JPEG),
    **dict.fromkeys(("png", "apng"), t.PNG),
    **dict.fromkeys(("tif", "tiff"), t.TIFF),
    **dict.fromkeys(("bmp", "dib"), t.BMP),
    **dict.fromkeys(("heic", "heif", "hif"), t.HEIC),
    **dict.fromkeys(("mp4", "f4v", "f4p"), t.MP4),
    **dict.fromkeys(("mov", "qt"), t.QUICKTIME),
    **dict.fromkeys(("ts", "mts", "m2ts"), t.MPEG_TS),
    **dict.fromkeys(("mpg", "mpeg", "vob", "m2v"), t.MPEG),
    **dict.fromkeys(("wmv", "asf"), t.WMV),
    **dict.fromkeys(("mp3", "mp2", "mp1", "mpga"), t.MP3),
    **dict.fromkeys(("m4a", "m4b", "m4p", "m4r", "f4a", "f4b"), t.M4A),
    **dict.fromkeys(("wav", "wave"), t.WAV),
    **dict.fromkeys(("ogg", "oga", "opus", "spx"), t.OGG),
    **dict.fromkeys(("aif", "aiff", "aifc"), t.AIFF),
    **dict.fromkeys(
        (
            "dng",
            "nef",
            "nrw",
            "cr2",
            "cr3",
            "crw",
            "arw",
            "srf",
            "sr2",
            "orf",
            "rw2",
            "raf",
            "pef",
            "srw",
            "iiq",
            "3fr",
            "fff",
            "mef",
            "mos",
            "erf",
            "kdc",
            "dcr",
            "rwl",
            "x3f",
            "mrw",
        ),
        t.RAW,
    ),
    "gif": t.GIF,
    "webp": t.WEBP,
    "avif": t.AVIF,
    "psd": t.PSD,
    "m4v": t.M4V,
    "3gp": t.THREE_GP,
    "3g2": t.THREE_G2,
    "mj2": t.MOTION_JPEG_2000,
    "webm": t.WEBM,
    "mkv": t.MATROSKA,
    "avi": t.AVI,
    "flv": t.FLV,
    "ogv": t.OGG_VIDEO,
    "aac": t.AAC,
    "flac": t.FLAC,
    "wma": t.WMA,
    "amr": t.AMR,
    "ac3": t.AC3,
    "caf": t.CAF,
    "mka": t.MATROSKA_AUDIO,
    "pdf": t.PDF,
    "svg": t.SVG,
    "svgz": t.SVGZ,
}


def claimed_type(filename: str) -> FileType | None:
    """Return the type that a name's ending stands for, or None when it stands for nothing we know."""
    return _CLAIMS.get(PurePath(filename).suffix.lower().lstrip("."))
