"""The command line of the wheel behaves as the binary does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from stand_in import StandIn

EXAMPLES = ROOT / "fixtures" / "examples"


def installed() -> list[str]:
    name = "postworthy.exe" if os.name == "nt" else "postworthy"
    script = Path(sys.executable).parent / name
    assert script.exists(), "the wheel brings a script"
    return [str(script)]


def run(
    command: list[str], *args: str, given: bytes = b"", **environment: str
) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [*command, *args],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout, done.stderr


def test_the_script_and_the_module_are_the_same() -> None:
    for args in (
        ["explain", "bluesky/text-length"],
        ["limits", "bluesky"],
        ["nonsense"],
        ["--version"],
    ):
        assert run(installed(), *args) == run([sys.executable, "-m", "postworthy"], *args)


def test_the_exit_status_says_how_it_went() -> None:
    target = {"platform": "bluesky", "accountId": "b"}
    good = json.dumps({"content": "Hi", "publishNow": True, "platforms": [target]}).encode()
    assert run(installed(), "check", given=good)[0] == 0
    assert run(installed(), "check", given=b"5\n")[0] == 1
    code, out, err = run(installed(), "check", given=b"{")
    assert (code, out) == (2, b"")
    assert err.startswith(b"postworthy: <stdin>: line 1")
    code, out, err = run(installed(), "check", "--nonsense")
    assert code == 2
    assert err.count(b"\n") == 1


def test_it_prints_what_the_binary_prints() -> None:
    binary = os.environ.get("POSTWORTHY_BINARY")
    if not binary:
        pytest.skip("POSTWORTHY_BINARY names the binary to compare with")
    for args in (
        ["check", "--format", "json", str(EXAMPLES / "launch.json")],
        ["check", str(EXAMPLES / "launch.json")],
        ["rules", "--format", "markdown"],
        ["probe", *map(str, sorted((EXAMPLES / "media").iterdir()))],
        ["check", "none.json"],
        ["--help"],
    ):
        assert run(installed(), *args) == run([binary], *args), args


def test_it_submits_what_the_binary_submits(service: StandIn, tmp_path: Path) -> None:
    binary = os.environ.get("POSTWORTHY_BINARY")
    if not binary:
        pytest.skip("POSTWORTHY_BINARY names the binary to compare with")
    told = {"LATE_API_URL": service.url, "LATE_API_KEY": service.key}
    told["XDG_STATE_HOME"] = told["LOCALAPPDATA"] = str(tmp_path)
    for args in (["--format", "json"], ["--dry-run"], ["--again"]):
        outcomes = []
        for command in (installed(), [binary]):
            service.reset()
            shutil.rmtree(tmp_path / "postworthy", ignore_errors=True)
            outcome = run(command, "submit", str(EXAMPLES / "submit.json"), *args, **told)
            assert outcome[0] == 0, outcome
            assert service.key[3:].encode() not in outcome[1] + outcome[2]
            log = service.log()
            outcomes.append((outcome, len(log["posts"]), log["complaints"]))
        assert outcomes[0] == outcomes[1]
    assert run(installed(), "submit", "post.json", LATE_API_KEY="x")[0] == 2


def test_the_report_is_that_of_the_library(tmp_path: Path) -> None:
    import postworthy

    post = json.loads((EXAMPLES / "launch.json").read_text(encoding="utf-8"))
    code, out, _ = run(installed(), "check", "--format", "json", str(EXAMPLES / "launch.json"))
    report = postworthy.check(post, media=EXAMPLES)
    assert json.loads(out) == report.to_dict()
    assert code == (0 if report.valid else 1)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_ends_it_at_once() -> None:
    command = subprocess.Popen([*installed(), "check", "-"], stdin=subprocess.PIPE)
    time.sleep(1)
    assert command.poll() is None
    command.send_signal(signal.SIGINT)
    assert command.wait(timeout=10) == -signal.SIGINT
    assert command.stdin is not None
    command.stdin.close()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    command = subprocess.Popen(
        [*installed(), "rules", "--format", "markdown"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    command.stdout.read(10)
    command.stdout.close()
    assert command.stderr is not None
    said = command.stderr.read()
    assert (command.wait(timeout=10), said) == (0, b"")
    command.stderr.close()
