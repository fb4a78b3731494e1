"""The recipes of the README, as they stand there, on engines of this machine."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

import postworthy

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

README = Path(__file__).parents[1] / "README.md"
ROWS = 2000


@pytest.fixture
def invalid(cases: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A file of posts, some null, and how many of them are not valid."""
    monkeypatch.chdir(tmp_path)
    posts: list[str | None] = [json.dumps(case["post"]) for case in cases]
    posts = (posts * (ROWS // len(posts) + 1))[:ROWS]
    posts[::10] = [None] * len(posts[::10])
    table = pa.table({"post": pa.array(posts, pa.string())})
    pq.write_table(table, "posts.parquet", row_group_size=700)
    present = [post for post in posts if post is not None]
    return sum(not one.valid for one in postworthy.check_many(present))


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


@pytest.mark.skipif("POSTWORTHY_SPARK" not in os.environ, reason="takes a minute: ./test --spark")
def test_spark_counts_the_same(invalid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    try:
        assert recipe("pyspark")["invalid"] == invalid
    finally:
        spark.stop()
