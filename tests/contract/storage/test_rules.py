"""Lifecycle rules are a store's own business; Vitrine learns whether it has them, and harms nothing by asking."""

from tests.contract.storage.conftest import Store


async def test_a_store_keeps_the_rule_or_says_that_it_does_not(store: Store) -> None:
    key = await store.store(store.key(), b"kept")
    why_not = await store.storage.keep_rule()
    if store.server.traits is not None:
        assert why_not, "neither rclone nor Swift keeps rules"
    assert await store.storage.keep_rule() == why_not
    assert await store.read(key) == b"kept"
