"""Makes the table of `run`: the quickest pass of each contender, beside postworthy's."""

from __future__ import annotations

import os
import platform
import sys
from datetime import datetime, timezone
from pathlib import Path

# What the peers of each language are held against.
OURS = {
    "Rust": "postworthy: line to report",
    "JavaScript (Node)": "postworthy: check(string), with facts",
    "JavaScript (Chromium)": "postworthy: check(string), with facts",
    "Python": "postworthy: check(str)",
}


def processor() -> str:
    """The model of the processor, where it is told."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def main() -> None:
    """Print."""
    rows: dict[tuple[str, str, str], tuple[float, str]] = {}
    for line in Path(sys.argv[1]).read_text().splitlines():
        language, corpus, name, micros, note = line.split("\t")
        key = (corpus, language, name)
        before = rows.get(key, (float("inf"), note))[0]
        rows[key] = (min(before, float(micros)), note)
    today = datetime.now(timezone.utc).date()
    say = sys.stdout.write
    say("# What `benches/peers/run` printed\n\n")
    say(f"{today}, {os.cpu_count()} x {processor()}, {int(sys.argv[2]):,} posts a corpus; ")
    say("README.md beside this says how it is measured.\n")
    native = OURS["Rust"]
    for corpus in ("valid", "mixed"):
        say(f"\n| {corpus} posts | us a post | beside ours | beside ours in Rust | |\n")
        say("| --- | ---: | ---: | ---: | --- |\n")
        for (of, language, name), (micros, note) in rows.items():
            if of != corpus:
                continue
            ours = rows[corpus, language, OURS[language]][0]
            in_rust = rows[corpus, "Rust", native][0]
            cells = f"{micros:.2f} | {micros / ours:.2f} | {micros / in_rust:.2f} | {note}"
            say(f"| {language}: {name} | {cells} |\n")


main()
