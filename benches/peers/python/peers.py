"""Measures postworthy beside what a user of Python would pick today: `peers.py FOLDER POSTS`, with
FOLDER as `run` fills it. Prints a line a contender: language, corpus, name, microseconds of
processor time a post, and a note, separated by tabs.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import postworthy
import stack

if TYPE_CHECKING:
    from collections.abc import Callable

# Posts that one contender works through before the next has its turn; turns over the same posts, of
# which the quickest counts; and of how many turns the slow ones take one.
TURN, ROUNDS, SLOW = 1_000, 3, 10
LEAVES_OUT = (
    "no media facts, no time, no URLs, no duplicates, no Telegram markup, no words or fixes"
)
UNCHECKED = "all rules; what needs facts of media is listed as unchecked"


def main() -> None:
    """Measure and print."""
    folder, posts = Path(sys.argv[1]), int(sys.argv[2])
    known = json.loads((folder / "context.json").read_text())
    now = known["now"]
    for corpus in ("valid", "mixed"):
        with (folder / f"{corpus}.ndjson").open(encoding="utf-8") as file:
            lines = [line.rstrip("\n") for line, _ in zip(file, range(posts), strict=False)]
        encoded = [line.encode() for line in lines]
        parsed = [json.loads(line) for line in lines]
        check, media, accounts = postworthy.check, known["media"], known["accounts"]

        def each(values: list[Any], work: Callable[[Any], Any]) -> Callable[[int, int], None]:
            def turn(start: int, end: int) -> None:
                for value in values[start:end]:
                    work(value)

            return turn

        def batch(start: int, end: int) -> None:
            text = b"\n".join(encoded[start:end])
            for _ in postworthy.check_ndjson(text, media=media, accounts=accounts, now=now):
                pass

        contenders: list[tuple[str, str, bool, Callable[[int, int], None]]] = [
            ("postworthy: check(str)", UNCHECKED, False, each(lines, lambda one: check(one, now=now))),
            ("postworthy: check(bytes)", "the same", False, each(encoded, lambda one: check(one, now=now))),
            ("postworthy: check(dict)", "the same", False, each(parsed, lambda one: check(one, now=now))),
            ("postworthy: check_ndjson", "all rules, with facts of media and accounts; all threads added up", False, batch),
            ("pydantic + twitter-text-parser + regex", LEAVES_OUT, True, each(lines, stack.check)),
            ("pydantic", LEAVES_OUT + ", no weighted lengths, no graphemes", False, each(lines, stack.form)),
            ("json.loads", "parses and checks nothing", False, each(lines, json.loads)),
        ]  # fmt: skip
        if corpus == "valid":
            assert not any(map(stack.check, lines[:1_000]))  # noqa: S101
        else:
            assert sum(map(bool, map(stack.check, lines[:1_000]))) > 100  # noqa: S101
        for (name, note, *_), micros in zip(contenders, measure(contenders, len(lines)), strict=True):
            sys.stdout.write("\t".join(["Python", corpus, name, f"{micros:.3f}", note]) + "\n")


def measure(contenders: list[Any], count: int) -> list[float]:
    """Microseconds a post for each contender; they take turns over the same posts."""
    spent, done = [0] * len(contenders), [0] * len(contenders)
    for number, start in enumerate(range(0, count, TURN)):
        end = min(start + TURN, count)
        for at, (_, _, slow, turn) in enumerate(contenders):
            if slow and number % SLOW:
                continue
            best = min(timed(turn, start, end) for _ in range(1 if slow else ROUNDS))
            spent[at] += best
            done[at] += end - start
    return [nanos / posts / 1e3 for nanos, posts in zip(spent, done, strict=True)]


def timed(turn: Callable[[int, int], None], start: int, end: int) -> int:
    """Nanoseconds of processor time, of all threads."""
    before = time.process_time_ns()
    turn(start, end)
    return time.process_time_ns() - before


main()
