"""The functions and their objects."""

from __future__ import annotations

import copy
import json
import pickle
import re
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import postworthy
from postworthy import MediaInfo, PostworthyError

TALL = {"https://example.com/a.jpg": MediaInfo(width=1080, height=1920)}
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
HALF = "\ud83d"


def test_a_report_has_attributes_and_equals_its_json(post: dict[str, Any]) -> None:
    report = postworthy.check(post, media=TALL)
    assert (report.valid, report.errors) == (False, 1)
    finding = report.findings[0]
    assert finding.rule == "instagram/feed-aspect-ratio"
    assert (finding.code, finding.severity, finding.path) == (
        "aspect_ratio",
        "error",
        "/mediaItems/0",
    )
    assert finding.params["actual"] == 0.5625
    target = report.targets[0]
    assert (target.index, target.platform, target.account_id) == (0, "instagram", "a")
    assert (target.content_type, target.valid) == ("feed", False)
    assert report.diagnostics == ()
    assert target.diagnostics[0] == finding
    meter = target.meters[0]
    assert (meter.path, meter.count, meter.limit) == ("/content", 5, 2200)
    assert (meter.unit, meter.remaining) == ("utf16", 2195)
    needs = {one.rule: one.needs for one in target.unchecked}
    assert needs["instagram/image-max-bytes"] == ("bytes",)
    as_dict = report.to_dict()
    assert as_dict["targets"][0] == target.to_dict()
    assert as_dict["targets"][0]["diagnostics"][0] == finding.to_dict()
    assert as_dict["targets"][0]["accountId"] == "a"


def test_reprs_say_what_it_is(post: dict[str, Any]) -> None:
    report = postworthy.check(post, media=TALL)
    assert repr(report).startswith("<Report: not valid, 1 error")
    assert "instagram/feed-aspect-ratio" in repr(report.findings[0])
    assert repr(report.targets[1]) == "<TargetReport 1: bluesky post, valid, 1 finding>"
    assert repr(report.targets[0].meters[0]) == "<Meter: 5 of 2200 utf16 at /content>"
    assert "Story" in repr(report.findings[0].fixes[0])
    assert repr(postworthy.Engine()).endswith("the built-in ones>")


def test_what_a_post_or_a_rule_says_moves_no_cursor_in_a_repr() -> None:
    odd = "odd\x1b[2J\x9b31m\x7f\u202e\n"
    post = {
        "content": "Hi",
        odd: 1,
        "platforms": [{"platform": odd}, {"platform": "bluesky", "customContent": "Hi", odd: 2}],
    }
    report = postworthy.check(post)
    # Paths and titles that the built-in rules do not make.
    targets = [{"platform": "bsky"}, {"platform": "threads"}]
    made = postworthy.check({"content": "Hi", "platforms": targets}).to_json()
    quoted = json.dumps(odd)[1:-1]
    text = made.replace("bluesky", quoted)
    for part in ("/content", "/platforms/0"):
        text = text.replace(f'"{part}', f'"/{quoted}{part}')
    other = type(report)._from_json(text)
    rule = postworthy.Engine([{"id": "bluesky/text-length", "summary": odd}]).explain(
        "bluesky/text-length"
    )
    objects: list[Any] = [rule]
    for one in (report, other):
        objects += [one, *one.targets, *one.findings, *one.unchecked]
        objects += [fix for finding in one.findings for fix in finding.fixes]
        for target in one.targets:
            objects += [*target.meters, *target.unchecked]
    reprs = [repr(one) for one in objects]
    for word in ("<Rule ", "<Report: ", "<TargetReport ", "<Finding: ", "<Fix: ", "<Meter: "):
        quoting = [text for text in reprs if text.startswith(word) and "odd\\u{1b}" in text]
        assert quoting, word
    for shown in [*reprs, report._repr_html_(), other._repr_html_()]:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), shown


def test_the_html_of_a_report_escapes_what_the_post_says() -> None:
    report = postworthy.check({"<script>alert(1)</script>": 1, "platforms": []})
    html = report._repr_html_()
    assert "<table>" in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_report_is_true_and_has_no_length(post: dict[str, Any]) -> None:
    report = postworthy.check(post, media=TALL)
    assert not report.valid
    assert bool(report)
    assert not hasattr(report, "__len__")


def test_objects_are_frozen_equal_by_value_and_can_be_pickled(post: dict[str, Any]) -> None:
    report = postworthy.check(post, media=TALL, now="2026-01-31T12:00:00Z")
    objects = [
        report,
        report.targets[0],
        report.findings[0],
        report.findings[0].fixes[0],
        report.targets[0].meters[0],
        report.targets[0].unchecked[0],
        MediaInfo(width=5, unknown={"height": "it is not said"}),
        postworthy.measure("Hello", "threads")[0],
        postworthy.limits("instagram", "story"),
        postworthy.limits("twitter").text[0],
        postworthy.explain("bluesky/text-length"),
    ]
    for one in objects:
        assert pickle.loads(pickle.dumps(one)) == one
        assert copy.deepcopy(one) == one
        assert one != 5
        name = next(name for name in dir(one) if not name.startswith("_"))
        with pytest.raises(AttributeError):
            setattr(one, name, 1)
        with pytest.raises(TypeError):
            hash(one)


def test_every_rule_can_be_pickled() -> None:
    every = postworthy.Engine().rules
    assert pickle.loads(pickle.dumps(every)) == every


def test_an_engine_takes_its_rows_along_when_it_is_pickled(tmp_path: Path) -> None:
    rows = [{"id": "bluesky/text-length", "check": {"text-length": {"max": 4}}}]
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    given: list[Any] = [None, rows, {"rules": rows}, json.dumps(rows), path]
    engines = [postworthy.Engine(rules) for rules in given]
    engines += [postworthy.Engine(engine) for engine in engines]
    path.unlink()
    for engine in engines:
        for other in (pickle.loads(pickle.dumps(engine)), copy.deepcopy(engine)):
            assert repr(other) == repr(engine)
            assert other.rules == engine.rules
            measures = other.measure("Hello", "bluesky")
            assert measures == engine.measure("Hello", "bluesky")
    limits = [engine.measure("Hello", "bluesky")[0].limit for engine in engines]
    assert limits == [300, 4, 4, 4, 4] * 2


def test_mappings_models_and_buffers_are_posts(post: dict[str, Any]) -> None:
    class Model:
        def model_dump(self, *, mode: str, by_alias: bool) -> dict[str, Any]:
            assert (mode, by_alias) == ("json", True)
            return post

    told = {"now": "2026-01-31T12:00:00Z", "media": TALL}
    report = postworthy.check(post, **told)
    text = json.dumps(post).encode()
    same: list[Any] = [Model(), MappingProxyType(post), bytearray(text), memoryview(text)]
    same.append({**post, "platforms": tuple(post["platforms"])})
    for one in same:
        assert postworthy.check(one, **told) == report


def test_local_media_are_probed_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.gif").write_bytes(b"GIF89a\x02\x00\x01\x00\x00\x00\x00;")
    post = {
        "content": "Hello",
        "publishNow": True,
        "mediaItems": [{"type": "image", "url": "a.gif"}],
        "platforms": [{"platform": "bluesky", "accountId": "b"}],
    }
    assert "media_url" in {one.code for one in postworthy.check(post).findings}
    for check in (
        postworthy.check,
        lambda post, media: next(postworthy.check_many([post], media=media)),
    ):
        report = check(post, media=tmp_path)
        assert "media_url" not in {one.code for one in report.findings}
        monkeypatch.chdir(tmp_path)
        assert check(post, media="auto") == report


def test_the_time_is_the_clocks_unless_it_is_told() -> None:
    def codes(now: Any) -> set[str]:
        post = {"content": "Hi", "scheduledFor": "2026-06-01T12:00:00Z", "platforms": []}
        return {one.code for one in postworthy.check(post, now=now).findings}

    june = datetime(2026, 6, 1, 12, 0, tzinfo=timezone.utc)
    assert "invalid_schedule" not in codes(june - timedelta(minutes=1))
    assert "invalid_schedule" in codes(june + timedelta(days=1))
    assert "invalid_schedule" in codes("2026-06-02T00:00:00+02:00")
    past = {"content": "Hi", "scheduledFor": "2020-06-01T12:00:00Z", "platforms": []}
    assert "invalid_schedule" in {one.code for one in postworthy.check(past).findings}
    with pytest.raises(PostworthyError, match="time zone"):
        codes(june.replace(tzinfo=None))


@pytest.mark.parametrize(
    "now", ["", "soon", "2026-06-02", "2026-06-02T00:00:00", "2026-06-02 00:00:00+00:00"]
)
def test_text_that_is_no_time_leaves_unchecked_what_needs_one(now: str) -> None:
    post = {"content": "Hi", "scheduledFor": "2020-06-01T12:00:00Z", "platforms": []}
    report = postworthy.check(post, now=now)
    assert "invalid_schedule" not in {one.code for one in report.findings}
    needs = {one.rule: one.needs for one in report.unchecked}
    assert needs["post/schedule-past"] == ("now",)


def test_the_clock_goes_on_between_checks() -> None:
    due = datetime.now(timezone.utc) + timedelta(seconds=1)
    post = {"content": "Hi", "scheduledFor": due.isoformat(), "platforms": []}
    early, unasked = postworthy.check(post), postworthy.check(post)
    assert "invalid_schedule" not in {one.code for one in early.findings}
    time.sleep(2.1)
    assert "invalid_schedule" in {one.code for one in postworthy.check(post).findings}
    # A report is of the time of its check, whenever its words are asked for.
    assert unasked.to_dict() == early.to_dict()


def test_accounts_sharpen_rules() -> None:
    post = {"content": "e" * 300, "publishNow": True, "platforms": [{"accountId": "a"}]}
    premium = {"a": {"platform": "twitter", "premium": True}}
    plain = {"a": {"platform": "twitter"}}
    assert postworthy.check(post, accounts=premium).valid
    assert not postworthy.check(post, accounts=plain).valid


def test_an_engine_has_rules_of_ones_own(tmp_path: Path) -> None:
    rows = [{"id": "bluesky/text-length", "check": {"text-length": {"max": 4}}}]
    post = {
        "content": "Hello",
        "publishNow": True,
        "platforms": [{"platform": "bluesky", "accountId": "b"}],
    }
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"rules": rows}), encoding="utf-8")
    for rules in (rows, {"rules": rows}, json.dumps(rows), path, postworthy.Engine(rows)):
        engine = postworthy.Engine(rules)
        assert not engine.check(post).valid
        assert not postworthy.check(post, rules=rules).valid
        assert [one.valid for one in engine.check_many([post])] == [False]
        assert [one.valid for one in engine.check_ndjson(json.dumps(post).encode())] == [False]
        assert engine.measure("Hello", "bluesky")[0].limit == 4
        assert engine.limits("bluesky").text[0].max == 4
        assert engine.explain("bluesky/text-length").check["text-length"]["max"] == 4
    assert postworthy.check(post).valid
    own = {one.id for one in engine.rules}
    assert own == {one.id for one in postworthy.Engine().rules}


def test_measures_tell_where_to_cut() -> None:
    text = "ü" * 400
    tightest = postworthy.measure(text, "bluesky")[0]
    assert (tightest.unit, tightest.count, tightest.remaining) == ("graphemes", 400, -100)
    cut = text[: tightest.fits]
    assert postworthy.measure(cut, "bluesky")[0].count == 300
    assert tightest.to_dict()["fits"] == len(cut)
    assert postworthy.measure("a", "twitter", account={"premium": True})[0].limit == 25_000


def test_limits_say_what_a_platform_takes() -> None:
    limits = postworthy.limits("instagram", "story")
    assert (limits.platform, limits.content_type, limits.max_media) == ("instagram", "story", 1)
    assert "jpeg" in limits.formats
    assert "image/jpeg" in limits.accept
    text = postworthy.limits("bluesky").text[0]
    assert (text.rule, text.unit, text.max) == ("bluesky/text-length", "graphemes", 300)
    assert (text.severity, text.content_types, text.when) == ("error", (), ())
    assert limits.to_dict()["maxMedia"] == 1
    assert limits == postworthy.limits("instagram", "story")


def test_a_rule_is_explained_with_its_sources() -> None:
    rule = postworthy.explain("bluesky/text-length")
    assert (rule.id, rule.code, rule.severity) == ("bluesky/text-length", "text_too_long", "error")
    assert rule.sources[0]["at"].startswith("platforms/bluesky")
    assert rule.summary
    assert rule.to_dict()["id"] == rule.id
    every = postworthy.Engine().rules
    assert len(every) > 200
    assert all(one == postworthy.explain(one.id) for one in every)


def test_a_fix_mends_the_post_and_leaves_the_given_one_alone(post: dict[str, Any]) -> None:
    before = copy.deepcopy(post)
    fix = postworthy.check(post, media=TALL).findings[0].fixes[0]
    mended = postworthy.apply_fix(post, fix)
    assert post == before
    assert mended["platforms"][0]["platformSpecificData"] == {"contentType": "story"}
    assert postworthy.check(mended, media=TALL).valid
    assert list(mended) == list(post), "the order of the fields is kept"
    for same in (fix.to_dict(), fix.patch):
        assert postworthy.apply_fix(json.dumps(post), same) == mended
    with pytest.raises(PostworthyError, match="no such place"):
        postworthy.apply_fix(post, [{"op": "remove", "path": "/nowhere"}])


class _OfBytes:
    def __fspath__(self) -> bytes:
        return b"folder"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"media": 5}, "media is a mapping"),
        ({"media": "x"}, "auto"),
        ({"media": {"u": {"width": "a"}}}, r'^media\["u"\]: width: a whole number'),
        ({"media": {"u": 5}}, r'media\["u"\]'),
        ({"media": {Path("a.jpg"): MediaInfo()}}, r"^media: a key is the URL.* not \w*Path$"),
        ({"media": {HALF: MediaInfo()}}, "^media: .*surrogate"),
        ({"media": HALF}, "auto"),
        ({"media": _OfBytes()}, "^media: a path is text, not bytes"),
        ({"accounts": {"a": {"premium": 3}}}, r'accounts\["a"\]: premium: true or false'),
        ({"accounts": []}, "accounts is a mapping"),
        ({"accounts": {5: {}}}, "^accounts: a key is the id of an account, as text, not int"),
        ({"accounts": {HALF: {}}}, "^accounts: .*surrogate"),
        ({"now": 5}, "now is a datetime"),
        ({"now": NOON.date()}, "now is a datetime"),
        ({"now": NOON.timetz()}, "now is a datetime"),
        ({"now": HALF}, "^now: .*surrogate"),
        ({"rules": "["}, "JSON"),
        ({"rules": HALF}, "^rules: .*surrogate"),
        ({"rules": _OfBytes()}, "^rules: a path is text, not bytes"),
        ({"rules": [{"id": "x"}]}, r"row 0 \(x\)"),
    ],
)
def test_arguments_that_make_no_sense_are_named(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(PostworthyError, match=says):
        postworthy.check({}, **arguments)


def test_names_that_nobody_knows_are_refused() -> None:
    for wrong in (
        lambda: postworthy.limits("myspace"),
        lambda: postworthy.limits("bluesky", "reel"),
        lambda: postworthy.measure("a", "myspace"),
        lambda: postworthy.explain("bluesky/nothing"),
        lambda: MediaInfo(size=5),
    ):
        with pytest.raises(PostworthyError):
            wrong()


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    engine = postworthy.Engine()
    for wrong in (
        lambda: postworthy.measure(HALF, "bluesky"),
        lambda: postworthy.measure("a", HALF),
        lambda: postworthy.measure("a", "bluesky", HALF),
        lambda: postworthy.limits(HALF),
        lambda: postworthy.limits("bluesky", HALF),
        lambda: postworthy.explain(HALF),
        lambda: engine.measure(HALF, "bluesky"),
        lambda: engine.limits(HALF),
        lambda: engine.explain(HALF),
    ):
        with pytest.raises(PostworthyError, match="surrogate"):
            wrong()
