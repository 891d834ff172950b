"""A decoder process on a kernel that cannot put up two of the walls. Started by test_containment.py."""

import sys

from vitrine.infra.media import child

if __name__ == "__main__":
    child.confine = lambda *_, **__: ["network", "files"]  # type: ignore[attr-defined]
    child.main(sys.argv[1:])
