"""The kinds of file there are: those we keep, and those we can only refuse by name."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a person would call it."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    AUDIO = "AUDIO"
    DOCUMENT = "DOCUMENT"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type told by content. `words` completes "it is ..."; only `accepted` types are kept."""

    mime: str
    kind: Kind
    extension: str
    words: str
    accepted: bool = True


def _image(mime: str, extension: str, words: str) -> FileType:
    return FileType(f"image/{mime}", Kind.IMAGE, extension, words)


def _video(mime: str, extension: str, words: str) -> FileType:
    return FileType(f"video/{mime}", Kind.VIDEO, extension, words)


def _audio(mime: str, extension: str, words: str) -> FileType:
    return FileType(f"audio/{mime}", Kind.AUDIO, extension, words)


def refused(words: str, mime: str = "application/octet-stream", kind: Kind = Kind.OTHER) -> FileType:
    """Return a type that is known well enough to be named in the refusal, and no more."""
    return FileType(mime, kind, "bin", words, accepted=False)


JPEG = _image("jpeg", "jpg", "a JPEG picture")
PNG = _image("png", "png", "a PNG picture")
GIF = _image("gif", "gif", "a GIF picture")
WEBP = _image("webp", "webp", "a WebP picture")
TIFF = _image("tiff", "tif", "a TIFF picture")
BMP = _image("bmp", "bmp", "a BMP picture")
HEIC = _image("heic", "heic", "an HEIC picture")
AVIF = _image("avif", "avif", "an AVIF picture")
PSD = _image("vnd.adobe.photoshop", "psd", "a Photoshop document")

MP4 = _video("mp4", "mp4", "an MP4 film")
M4V = _video("x-m4v", "m4v", "an MP4 film")
QUICKTIME = _video("quicktime", "mov", "a QuickTime film")
THREE_GP = _video("3gpp", "3gp", "a 3GP film")
THREE_G2 = _video("3gpp2", "3g2", "a 3G2 film")
MOTION_JPEG_2000 = _video("mj2", "mj2", "a Motion JPEG 2000 film")
WEBM = _video("webm", "webm", "a WebM film")
MATROSKA = _video("x-matroska", "mkv", "a Matroska film")
AVI = _video("x-msvideo", "avi", "an AVI film")
MPEG_TS = _video("mp2t", "ts", "an MPEG film")
MPEG = _video("mpeg", "mpg", "an MPEG film")
FLV = _video("x-flv", "flv", "a Flash film")
WMV = _video("x-ms-wmv", "wmv", "a Windows Media film")
OGG_VIDEO = _video("ogg", "ogv", "an Ogg film")

MP3 = _audio("mpeg", "mp3", "an MP3 sound file")
M4A = _audio("mp4", "m4a", "an MP4 sound file")
AAC = _audio("aac", "aac", "an AAC sound file")
FLAC = _audio("flac", "flac", "a FLAC sound file")
WAV = _audio("wav", "wav", "a WAV sound file")
OGG = _audio("ogg", "ogg", "an Ogg sound file")
AIFF = _audio("aiff", "aif", "an AIFF sound file")
WMA = _audio("x-ms-wma", "wma", "a Windows Media sound file")
AMR = _audio("amr", "amr", "an AMR sound file")
AC3 = _audio("ac3", "ac3", "an AC-3 sound file")
CAF = _audio("x-caf", "caf", "a Core Audio sound file")
MATROSKA_AUDIO = _audio("x-matroska", "mka", "a Matroska sound file")

PDF = FileType("application/pdf", Kind.DOCUMENT, "pdf", "a PDF document")

SVG = _image("svg+xml", "svg", "an SVG drawing")
SVGZ = _image("svg+xml-compressed", "svgz", "a compressed SVG drawing")
RAW = _image("x-raw", "raw", "a camera RAW picture")

JPEG_2000 = refused("a JPEG 2000 picture", "image/jp2", Kind.IMAGE)
JPEG_XL = refused("a JPEG XL picture", "image/jxl", Kind.IMAGE)
JPEG_LS = refused("a JPEG-LS picture", "image/jls", Kind.IMAGE)
ICON = refused("a Windows icon", "image/x-icon", Kind.IMAGE)
PSB = refused("a Photoshop document of the large kind (PSB)", "image/vnd.adobe.photoshop", Kind.IMAGE)
OGG_OTHER = refused("an Ogg file with a content we do not know", "application/ogg")
RIFF_OTHER = refused("a RIFF file that is neither WebP, WAV nor AVI")
ISO_OTHER = refused("a media container of a kind we do not know")
PLAYLIST = refused("a playlist that points at other files")
TEXT = refused("plain text", "text/plain")
HTML = refused("a web page", "text/html")
XML = refused("XML text", "application/xml")
PROGRAM = refused("a program")
