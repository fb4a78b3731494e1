"""The conversations of `fixtures/late`, held with a stand-in by both clients."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from conftest import FIXTURES, ROOT
from postworthy import late

if TYPE_CHECKING:
    from collections.abc import Callable

    from stand_in import StandIn

Make = "Callable[[str, dict[str, Any]], Any]"
FILES = sorted(path.stem for path in (FIXTURES / "late").glob("*.json") if path.stem != "calls")
# Nobody listens on the discard port of loopback.
ABSENT = "http://127.0.0.1:9/api/v1"


def conversations(file: str) -> list[dict[str, Any]]:
    path = FIXTURES / "late" / f"{file}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    assert found
    return found


def settings(given: dict[str, int]) -> dict[str, Any]:
    return {
        "deadline": given.get("deadlineMs", 5000) / 1000,
        "idle": given.get("idleMs", 2000) / 1000,
        "attempts": given.get("attempts", 4),
        "waits": (0.002, 0.01),
    }


def snake_case(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


def arguments(call: str, given: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of a call in the manner of Python: fields of structs are keywords."""
    placed, named = [], {}
    for name, value in given.items():
        if isinstance(value, dict) and name in {"filter", "board", "profile", "queue"}:
            named |= {snake_case(key): item for key, item in value.items()}
        elif name == "folder" or (name == "path" and call == "upload"):
            named[name] = ROOT / value
        elif isinstance(value, dict) or name in {"account", "id"}:
            placed.append(value)
        else:
            named[name] = value
    # A post stands before its id, and an id before its changes.
    placed.sort(key=lambda value: call == "update_post" and isinstance(value, dict))
    return placed, named


def plain(value: Any) -> Any:
    return value.to_dict() if isinstance(value, late.Submission) else value


def make_waiting(client: late.Client, call: str, given: dict[str, Any]) -> Any:
    placed, named = arguments(call, given)
    value = getattr(client, call)(*placed, **named)
    return plain(list(value) if call == "posts" else value)


def make_awaited(client: late.AsyncClient, call: str, given: dict[str, Any]) -> Any:
    placed, named = arguments(call, given)

    async def make() -> Any:
        value = getattr(client, call)(*placed, **named)
        if call == "posts":
            return [post async for post in value]
        return await value

    return plain(asyncio.run(make()))


def error_dict(error: late.LateError) -> dict[str, Any]:
    """An error, in the form in which conversations expect it."""
    return {
        "kind": error.kind,
        "message": str(error),
        "status": error.status,
        "mayHaveArrived": error.may_have_arrived,
        "attempts": error.attempts,
        "code": error.code,
        "field": error.field,
        "existing": error.existing,
        "platform": error.platform,
        "to": error.to,
        "waitSeconds": None if error.wait is None else int(error.wait),
    }


def holds(actual: Any, expected: Any) -> bool:
    """Whether a value holds what is expected: objects may hold more, and null may be absent."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            value in actual.get(name, "")
            if name == "message" and value is not None
            else holds(actual.get(name), value)
            for name, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(actual) == len(expected)
            and all(map(holds, actual, expected))
        )
    return type(actual) is type(expected) and actual == expected


@pytest.mark.parametrize("kind", ["waiting", "awaited"])
@pytest.mark.parametrize("file", FILES)
def test_conversations_end_as_they_say(service: StandIn, file: str, kind: str) -> None:
    for one in conversations(file):
        notices: list[late.Notice] = []
        told = {"on_notice": notices.append, **settings(one.get("client", {}))}
        url = ABSENT if one.get("service") == "absent" else service.url
        make: Callable[..., Any]
        if kind == "waiting":
            waiting = late.Client(service.key, url=url, **told)
            make = lambda call, given, by=waiting: make_waiting(by, call, given)  # noqa: E731
        else:
            awaited = late.AsyncClient(service.key, url=url, **told)
            make = lambda call, given, by=awaited: make_awaited(by, call, given)  # noqa: E731
        hold(service, f"{file}: {one['name']}", one, make)
        judge_notices(one, notices, service.key)


def hold(service: StandIn, name: str, one: dict[str, Any], make: Callable[..., Any]) -> None:
    service.reset()
    for before in one.get("before", []):
        make(before["call"], before["with"])
    earlier = len(service.log()["requests"])
    service.script(one["exchanges"])
    start = time.monotonic()
    try:
        outcome = {"value": make(one["call"], one["with"])}
        said = repr(outcome)
    except late.LateError as error:
        outcome = {"error": error_dict(error)}
        said = f"{error!r} {error.__dict__} {outcome}"
    # A call of several requests may take several deadlines; none of these does.
    deadline = one.get("client", {}).get("deadlineMs", 5000) / 1000
    assert time.monotonic() - start < deadline + 1, name
    assert holds(outcome, one["outcome"]), f"{name}\n  {outcome}\n  is not\n  {one['outcome']}"
    assert service.key.removeprefix("sk_") not in said, name
    log = service.log()
    judge_requests(name, log["requests"][earlier:], one["exchanges"])
    assert log["complaints"] == [], name
    assert log["script_left"] == 0, name
    assert len(log["posts"]) == one.get("posts", len(log["posts"])), name
    assert holds(log["uploads"], one.get("uploads", log["uploads"])), name


def judge_requests(name: str, requests: list[Any], exchanges: list[Any]) -> None:
    made = [f"{request['method']} {request['path']}" for request in requests]
    assert len(requests) == len(exchanges), f"{name}: {made}"
    ids = set()
    for request, exchange in zip(requests, exchanges, strict=True):
        expected = dict(exchange["request"])
        if exchange.get("fault") == "reset_before_body":
            expected.pop("body", None)
        assert holds(request, expected), f"{name}\n  {request}\n  is not\n  {expected}"
        assert request["query"] == expected.get("query", request["query"]), name
        assert request["authorized"] == request["path"].startswith("/api/"), name
        creates = {"/api/v1/posts": "x-request-id", "/api/v1/profiles": "idempotency-key"}
        if request["method"] == "POST" and request["path"] in creates:
            ids.add(request["headers"][creates[request["path"]]])
    assert len(ids) <= 1, f"{name}: the id changed between repeats"


def judge_notices(one: dict[str, Any], notices: list[late.Notice], key: str) -> None:
    lines = [str(notice) for notice in notices]
    for part in one.get("notices", []):
        assert any(part in line for line in lines), (one["name"], lines)
    assert key.removeprefix("sk_") not in f"{notices!r}"


def test_every_listed_method_is_there() -> None:
    calls = json.loads((FIXTURES / "late" / "calls.json").read_text(encoding="utf-8"))
    listed = {method for call in calls for method in call["methods"]}
    listed |= {"submit", "account_facts", "put"}
    for client in (late.Client, late.AsyncClient):
        public = {name for name, _ in inspect.getmembers(client) if not name.startswith("_")}
        assert public == listed


def test_both_clients_take_the_same_arguments() -> None:
    for name, _ in inspect.getmembers(late.Client, inspect.isfunction):
        if not name.startswith("_"):
            waiting = inspect.signature(getattr(late.Client, name))
            awaited = inspect.signature(getattr(late.AsyncClient, name))
            assert waiting.parameters == awaited.parameters
