"""The same folders and pool as the tests of single pictures."""

from tests.unit.media.conftest import data, decoders_ready, pool, shared

__all__ = ["data", "decoders_ready", "pool", "shared"]
