"""What the tests share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stand_in import StandIn

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures"


def expand(value: Any) -> Any:
    """Writes out `{"$repeat": [text, n], "then": text}` and `{"$times": [item, n]}`."""
    if isinstance(value, dict):
        if "$repeat" in value:
            text, count = value["$repeat"]
            return text * count + value.get("then", "")
        if "$times" in value:
            item, count = value["$times"]
            return [numbered(expand(item), index) for index in range(count)]
        return {key: expand(item) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item) for item in value]
    return value


def numbered(value: Any, index: int) -> Any:
    """Puts the index in the place of each `#`."""
    if isinstance(value, str):
        return value.replace("#", str(index))
    if isinstance(value, list):
        return [numbered(item, index) for item in value]
    if isinstance(value, dict):
        return {key: numbered(item, index) for key, item in value.items()}
    return value


def read_cases() -> list[dict[str, Any]]:
    """The cases that every language runs."""
    cases = []
    for path in sorted((FIXTURES / "cases").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            case["post"] = expand(case["post"])
            case["context"] = expand(case.get("context", {}))
            cases.append(case)
    assert cases
    return cases


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    return read_cases()


@pytest.fixture
def post() -> dict[str, Any]:
    """A post with one error: a tall picture in an Instagram feed."""
    return {
        "content": "Hello",
        "publishNow": True,
        "mediaItems": [{"type": "image", "url": "https://example.com/a.jpg"}],
        "platforms": [
            {"platform": "instagram", "accountId": "a"},
            {"platform": "bluesky", "accountId": "b"},
        ],
    }


@pytest.fixture(scope="session")
def service_process() -> Iterator[StandIn]:
    from stand_in import StandIn

    running = StandIn()
    yield running
    running.stop()


@pytest.fixture
def service(service_process: StandIn) -> StandIn:
    """A stand-in of Late that has forgotten what was before."""
    service_process.reset()
    return service_process
