"""A document is looked at, and remembered, only below a length."""

import pytest

from tests.client import Client, Refused


async def test_a_document_of_a_hundred_thousand_characters_is_refused_unread(nobody: Client) -> None:
    with pytest.raises(Refused) as refused:
        await nobody.graphql("{ viewer { permissions } } #" + "x" * 100_000)
    assert refused.value.codes == ["TOO_COMPLEX"]
