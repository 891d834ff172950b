"""The operations that GraphiQL shows to someone new work as they are written."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.uploading import photo, ready
from tests.house.tracked import ROOT

EXAMPLES = ROOT / "spa" / "src" / "graphiql" / "examples"
FILES = sorted(EXAMPLES.glob("*.graphql"))
# What a person has to fill in; each example says so in its words.
PLACEHOLDER = "the id"

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="The gallery is not here.")


def test_there_are_examples_for_the_first_steps() -> None:
    assert len(FILES) >= 5
    assert {path.with_suffix(".json").name for path in FILES} == {path.name for path in EXAMPLES.glob("*.json")}


def _filled_in(variables: Any, asset: dict[str, Any]) -> Any:
    if isinstance(variables, dict):
        return {name: _filled_in(value, asset) for name, value in variables.items()}
    if isinstance(variables, list):
        return [_filled_in(value, asset) for value in variables]
    return asset["id"] if isinstance(variables, str) and variables.startswith(PLACEHOLDER) else variables


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_an_example_runs_as_it_is_written(owner: Client, path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    asset = await ready(owner, photo("gps.jpg"))
    variables = _filled_in(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), asset)
    if "subscription" in document:
        async with owner.subscribe(document, **variables) as subscription:
            await ready(owner)
            assert (await subscription.event())["assetEvents"]["kind"]
        return
    data = await owner.graphql(document, **variables)
    assert all(value is not None for value in data.values()), data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_an_example_asked_by_nobody_says_to_sign_in(nobody: Client, owner_key: str, path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    if "subscription" in document or "viewer" in document:
        pytest.skip("A socket lets nobody in; anybody may ask who they are.")
    with pytest.raises(Refused) as refused:
        await nobody.graphql(document, **json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    assert refused.value.codes == ["UNAUTHENTICATED"]
