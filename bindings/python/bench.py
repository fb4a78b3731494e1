"""Measures calls and columns: `python bench.py`. Figures are for comparing, not for a test."""

from __future__ import annotations

import json
import os
import sys
import time
import timeit
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
    now = "2026-11-24T12:00:00Z"
    assert postworthy.check(text).valid  # noqa: S101
    say(f"{len(text)} bytes, {os.cpu_count()} cores")
    say(f"str    {micros(lambda: postworthy.check(text)):6.2f} us")
    say(f"bytes  {micros(lambda: postworthy.check(encoded)):6.2f} us")
    say(f"dict   {micros(lambda: postworthy.check(POST)):6.2f} us")
    say(f'"{{}}"   {micros(lambda: postworthy.check("{}", now=now)):6.2f} us, the call itself')
    say(f"words  {micros(lambda: postworthy.check(text).targets, 5000):6.2f} us, with its targets")
    column = None
    try:
        import pyarrow as pa  # noqa: PLC0415
    except ImportError:
        say("no pyarrow, no columns")
        return
    column = pa.array([text] * ROWS)
    for threads in (1, None):
        start = time.perf_counter()
        postworthy.check_arrow(column, threads=threads)
        each = (time.perf_counter() - start) / ROWS * 1e6
        say(f"column {each:6.2f} us a row, {threads or 'all'} thread(s)")
    lines = (encoded + b"\n") * ROWS
    start = time.perf_counter()
    count = sum(1 for _ in postworthy.check_ndjson(lines))
    each = (time.perf_counter() - start) / count * 1e6
    say(f"ndjson {each:6.2f} us a row, all threads")


if __name__ == "__main__":
    main()
