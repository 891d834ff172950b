"""Say where Swift keeps what: `rings.py FOLDER NAME:PORT ...`, run by the Python that has Swift."""

import sys

from swift.common.ring import RingBuilder  # type: ignore[import-not-found]  # in an environment of its own

# A ring of 2 ** 4 places is enough for one device.
_PLACES = 4


def main(folder: str, *servers: str) -> None:
    """Write one ring for each server: one device, one copy."""
    for server in servers:
        name, _, port = server.partition(":")
        ring = RingBuilder(_PLACES, replicas=1, min_part_hours=0)
        ring.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "device", "weight": 1})
        ring.rebalance()
        ring.get_ring().save(f"{folder}/{name}.ring.gz")


if __name__ == "__main__":
    main(*sys.argv[1:])
