"""What the made-up assets are called and tagged: what a school or a town might keep."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PLACES = (
    "Harbour",
    "Old Town",
    "North Beach",
    "Market Square",
    "Castle Hill",
    "River Walk",
    "Botanic Garden",
    "Pier",
    "Library Steps",
    "Sports Field",
    "Assembly Hall",
    "Rooftop",
    "Lighthouse",
    "Vineyard",
    "Station",
    "Gallery",
)
THEMES = (
    "at dawn",
    "in the rain",
    "summer fair",
    "graduation",
    "open day",
    "team portrait",
    "first snow",
    "concert",
    "regatta",
    "spring flowers",
    "night market",
    "marathon",
    "workshop",
    "sunset",
    "press day",
    "exhibition",
)
TAGS = (
    "landscape",
    "people",
    "event",
    "portrait",
    "architecture",
    "water",
    "sky",
    "press",
    "archive",
    "approved",
    "sport",
    "music",
    "nature",
    "winter",
    "summer",
    "team",
    "brochure",
    "social",
    "night",
    "garden",
)
CAMERAS = ("Canon EOS R6", "Nikon Z 6II", "Sony ILCE-7M4", "Fujifilm X-T5", "Apple iPhone 15 Pro", "Google Pixel 8")
# Everything lies before this day, whenever it is made, so that one number of assets is one library.
LAST_DAY = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
YEARS = 8
_PREFIXES = ("DSC", "IMG", "R6M", "PXL")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One asset that nobody took."""

    title: str
    filename: str
    created_at: datetime
    captured_local: str
    camera: str
    tags: tuple[str, ...]


def make_up(number: int, of: int) -> MadeUp:
    """Return the made-up asset of this number; they lie in bursts, like the days on which people take pictures."""
    chance = random.Random(number)  # noqa: S311  # repeatable on purpose
    day = random.Random(number // 24)  # noqa: S311  # one day's pictures lie together
    ago = timedelta(days=365 * YEARS * ((number // 24) * 24 / max(of, 1)) ** 1.3, hours=day.uniform(0, 9))
    created = LAST_DAY - ago - timedelta(seconds=(number % 24) * chance.uniform(20, 200))
    captured = created - timedelta(hours=chance.uniform(1, 60))
    return MadeUp(
        title=f"{day.choice(PLACES)} {day.choice(THEMES)} {number % 24 + 1}",
        filename=f"{chance.choice(_PREFIXES)}_{number % 10_000:04}.jpg",
        created_at=created,
        captured_local=captured.replace(tzinfo=None).isoformat(timespec="seconds"),
        camera=day.choice(CAMERAS),
        tags=tuple(chance.sample(TAGS, chance.randint(1, 3))),
    )
