"""What is Python's own in the client of Late: threads, loops, interrupts, forks, secrets."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import postworthy
from conftest import FIXTURES
from postworthy import late

if TYPE_CHECKING:
    from pathlib import Path

    from stand_in import StandIn

HANG = {"request": {}, "fault": "hang"}
PHOTO = FIXTURES / "examples" / "media" / "launch.jpg"
POST: dict[str, Any] = {
    "content": "Hello",
    "publishNow": True,
    "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}],
}


@pytest.fixture
def client(service: StandIn) -> late.Client:
    return late.Client(service.key, url=service.url, waits=(0.002, 0.01))


@pytest.fixture
def client_async(service: StandIn) -> late.AsyncClient:
    return late.AsyncClient(service.key, url=service.url, waits=(0.002, 0.01))


def test_the_key_is_taken_from_the_environment_and_never_shown(
    service: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(late.KEY_VARIABLE, service.key)
    client = late.Client(url=service.url, waits=(0, 0))
    body = {"error": "no <key>"}
    service.script([{"request": {}, "answer": {"status": 503, "body": body}}])
    client.usage()
    service.script([{"request": {}, "answer": {"status": 401, "body": body}}])
    with pytest.raises(late.LateError) as raised:
        client.usage()
    error = raised.value
    said = f"{client!r} {error!r} {error} {error.__dict__} {caplog.text} {vars(client)}"
    assert "sk_[hidden]" in str(error)
    assert service.key[3:] not in said
    assert repr(client) == f"<Client: {service.url}>"


def test_a_bad_key_or_address_is_named_before_any_request(
    service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(late.KEY_VARIABLE, raising=False)
    for arguments, said in (
        ({}, "LATE_API_KEY is not set"),
        ({"key": "sk_12"}, "this is not an API key"),
        ({"key": service.key, "url": "http://example.com"}, "https"),
    ):
        with pytest.raises(late.LateError, match=said) as raised:
            late.Client(**arguments)
        assert raised.value.kind == "setup"
        assert isinstance(raised.value, postworthy.PostworthyError)
    with pytest.raises(postworthy.PostworthyError, match="idle"):
        late.Client(service.key, idle=-1)


def test_arguments_that_make_no_sense_are_named(client: late.Client) -> None:
    wrong: Any = client
    with pytest.raises(TypeError, match="colour"):
        wrong.list_posts(colour="red")
    with pytest.raises(postworthy.PostworthyError, match="id: invalid type"):
        wrong.post(5)
    with pytest.raises(postworthy.PostworthyError, match="u64"):
        wrong.list_posts(limit="many")
    with pytest.raises(postworthy.PostworthyError, match="post"):
        wrong.create_post({"content": object()})
    with pytest.raises(postworthy.PostworthyError, match="folder"):
        wrong.submit(POST, media="auto")


def test_a_post_may_be_json_text_or_a_model(client: late.Client) -> None:
    class Model:
        def model_dump(self, *, mode: str, by_alias: bool) -> Any:
            return {**POST, "content": f"{mode} {by_alias}"}

    text = json.dumps({**POST, "content": "Text"})
    assert client.create_post(text)["post"]["content"] == "Text"
    assert client.create_post(Model())["post"]["content"] == "json True"


def test_errors_can_be_pickled(client: late.Client) -> None:
    with pytest.raises(late.LateError) as raised:
        client.post("none")
    error = pickle.loads(pickle.dumps(raised.value))
    assert str(error) == str(raised.value)
    assert (error.kind, error.status, error.call) == ("not_found", 404, "GET /v1/posts/none")


def test_repeats_are_logged(
    client: late.Client, service: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    service.script([{"request": {}, "answer": {"status": 503, "body": {"error": "down"}}}])
    with caplog.at_level(logging.WARNING):
        client.create_post(POST)
    assert "POST /v1/posts: down; attempt 2 in" in caplog.text
    assert "under the same request id" in caplog.text


def test_a_batch_keeps_within_the_limit(service: StandIn) -> None:
    service.script([], {"requests": 10, "perMs": 200})
    notices: list[late.Notice] = []
    client = late.Client(
        service.key, url=service.url, pacing=late.Pacing(per=0.2), on_notice=notices.append
    )
    for _ in range(25):
        client.usage()
    assert {notice.kind for notice in notices} == {"paced"}
    assert len(service.log()["requests"]) == 25


def test_progress_is_told_in_the_calling_thread(client: late.Client) -> None:
    heard: list[tuple[late.Progress, int]] = []
    client.upload(PHOTO, progress=lambda at: heard.append((at, threading.get_ident())))
    assert heard[-1] == (
        late.Progress(str(PHOTO), PHOTO.stat().st_size, PHOTO.stat().st_size),
        threading.get_ident(),
    )


def test_what_a_listener_raises_ends_the_upload(
    client: late.Client, client_async: late.AsyncClient, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(PHOTO.read_bytes() + bytes(50 << 20))

    def refuse(_: late.Progress) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        client.upload(large, progress=refuse)
    with pytest.raises(KeyError, match="enough"):
        asyncio.run(client_async.upload(large, progress=refuse))


def test_other_threads_run_while_a_call_waits(service: StandIn) -> None:
    client = late.Client(service.key, url=service.url, idle=1, waits=(0, 0))
    service.script([HANG])
    waiting = threading.Thread(target=client.usage)
    waiting.start()
    time.sleep(0.2)
    count = 0
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        count += 1
    assert waiting.is_alive()
    assert count > 10_000
    # What hangs is given up, and repeated.
    waiting.join(10)
    assert not waiting.is_alive()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_ends_a_call(client: late.Client, service: StandIn) -> None:
    service.script([HANG])
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        client.usage()
    assert time.monotonic() - start < 2
    # The request was broken off, and the client goes on.
    assert client.usage()


def test_a_loop_goes_on_while_calls_are_awaited(
    client_async: late.AsyncClient, service: StandIn
) -> None:
    service.script([HANG])

    async def count() -> tuple[int, bool]:
        hanging = asyncio.ensure_future(client_async.usage())
        await asyncio.sleep(0.05)
        turns = 0
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            await asyncio.sleep(0)
            turns += 1
        others = await asyncio.gather(*(client_async.usage() for _ in range(50)))
        pending = not hanging.done()
        hanging.cancel()
        return turns * len(others), pending

    turns, pending = asyncio.run(count())
    assert turns > 10_000
    assert pending


def test_a_cancelled_call_is_broken_off(client_async: late.AsyncClient, service: StandIn) -> None:
    answer = {"status": 429, "headers": {"Retry-After": "1"}, "body": {"error": "wait"}}
    service.script([{"request": {}, "answer": answer}])

    async def cancel() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client_async.create_post(POST), 0.3)
        # Long enough for the repeat that must not come.
        await asyncio.sleep(1.2)

    asyncio.run(cancel())
    assert len(service.log()["requests"]) == 1
    assert service.log()["posts"] == []


def test_a_client_serves_one_loop_after_the_other(client_async: late.AsyncClient) -> None:
    for _ in range(3):
        assert asyncio.run(client_async.usage())


def test_a_closed_loop_is_no_trouble(client_async: late.AsyncClient, service: StandIn) -> None:
    service.script([HANG])
    loop = asyncio.new_event_loop()
    task = loop.create_task(client_async.usage())
    loop.run_until_complete(asyncio.sleep(0.1))
    task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert asyncio.run(client_async.usage())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_client_works_on_both_sides_of_a_fork(client: late.Client) -> None:
    assert client.usage()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if client.usage() else 1
        finally:
            os._exit(status)
    assert client.usage()
    assert os.waitpid(child, 0)[1] == 0


def test_an_interpreter_ends_while_a_call_is_under_way(service: StandIn) -> None:
    service.script([HANG])
    program = """
import sys, threading, time
from postworthy import late
client = late.Client(sys.argv[1], url=sys.argv[2])
threading.Thread(target=client.usage, daemon=True).start()
time.sleep(0.3)
"""
    command = [sys.executable, "-c", program, service.key, service.url]
    assert subprocess.run(command, check=False, timeout=30).returncode == 0


def test_who_only_checks_does_not_import_it() -> None:
    program = """
import sys, threading, postworthy
assert not [name for name in sys.modules if name.startswith(("postworthy.late", "asyncio"))]
assert threading.active_count() == 1
postworthy.check({})
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_steps_of_submitting_are_there(client: late.Client) -> None:
    post = {**POST, "mediaItems": [{"url": "media/launch.jpg", "altText": "A product"}]}
    files = late.local_files(post, FIXTURES / "examples")
    report = postworthy.check(
        post,
        media={file.url: file.info for file in files},
        accounts=client.account_facts(post),
    )
    assert report.valid
    assert report.complete
    urls = {file.url: client.upload(file.path)["publicUrl"] for file in files}
    made = client.create_post_under(late.with_urls(post, urls), late.request_id())
    assert made["post"]["mediaItems"][0]["url"] == urls["media/launch.jpg"]
    assert late.failures(made) == []


def test_own_rules_sharpen_a_submission(client: late.Client) -> None:
    rules = [{"id": "bluesky/text-length", "check": {"text-length": {"max": 4}}}]
    for given in (rules, postworthy.Engine(rules)):
        done = client.submit(POST, rules=given)
        assert done.outcome == "refused"
        assert done.report.findings[0].code == "text_too_long"
        assert (done.post, done.submitted, done.uploads) == (None, None, [])
        assert done.report == postworthy.check(POST, rules=given)


def test_a_record_remembers_what_was_submitted(
    client: late.Client, service: StandIn, tmp_path: Path
) -> None:
    done = client.submit(POST, record=tmp_path / "submitted")
    again = client.submit(POST, record=tmp_path / "submitted")
    assert done.submitted is not None
    assert again.submitted is not None
    assert (done.submitted["repeated"], again.submitted["repeated"]) == (False, True)
    # It was read, not posted.
    assert service.log()["requests"][-1]["path"] == "/api/v1/posts/post_1"
