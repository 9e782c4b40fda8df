"""Takes the check off the compiled forms of a root's modules: python3 unchecked.py ROOT

With SOURCE_DATE_EPOCH in the environment packages compile their modules as "checked hash" (PEP 552): Python reads and hashes
each source at every start. The root of an image is read-only, and nobody edits them. Runs on the machine that builds.
"""

from __future__ import annotations

import sys
from pathlib import Path

_CHECKED, _UNCHECKED = (3).to_bytes(4, "little"), (1).to_bytes(4, "little")
_AT = 4  # of the flags in a .pyc's header


def main(root: Path) -> None:
    """Their times stay; what is compiled otherwise is left as it is."""
    taken = 0
    for path in root.glob("usr/lib/python3*/**/*.pyc"):
        with path.open("r+b") as file:
            file.seek(_AT)
            if file.read(len(_CHECKED)) == _CHECKED:
                file.seek(_AT)
                file.write(_UNCHECKED)
                taken += 1
    print(f"{taken} modules are taken as they were compiled")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
