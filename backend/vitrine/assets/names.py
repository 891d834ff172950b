"""Names that people and files give, as they can be shown."""

import unicodedata

# Direction overrides make "gpj.exe" look like "exe.jpg".
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_name(text: str) -> str:
    """Return a name in NFC, without control and direction characters and without space around it; maybe empty."""
    shown = unicodedata.normalize("NFC", text).translate(_BIDI)
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in shown).strip()
