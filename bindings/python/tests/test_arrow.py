"""Columns through Arrow's PyCapsule interface."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import Any

import pytest

import postworthy
from postworthy import PostworthyError

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")

GOOD = {
    "content": "Hi",
    "publishNow": True,
    "platforms": [{"platform": "bluesky", "accountId": "b"}],
}
LONG = {**GOOD, "content": "e" * 301}
TEXTS = [json.dumps(GOOD), None, json.dumps(LONG), "{"]
VALID = [True, None, False, False]

TEXT_TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.binary(),
    pa.large_binary(),
    pa.binary_view(),
]


def valid(column: Any) -> list[bool | None]:
    return [row and row["valid"] for row in column.to_pylist()]


@pytest.mark.parametrize("kind", TEXT_TYPES, ids=str)
def test_every_type_of_text_gives_the_same_column(kind: pa.DataType) -> None:
    column = pa.array(postworthy.check_arrow(pa.array(TEXTS, kind)))
    column.validate(full=True)
    assert valid(column) == VALID
    assert column.null_count == 1
    (finding,) = column[2].as_py()["findings"]
    report = postworthy.check(LONG)
    wanted = report.findings[0].to_dict()
    assert finding["target"] == 0
    assert finding["platform"] == "bluesky"
    for name in ("rule", "code", "severity", "path", "message", "hint"):
        assert finding[name] == wanted[name]
    (unreadable,) = column[3].as_py()["findings"]
    assert (unreadable["code"], unreadable["platform"], unreadable["target"]) == (
        "invalid_payload",
        None,
        None,
    )


def test_a_slice_is_checked_where_it_stands() -> None:
    column = pa.array(TEXTS * 50)
    for start in (0, 1, 7, 63):
        part = pa.array(postworthy.check_arrow(column.slice(start, 40)))
        assert valid(part) == (VALID * 50)[start : start + 40]


def test_chunks_stay_chunks_and_can_be_read_again() -> None:
    column = pa.chunked_array([TEXTS, [], TEXTS[:2]], pa.string())
    reports = postworthy.check_arrow(column)
    assert len(reports) == 6
    for _ in range(2):
        again = pa.chunked_array(reports)
        again.validate(full=True)
        assert again.num_chunks == 3
        assert valid(again) == VALID + VALID[:2]
    empty = pa.chunked_array(postworthy.check_arrow(pa.chunked_array([], pa.string())))
    assert len(empty) == 0
    assert valid(pa.array(postworthy.check_arrow(pa.array([], pa.string())))) == []


def test_structs_are_posts_too() -> None:
    posts = [
        GOOD,
        None,
        LONG,
        {**GOOD, "mediaItems": [{"type": "image", "url": "https://example.com/a.jpg"}]},
    ]
    column = pa.array(postworthy.check_arrow(pa.array(posts)))
    assert valid(column) == [True, None, False, True]
    of_polars = pl.Series(posts)
    assert pl.Series(postworthy.check_arrow(of_polars)).struct.field("valid").to_list() == valid(
        column
    )
    nulls = pa.array(postworthy.check_arrow(pa.nulls(3)))
    assert valid(nulls) == [None, None, None]


def test_nested_columns_of_every_type_become_json() -> None:
    post = {
        "content": "Hi",
        "publishNow": True,
        "platforms": [
            {
                "platform": "googlebusiness",
                "accountId": "g",
                "platformSpecificData": {
                    "callToAction": {"type": "CALL"},
                    "n": 1,
                    "f": 1.5,
                    "t": True,
                },
            }
        ],
    }
    kind = pa.struct(
        {
            "content": pa.large_string(),
            "publishNow": pa.bool_(),
            "platforms": pa.large_list(
                pa.struct(
                    {
                        "platform": pa.dictionary(pa.int8(), pa.string()),
                        "accountId": pa.string_view(),
                        "platformSpecificData": pa.struct(
                            {
                                "callToAction": pa.map_(pa.string(), pa.string()),
                                "n": pa.uint16(),
                                "f": pa.float32(),
                                "t": pa.bool_(),
                            }
                        ),
                    }
                )
            ),
        }
    )
    told = {"now": "2026-01-31T12:00:00Z"}
    (row,) = pa.array(postworthy.check_arrow(pa.array([post], kind), **told)).to_pylist()
    report = postworthy.check(post, **told)
    assert [one["message"] for one in row["findings"]] == [one.message for one in report.findings]
    assert (row["errors"], row["warnings"]) == (report.errors, report.warnings)


def test_a_dictionary_in_structs_is_read_row_by_row() -> None:
    count = 200_000
    contents = pa.array(["Hi", "e" * 301, None, "Hi"] * (count // 4))
    others = [pa.array([GOOD[name]] * count) for name in ("publishNow", "platforms")]
    names = ["content", "publishNow", "platforms"]

    def check(contents: Any) -> Any:
        column = pa.StructArray.from_arrays([contents, *others], names)
        return pa.array(postworthy.check_arrow(column, findings=False, threads=1))

    # Were all its keys read for each row, this would take minutes.
    assert check(contents.dictionary_encode()).equals(check(contents))


def test_columns_of_other_types_are_refused() -> None:
    with pytest.raises(PostworthyError, match="JSON text or structs, not Int64"):
        postworthy.check_arrow(pa.array([1, 2]))
    with pytest.raises(PostworthyError, match="cast it to text"):
        postworthy.check_arrow(
            pa.array([{"scheduledFor": 1}], pa.struct({"scheduledFor": pa.timestamp("us")}))
        )
    with pytest.raises(PostworthyError, match="__arrow_c_array__"):
        postworthy.check_arrow(["{}"])  # type: ignore[call-overload]

    class Liar:
        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return pa.array(["{}"]).__arrow_c_array__()[::-1]

    with pytest.raises(PostworthyError, match="no arrow_schema"):
        postworthy.check_arrow(Liar())

    class Nobody:
        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return (1, 2)

    with pytest.raises(PostworthyError, match="no capsule"):
        postworthy.check_arrow(Nobody())


def test_a_whole_table_is_no_column_of_posts() -> None:
    table = pa.table({"id": [1, 2, 3, 4], "post": TEXTS})
    frame = pl.DataFrame({"id": [1, 2, 3, 4], "post": TEXTS})
    for whole in (table, table.to_batches()[0], frame):
        for check in (postworthy.check_arrow, postworthy.Engine().check_arrow):
            with pytest.raises(PostworthyError, match=r'no field of a post.*: table\["post"\]'):
                check(whole)
    column = pa.chunked_array(postworthy.check_arrow(table["post"]))
    assert valid(column) == VALID
    assert valid(pa.chunked_array(postworthy.check_arrow(frame["post"]))) == VALID
    # Columns that are the fields of posts are posts, as structs of them are.
    fields = pa.table({name: [value] for name, value in GOOD.items()})
    assert valid(pa.chunked_array(postworthy.check_arrow(fields))) == [True]


def test_a_whole_relation_of_duckdb_is_no_column_of_posts() -> None:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql("SELECT 1 AS id, '{}' AS post")
    with pytest.raises(PostworthyError, match=r'table\["post"\]'):
        postworthy.check_arrow(relation)


def test_a_stream_that_fails_says_why() -> None:
    def batches() -> Any:
        yield pa.RecordBatch.from_pydict({"content": ["Hi"]})
        raise RuntimeError("the source is gone")

    schema = pa.schema({"content": pa.string()})
    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(PostworthyError, match="the source is gone"):
        postworthy.check_arrow(reader)


def test_text_that_is_not_utf8_is_refused_as_arrow_says() -> None:
    broken = pa.Array.from_buffers(
        pa.string(),
        1,
        [None, pa.py_buffer(b"\x00\x00\x00\x00\x01\x00\x00\x00"), pa.py_buffer(b"\xff")],
    )
    with pytest.raises(PostworthyError, match="UTF"):
        postworthy.check_arrow(broken)
    (row,) = pa.array(postworthy.check_arrow(broken.cast(pa.binary(), safe=False))).to_pylist()
    assert row["findings"][0]["code"] == "invalid_payload"


def test_the_number_of_threads_changes_nothing() -> None:
    column = pa.array(TEXTS * 100)
    one = pa.array(postworthy.check_arrow(column, threads=1))
    for threads in (0, 2, 5, 1000):
        assert pa.array(postworthy.check_arrow(column, threads=threads)).equals(one)


def test_findings_can_be_left_out() -> None:
    for column in (pa.array(TEXTS), pa.chunked_array([TEXTS, []], pa.string()), pa.array([GOOD])):
        full = pa.chunked_array(postworthy.check_arrow(column))
        counts = postworthy.check_arrow(column, findings=False)
        kind = pa.DataType._import_from_c_capsule(counts.__arrow_c_schema__())
        assert [field.name for field in kind] == ["valid", "complete", "errors", "warnings"]
        counted = pa.chunked_array(counts)
        assert counted.type == kind
        wanted = [
            row and {name: value for name, value in row.items() if name != "findings"}
            for row in full.to_pylist()
        ]
        assert counted.to_pylist() == wanted
    engine = postworthy.Engine([{"id": "bluesky/text-length", "enabled": False}])
    counted = pa.array(engine.check_arrow(pa.array(TEXTS), findings=False))
    assert valid(counted) == [True, None, True, False]


def test_the_type_can_be_asked_for() -> None:
    reports = postworthy.check_arrow(pa.array(TEXTS))
    kind = pa.DataType._import_from_c_capsule(reports.__arrow_c_schema__())
    assert kind == pa.array(reports).type
    assert [field.name for field in kind] == ["valid", "complete", "errors", "warnings", "findings"]


def test_an_interrupt_ends_a_long_check() -> None:
    platforms = ("bluesky", "threads", "twitter", "linkedin", "facebook", "instagram", "pinterest")
    targets = [{"platform": platform, "accountId": "a"} for platform in platforms]
    # Families take long to count: whole, the chunks would take longer than the test may.
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    text = json.dumps({**LONG, "content": family * 60, "platforms": targets})
    program = f"""
        import _thread, json, threading
        import pyarrow as pa
        import postworthy
        text = json.dumps(json.loads({text!r}), ensure_ascii=False)
        chunk = pa.array([text] * 2000)
        for column in (pa.chunked_array([chunk] * 2000), pa.array([text] * 100_000)):
            threading.Timer(0.3, _thread.interrupt_main).start()
            try:
                postworthy.check_arrow(column, threads=1)
            except KeyboardInterrupt:
                pass
            else:
                raise AssertionError("it was not interrupted")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, timeout=120)


def test_columns_of_many_steps_come_whole() -> None:
    # A column is checked in steps, between which an interrupt is looked for.
    texts = [json.dumps({**GOOD, "content": "e" * (290 + index % 20)}) for index in range(10_000)]
    column = pa.array([text if index % 11 else None for index, text in enumerate(texts)])
    wanted = [290 + index % 20 <= 300 if index % 11 else None for index in range(10_000)]
    for whole in (column, column.slice(13), pa.chunked_array([column, column.slice(0, 5000)])):
        reports = pa.chunked_array(postworthy.check_arrow(whole))
        reports.validate(full=True)
        start = 13 if len(whole) < len(column) else 0
        assert valid(reports) == (wanted[start:] + wanted[:5000])[: len(whole)]
