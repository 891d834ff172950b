"""Copies of a photo are found however they were made, and other photos are left alone."""

from itertools import combinations
from pathlib import Path

import pytest
from PIL import ImageOps

from tests.client import Client
from tests.domains.duplicates.alike import members
from tests.domains.duplicates.copies import COPIES, opened, smaller
from tests.domains.films.filming import film
from tests.domains.uploading import photo, ready, send
from tests.domains.uploads.stored import all_done
from vitrine.duplicates.comparing import MAX_DISTANCE
from vitrine.infra.media.likeness import distance, likeness


async def test_copies_of_a_photo_come_together_and_other_photos_do_not(owner: Client) -> None:
    body = photo("Aqua.jpg")
    family = [await ready(owner, body)]
    for name, made in COPIES.items():
        family.append(await ready(owner, made(opened(body)), f"{name}.{'webp' if 'type' in name else 'jpg'}"))
    for other in ("FreshFlower.jpg", "gps.jpg", "Canon_40D.jpg"):
        await ready(owner, photo(other))
    await all_done()
    [group] = await members(owner)
    assert {*group} == {asset["id"] for asset in family}


async def test_the_same_bytes_sent_twice_are_a_group(owner: Client, colleague: Client) -> None:
    body = photo("gps.jpg")
    both = [await ready(owner, body), await ready(colleague, body, "again.jpg")]
    await all_done()
    for client in (owner, colleague):
        [group] = await members(client)
        assert {*group} == {asset["id"] for asset in both}


async def test_a_film_and_its_smaller_copy_are_a_group_and_a_longer_one_is_not(owner: Client) -> None:
    source = ("-f", "lavfi", "-i", "mandelbrot=size=480x360:rate=10")
    quick = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    bodies = [
        await film(*source, "-t", "2", *quick),
        await film(*source, "-t", "2", "-vf", "scale=320:240", "-crf", "35", *quick),
        await film(*source, "-t", "6", *quick),
    ]
    sent = [await send(owner, body, "film.mp4") for body in bodies]
    await all_done(60)
    [group] = await members(owner)
    assert {*group} == {asset["id"] for asset in sent[:2]}


@pytest.fixture(scope="module")
def gallery(media: Path) -> dict[str, bytes]:
    """The photographs of the shared collection."""
    return {path.name: path.read_bytes() for path in sorted((media / "gallery").glob("*.jpg"))}


@pytest.mark.parametrize("copy", COPIES)
def test_every_copy_of_a_real_photo_is_within_the_distance(gallery: dict[str, bytes], copy: str) -> None:
    apart = {}
    for name, body in gallery.items():
        picture = smaller(ImageOps.exif_transpose(opened(body)), 2048)
        one, other = likeness(picture), likeness(opened(COPIES[copy](picture)))
        assert one is not None
        assert other is not None
        apart[name] = distance(one, other)
    assert {name: bits for name, bits in apart.items() if bits > MAX_DISTANCE} == {}


def test_real_photos_of_other_things_are_twice_as_far_apart(gallery: dict[str, bytes]) -> None:
    hashes = [likeness(smaller(opened(body), 512)) for body in gallery.values()]
    known = [each for each in hashes if each is not None]
    assert len(known) == len(gallery) > 10
    assert min(distance(one, other) for one, other in combinations(known, 2)) > 2 * MAX_DISTANCE
