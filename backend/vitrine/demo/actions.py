"""Fill the library with made-up assets over a few painted pictures."""

import hashlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from vitrine.accounts.models import Membership, Role
from vitrine.assets.changes import AssetChange
from vitrine.assets.models import MediaKind, Original
from vitrine.demo.words import TAGS, make_up
from vitrine.infra.db import execute, rows
from vitrine.infra.media.painting import paint
from vitrine.infra.media.pool import DecoderPool
from vitrine.organise.models import TagSource
from vitrine.pictures.actions import describe, owed
from vitrine.pictures.recipes import FIRST_SIGHT, PREVIEWS
from vitrine.renditions.actions import keep, write_down
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work

PICTURES = 120
AT_ONCE = 2000
# Prime to the number of pictures, so that neighbours differ and every picture is used.
STRIDE = 37
# Made-up ids grow from this one, so that making the same demonstration twice makes it once.
SEED = UUID("5f1e7d0c-9b1e-4f0a-8f57-6d3c0a7e2b11")

_INSERT = """
insert into asset (id, library_id, original_id, revision, title, filename, status, kind, mime_type, size, sha256, width,
    height, placeholder, camera, captured_local, failure_retryable, uploaded_by_id, created_at, updated_at)
select made.id, $1, o.id, 1, made.title, made.filename, 'READY', 'IMAGE', o.mime_type, o.size, o.sha256,
    (o.facts->>'width')::int, (o.facts->>'height')::int, o.facts->>'placeholder', made.camera, made.captured_local,
    false, $2, made.created_at, made.created_at
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
    as made (id, original_id, title, filename, camera, captured_local, created_at)
join original o on o.id = made.original_id
on conflict (id) do nothing
"""
_TAG = """
insert into asset_tag (id, asset_id, tag_id, source)
select gen_random_uuid(), put.asset_id, t.id, $2 from unnest($3::uuid[], $4::text[]) as put (asset_id, name)
join tag t on t.library_id = $1 and t.name = put.name join asset a on a.id = put.asset_id
on conflict (asset_id, tag_id) do nothing
"""


async def make_demo(services: Services, *, assets: int) -> None:
    """Add so many assets to the first library; the same number always gives the same assets. Says how far it is."""
    owner = await Membership.filter(role=Role.OWNER).first()
    if owner is None:
        raise RuntimeError("There is no library yet: run `vitrine up` once.")
    originals = await _paint_originals(services, owner.library_id, min(PICTURES, assets))
    await _make_tags(owner.library_id)
    for start in range(0, assets, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, assets))
        async with unit_of_work(services) as work:
            await _add(owner, originals, numbers, assets)
            await _say_so(work, owner.library_id)
        _report(f"{numbers.stop:,} of {assets:,} assets")


async def _add(owner: Membership, originals: Sequence[Original], numbers: range, of: int) -> None:
    ids = [uuid5(SEED, f"{owner.library_id}:{number}") for number in numbers]
    made = [make_up(number, of) for number in numbers]
    await execute(
        _INSERT,
        owner.library_id,
        owner.user_id,
        ids,
        [originals[number * STRIDE % len(originals)].id for number in numbers],
        [each.title for each in made],
        [each.filename for each in made],
        [each.camera for each in made],
        [each.captured_local for each in made],
        [each.created_at for each in made],
    )
    put = [(asset_id, tag) for asset_id, each in zip(ids, made, strict=True) for tag in each.tags]
    await execute(_TAG, owner.library_id, TagSource.HAND.value, [asset for asset, _ in put], [tag for _, tag in put])


async def _say_so(work: Work, library_id: UUID) -> None:
    # One word to open galleries instead of a hundred thousand.
    await work.announce(AssetChange.RESYNC, library_id=library_id, subject_id=library_id, revision=0)


async def _make_tags(library_id: UUID) -> None:
    await rows(
        "insert into tag (id, library_id, name) select gen_random_uuid(), $1, unnest($2::text[]) "
        "on conflict (library_id, name) do nothing returning id",
        library_id,
        list(TAGS),
    )


async def _paint_originals(services: Services, library_id: UUID, count: int) -> list[Original]:
    """Paint pictures and take them through the real decoders; those that are kept already are not made again."""
    originals = []
    async with DecoderPool(size=services.settings.image_children) as decoders:
        for seed in range(count):
            with tempfile.TemporaryDirectory() as folder:
                originals.append(await _paint_one(services, decoders, library_id, seed, Path(folder)))
            if seed % 20 == 0:
                _report(f"{seed} of {count} pictures")
    return originals


async def _paint_one(services: Services, decoders: DecoderPool, library_id: UUID, seed: int, folder: Path) -> Original:
    path = folder / "painted.jpg"
    edge = max(paint(seed, path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = await Original.get_or_none(library_id=library_id, sha256=digest)
    if known:
        return known
    key = f"originals/{library_id}/{uuid5(SEED, f'{library_id}:picture:{seed}')}.jpg"
    original = Original(
        id=uuid4(),
        library_id=library_id,
        key=key,
        sha256=digest,
        size=path.stat().st_size,
        mime_type="image/jpeg",
        kind=MediaKind.IMAGE,
    )
    sight = await decoders.first_sight(path, FIRST_SIGHT, folder)
    rendered = [*sight.rendered, *await decoders.render(path, owed(edge, PREVIEWS), folder)]
    original.facts = describe(sight)
    await services.storage.put_file(key, path, original.mime_type)
    await keep(services.storage, original, rendered)
    await original.save(force_create=True)
    await write_down(original, rendered)
    return original


def _report(text: str) -> None:
    sys.stderr.write(f"\r{text}   ")
    sys.stderr.flush()
