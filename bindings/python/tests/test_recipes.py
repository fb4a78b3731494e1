"""The recipes of the README, as they stand there, on engines of this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import postworthy

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

README = Path(__file__).parents[1] / "README.md"
# POSTWORTHY_ROWS=1000000 is what data frames are for; it takes minutes and some gigabytes.
ROWS = int(os.environ.get("POSTWORTHY_ROWS", "2000"))


@pytest.fixture
def invalid(cases: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A file of posts, some null, and how many of them are not valid."""
    monkeypatch.chdir(tmp_path)
    posts: list[str | None] = [json.dumps(case["post"]) for case in cases]
    posts = (posts * (ROWS // len(posts) + 1))[:ROWS]
    posts[::10] = [None] * len(posts[::10])
    table = pa.table({"post": pa.array(posts, pa.string())})
    pq.write_table(table, "posts.parquet", row_group_size=max(700, ROWS // 20))
    lines = "\n".join(post for post in posts if post is not None)
    Path("posts.ndjson").write_text(lines, encoding="utf-8")
    return sum(not one.valid for one in postworthy.check_ndjson("posts.ndjson"))


def recipe(name: str) -> dict[str, Any]:
    """Runs a recipe and returns its names."""
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"```python\n(# recipe: {name}\n.*?)```", text, re.DOTALL)
    assert found
    names: dict[str, Any] = {"__name__": name}
    exec(compile(found[1], f"recipe {name}", "exec"), names)
    return names


@pytest.mark.parametrize("name", ["polars", "duckdb", "datafusion", "pandas"])
def test_every_engine_counts_the_same(name: str, invalid: int) -> None:
    pytest.importorskip(name)
    assert 0 < invalid < ROWS
    assert recipe(name)["invalid"] == invalid


def test_the_command_line_counts_the_same(invalid: int) -> None:
    # It exits with 1, as there are posts that are not valid.
    command = [sys.executable, "-m", "postworthy", "check", "posts.ndjson", "--format", "ndjson"]
    told = subprocess.run(command, capture_output=True, check=False)
    assert told.returncode == 1
    # `valid` is the report's own; of its targets it stands further in.
    valid = [json.loads(line)["valid"] for line in told.stdout.splitlines()]
    assert valid.count(False) == invalid


@pytest.mark.skipif("POSTWORTHY_SPARK" not in os.environ, reason="takes a minute: ./test --spark")
def test_spark_counts_the_same(invalid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    # Workers are found on the path otherwise, where another Python may come first.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    try:
        assert recipe("pyspark")["invalid"] == invalid
    finally:
        spark.stop()
