"""The cases of `fixtures/cases`, as every language runs them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import postworthy

# A time that cannot be read is no time: the cases say theirs, where they need one.
NO_TIME = ""


def arguments(case: dict[str, Any]) -> dict[str, Any]:
    context = case["context"]
    return {
        "media": context.get("media"),
        "accounts": context.get("accounts"),
        "now": context.get("now", NO_TIME),
    }


def fault(case: dict[str, Any], report: postworthy.Report) -> str | None:
    """What goes against the expectation, if anything."""
    rule, expect = case["rule"], case["expect"]
    found = [one for one in report.findings if one.rule == rule]
    unchecked = list(report.unchecked)
    for target in report.targets:
        unchecked += target.unchecked
    unchecked = [one for one in unchecked if one.rule == rule]
    if expect == "pass":
        return f"{found} {unchecked}" if found or unchecked else None
    if "unchecked" in expect:
        wanted = (expect["unchecked"], tuple(expect["needs"]))
        return None if wanted in [(one.path, one.needs) for one in unchecked] else f"{unchecked}"
    here = [one for one in found if one.path == expect["path"]]
    if not here:
        return f"{found} {unchecked}"
    if here[0].severity != expect["severity"]:
        return here[0].severity
    params = here[0].params
    wrong = {
        key: params.get(key)
        for key, value in expect.get("params", {}).items()
        if params.get(key) != value
    }
    return f"{wrong}" if wrong else None


def test_every_case_ends_as_it_says(cases: list[dict[str, Any]]) -> None:
    faults = []
    for case in cases:
        said = fault(case, postworthy.check(case["post"], **arguments(case)))
        if said:
            faults.append(f"{case['rule']} ({case['name']}): {said}")
    assert not faults, "\n".join(faults)


def test_dicts_and_json_text_give_the_same_report(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        told = arguments(case)
        report = postworthy.check(case["post"], **told).to_dict()
        text = json.dumps(case["post"])
        assert report == postworthy.check(text, **told).to_dict(), case["name"]
        assert report == postworthy.check(text.encode(), **told).to_dict(), case["name"]
        assert report == json.loads(postworthy.check(text, **told).to_json())


def test_batches_give_the_same_reports(cases: list[dict[str, Any]]) -> None:
    told = {"now": "2026-01-31T12:00:00Z"}
    posts = [json.dumps(case["post"]) for case in cases]
    single = [postworthy.check(post, **told) for post in posts]
    assert list(postworthy.check_many(posts, **told)) == single
    lines = "\n".join(posts).encode()
    assert list(postworthy.check_ndjson(lines, **told)) == single


def test_columns_give_the_same_reports(cases: list[dict[str, Any]]) -> None:
    pa = pytest.importorskip("pyarrow")
    told = {"now": "2026-01-31T12:00:00Z"}
    posts = [json.dumps(case["post"]) for case in cases]
    single = [postworthy.check(post, **told) for post in posts]
    for kind in (pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.binary_view()):
        column = pa.array(postworthy.check_arrow(pa.array(posts, kind), **told)).to_pylist()
        for row, report in zip(column, single, strict=True):
            assert row["valid"] == report.valid
            assert row["complete"] == report.complete
            assert (row["errors"], row["warnings"]) == (report.errors, report.warnings)
            assert [one["rule"] for one in row["findings"]] == [one.rule for one in report.findings]
