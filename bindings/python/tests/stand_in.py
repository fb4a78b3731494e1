"""A stand-in of the service, run as the process that it is."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT


class StandIn:
    """A running stand-in of Late on loopback."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [binary()], stdout=subprocess.PIPE, text=True, encoding="ascii"
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip().removeprefix("LATE_API_URL=")
        self.key = self.process.stdout.readline().strip().removeprefix("LATE_API_KEY=")

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()

    def reset(self) -> None:
        self._ask("POST", "reset", {})

    def script(self, exchanges: list[Any], limit: dict[str, int] | None = None) -> None:
        """Says what becomes of the next requests; `<key>` stands for the key."""
        text = json.dumps({"exchanges": exchanges, "limit": limit}).replace("<key>", self.key)
        self._ask("POST", "script", json.loads(text))

    def log(self) -> dict[str, Any]:
        return self._ask("GET", "log")

    def _ask(self, method: str, what: str, body: Any = None) -> Any:
        root = self.url.removesuffix("/api/v1")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{root}/_/{what}", data, method=method)
        # What is on this machine is not reached through another.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)


def binary() -> Path:
    """The stand-in that `./test` has built, or one that is there anyway."""
    named = os.environ.get("POSTWORTHY_STAND_IN")
    built = [ROOT / "target" / kind / "postworthy-stand-in" for kind in ("debug", "release")]
    found = [path for path in ([Path(named)] if named else built) if path.exists()]
    if not found:
        pytest.skip("cargo build -p postworthy-stand-in makes what this talks to")
    return found[0]
