"""What orders refuse, each with what to do about it."""

from vitrine.errors import Refusal


class RenditionRefused(Refusal):
    """The base of every refusal about an order or a preset; a client tells them apart by code."""


class BadSize(RenditionRefused):
    code = "BAD_SIZE"


class BadCrop(RenditionRefused):
    code = "BAD_CROP"


class BadFocus(RenditionRefused):
    code = "BAD_FOCUS"


class BadRotation(RenditionRefused):
    code = "BAD_ROTATION"


class BadFilter(RenditionRefused):
    code = "BAD_FILTER"


class BadQuality(RenditionRefused):
    code = "BAD_QUALITY"


class BadWatermark(RenditionRefused):
    code = "BAD_WATERMARK"


class WatermarkNotFound(RenditionRefused):
    """There is no such asset, the caller may not see it, or it is no picture that can be laid over another."""

    code = "WATERMARK_NOT_FOUND"


class FormatTooSmall(RenditionRefused):
    """No file of this format can have so many pixels a side."""

    code = "FORMAT_TOO_SMALL"


class RecipeOrPreset(RenditionRefused):
    """Both were given, or neither."""

    code = "RECIPE_OR_PRESET"


class UnknownPreset(RenditionRefused):
    code = "UNKNOWN_PRESET"


class BadPresetName(RenditionRefused):
    code = "BAD_PRESET_NAME"


class TooManyPresets(RenditionRefused):
    code = "TOO_MANY_PRESETS"


class NotAPicture(RenditionRefused):
    """Nothing of it can be seen: a sound."""

    code = "NOT_A_PICTURE"


class NotReadyYet(RenditionRefused):
    code = "NOT_READY_YET"


class Withheld(RenditionRefused):
    """The asset is in quarantine, and nothing of it is given out."""

    code = "QUARANTINED"


class InTheTrash(RenditionRefused):
    code = "IN_THE_TRASH"


class TooManyWaiting(RenditionRefused):
    code = "TOO_MANY_WAITING"
