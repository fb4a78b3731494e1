"""Packs a wheel anew, as small as deflate goes: `python pack.py postworthy-*.whl`.

Every installer reads what this writes. It takes half a minute, and makes the wheel 3 % smaller.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import zopfli


def pack(wheel: Path) -> None:
    """Packs what is in the wheel, which stays what it is, and replaces it."""
    packed = wheel.with_suffix(".packed")
    with zipfile.ZipFile(wheel) as old, zopfli.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, content)
    packed.replace(wheel)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        pack(Path(name))
