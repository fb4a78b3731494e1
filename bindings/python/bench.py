"""Measures calls and columns. Figures are for comparing, not for a test.

`python bench.py` measures calls. A column beside the same lines in Rust:

    cargo build --release -p postworthy-benches --examples
    built=../../target/release/examples
    $built/corpus mixed 20000 > /tmp/posts.ndjson
    $built/corpus context > /tmp/context.json
    python bench.py $built/lines /tmp/posts.ndjson /tmp/context.json
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import timeit
from pathlib import Path
from typing import TYPE_CHECKING, Any

import postworthy

if TYPE_CHECKING:
    from collections.abc import Callable

POST = {
    "content": "Hello world, this is a launch note. " * 20,
    "title": "A launch",
    "publishNow": True,
    "timezone": "Europe/Berlin",
    "tags": ["one", "two"],
    "mediaItems": [
        {
            "type": "image",
            "url": "https://cdn.example.com/2026/launch/photo-one.jpg",
            "altText": "A photo of the launch site at dawn",
        }
    ],
    "platforms": [{"platform": "linkedin", "accountId": "acc_1234567890"}],
}
ROWS = 200_000
ROUNDS = 7


def say(line: str) -> None:
    """Prints a line."""
    sys.stdout.write(line + "\n")


def micros(call: Callable[[], Any], count: int = 20_000) -> float:
    """The best of several rounds, in microseconds a call."""
    return min(timeit.repeat(call, number=count, repeat=7)) / count * 1e6


def main() -> None:
    """Measure and print."""
    text = json.dumps(POST)
    encoded = text.encode()
    assert postworthy.check(text).valid  # noqa: S101
    say(f"{len(text)} bytes, {os.cpu_count()} cores")
    say(f"str    {micros(lambda: postworthy.check(text)):6.2f} us")
    say(f"bytes  {micros(lambda: postworthy.check(encoded)):6.2f} us")
    say(f"dict   {micros(lambda: postworthy.check(POST)):6.2f} us")
    say(f'"{{}}"   {micros(lambda: postworthy.check("{}")):6.2f} us, the call itself')
    say(f"words  {micros(lambda: postworthy.check(text).targets, 5000):6.2f} us, with its targets")
    lines = (encoded + b"\n") * ROWS
    start = time.perf_counter()
    count = sum(1 for _ in postworthy.check_ndjson(lines))
    each = (time.perf_counter() - start) / count * 1e6
    say(f"ndjson {each:6.2f} us a row, all threads")


def beside(lines: str, posts: str, context: str) -> None:
    """Measure a column beside what Rust takes for the same lines, in turns, on one thread."""
    import pyarrow as pa  # noqa: PLC0415

    facts = json.loads(Path(context).read_text(encoding="utf-8"))
    text = Path(posts).read_text(encoding="utf-8").splitlines()
    column = pa.array(text)

    def check(*, findings: bool) -> float:
        start = time.perf_counter()
        postworthy.check_arrow(column, **facts, findings=findings, threads=1)
        return (time.perf_counter() - start) / len(text) * 1e6

    def native() -> float:
        command = [lines, posts, context, "1"]
        return float(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603

    rounds = [(native(), check(findings=True), check(findings=False)) for _ in range(ROUNDS)]
    rust, full, counts = (min(column) for column in zip(*rounds, strict=True))
    say(f"Rust   {rust:6.2f} us a line")
    say(f"column {full:6.2f} us a row, {full / rust:.2f} of it")
    say(f"counts {counts:6.2f} us a row, without findings")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        beside(*sys.argv[1:])
    else:
        main()
