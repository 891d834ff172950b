"""Entry points of the workers: everything of a film that comes after its poster."""

from pathlib import Path

from vitrine.assets.models import Asset
from vitrine.films.making import Film, make_extras, make_films, make_playlists
from vitrine.infra.media.errors import MediaError
from vitrine.infra.scratch import job_folder
from vitrine.renditions.actions import give_up_or_try_again
from vitrine.renditions.alone import begin_alone
from vitrine.renditions.ends import say_failed
from vitrine.work.claims import Claim, Progress
from vitrine.work.runner import Task


async def ladder(claim: Claim) -> None:
    """Make the sizes people watch, then the playlists, which make the film READY, then sprites and captions."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    await begin_alone(claim, asset.original, Progress("fetch", 0, 1, "steps"))
    with job_folder() as folder:
        film = Film(claim, asset, asset.original, Path(folder))
        try:
            await make_films(film)
            await make_playlists(film)
            await make_extras(film)
        except MediaError as error:
            give_up_or_try_again(error)


TASKS = {"films.ladder": Task(ladder, say_failed)}
