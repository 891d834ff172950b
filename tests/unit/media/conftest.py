"""What the tests of pictures share: real files, recipes, and one pool of decoders for all that do not harm it."""

import resource
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.media.painted import Make, opened, save
from vitrine.infra.media.opening import prepare_decoders
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.transformation import Transformation

DATA = Path(__file__).parents[2] / "data"
SHARED = Path(__file__).parents[4] / "shared" / "media"

THUMBNAIL = Recipe(name="thumb", purpose="thumbnail", max_edge=320, format="webp", quality=80, effort=2)
PREVIEW = Recipe(name="preview", purpose="preview", max_edge=1024, format="jpeg", quality=80)
LARGE = Recipe(name="large", purpose="large", max_edge=2048, format="jpeg", quality=80)


@pytest.fixture(scope="session")
def data() -> Path:
    """The few real photos that lie beside the tests."""
    return DATA


@pytest.fixture(scope="session")
def shared() -> Path:
    """The large collection of media, where this checkout has it beside it."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED


@pytest.fixture(autouse=True)
def computing_time() -> Iterator[None]:
    """Give back the computing time that a decoder's code takes from its process, which here is the whole run's."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    yield
    resource.setrlimit(resource.RLIMIT_CPU, before)


@pytest.fixture(scope="session", autouse=True)
def decoders_ready() -> None:
    """Set Pillow up in the test process as in a child: some tests look at its pictures directly."""
    prepare_decoders(210_000_000)


@pytest.fixture(scope="session")
async def pool() -> AsyncIterator[DecoderPool]:
    """Two children with the limits of production."""
    async with DecoderPool(2) as pool:
        yield pool


@pytest.fixture
def make(pool: DecoderPool, tmp_path: Path) -> Make:
    """Make one rendition of a picture and open it."""

    async def made(source: Image.Image | Path, recipe: Transformation, mark: Path | None = None) -> Image.Image:
        path = source if isinstance(source, Path) else save(source, tmp_path)
        return opened(await pool.transform(path, recipe, tmp_path, mark=mark))

    return made
