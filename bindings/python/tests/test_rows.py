"""A row of a batch gets the report that it gets alone, whatever was before it, from every face."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import postworthy
from conftest import FIXTURES
from postworthy import PostworthyError

if TYPE_CHECKING:
    from pathlib import Path

BATCH = FIXTURES / "batch"
LINES = (BATCH / "posts.ndjson").read_text(encoding="utf-8").splitlines()
TOLD = json.loads((BATCH / "context.json").read_text(encoding="utf-8"))


def alone(line: str) -> dict[str, Any] | None:
    """The report of a line; nothing where it is no post."""
    try:
        return postworthy.check(line, **TOLD).to_dict()
    except PostworthyError:
        return None


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, Any] | None]:
    found = {line: alone(line) for line in LINES}
    assert sum(report is not None for report in found.values()) > 100
    assert None in found.values()
    return found


def agrees(said: dict[str, Any], wanted: dict[str, Any] | None, line: str) -> None:
    if wanted is None:
        assert [one["code"] for one in said["diagnostics"]] == ["invalid_payload"], line
    else:
        assert said == wanted, line


@pytest.mark.parametrize("seed", range(3))
def test_every_batch_says_of_a_row_what_it_gets_alone(
    seed: int, reports: dict[str, dict[str, Any] | None]
) -> None:
    # More than one chunk, each line behind others each time.
    lines = LINES * 3
    random.Random(seed).shuffle(lines)
    for batch in (
        postworthy.check_ndjson("\n".join(lines).encode(), **TOLD),
        postworthy.check_many(lines, **TOLD),
    ):
        for line, report in zip(lines, batch, strict=True):
            agrees(report.to_dict(), reports[line], line)
    # Of a text with two members of one name, a dict has but one.
    posts = {line: json.loads(line) for line in lines if reports[line]}
    posts = {
        line: post
        for line, post in posts.items()
        if isinstance(post, dict) and line.count('"content":') < 2
    }
    batch = postworthy.check_many(posts.values(), **TOLD)
    for line, report in zip(posts, batch, strict=True):
        agrees(report.to_dict(), alone(json.dumps(posts[line])), line)


def test_columns_say_of_a_row_what_it_gets_alone(
    reports: dict[str, dict[str, Any] | None],
) -> None:
    pa = pytest.importorskip("pyarrow")
    lines = LINES[:]
    random.Random(7).shuffle(lines)
    column = pa.array(postworthy.check_arrow(pa.array(lines), **TOLD)).to_pylist()
    for line, row in zip(lines, column, strict=True):
        report = reports[line]
        if report is None:
            assert [one["code"] for one in row["findings"]] == ["invalid_payload"], line
            continue
        for name in ("valid", "complete", "errors", "warnings"):
            assert row[name] == report[name], line
        findings = postworthy.check(line, **TOLD).findings
        said = [(one["rule"], one["path"], one["message"]) for one in row["findings"]]
        assert said == [(one.rule, one.path, one.message) for one in findings], line


def test_the_command_line_says_of_a_row_what_it_gets_alone(
    tmp_path: Path, reports: dict[str, dict[str, Any] | None]
) -> None:
    lines = LINES * 2
    random.Random(9).shuffle(lines)
    path = tmp_path / "posts.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "postworthy", "check", str(path), "--format", "ndjson"]
    done = subprocess.run(
        [*command, "--context", str(BATCH / "context.json")],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    for line, said in zip(lines, done.stdout.decode().splitlines(), strict=True):
        report = json.loads(said)
        del report["index"]
        agrees(report, reports[line], line)
