"""Odd input: an error or a finding, as JSON would have it, and never a crash."""

from __future__ import annotations

import contextlib
import enum
import json
from collections import OrderedDict, UserDict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import postworthy
from postworthy import PostworthyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

keys = st.one_of(
    st.text(max_size=6), st.sampled_from(["content", "platforms", "mediaItems", "url", "platform"])
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(),
    st.text(max_size=20),
    st.text(alphabet=st.characters(), max_size=5),
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=20,
)
posts = st.dictionaries(keys, trees, max_size=6)


@given(posts)
def test_a_dict_is_what_its_json_is(post: dict[str, Any]) -> None:
    try:
        text = json.dumps(post, allow_nan=False)
        text.encode()
    except ValueError:
        with pytest.raises(PostworthyError):
            postworthy.check(post)
        return
    if "\\ud" in text:
        # Half of a surrogate pair is no character, in a dict or escaped.
        try:
            of_dict = postworthy.check(post)
        except PostworthyError:
            with pytest.raises(PostworthyError):
                postworthy.check(text)
            return
    else:
        of_dict = postworthy.check(post)
    assert of_dict.to_dict() == postworthy.check(text).to_dict()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_report_or_an_error_with_a_place(text: bytes) -> None:
    try:
        postworthy.check(text)
    except PostworthyError as error:
        assert error.line is not None
        assert error.line >= 1
    assert len(list(postworthy.check_many([text]))) == 1


@given(st.binary(max_size=300))
def test_any_bytes_can_be_probed(content: bytes) -> None:
    assert postworthy.probe(content).bytes == len(content)


class Text(str):
    __slots__ = ()


class Number(int):
    pass


class Word(str, enum.Enum):
    BLUESKY = "bluesky"


def test_subclasses_are_what_they_are_made_of() -> None:
    plain = {
        "content": "a",
        "platforms": [{"platform": "bluesky", "accountId": "x"}],
        "n": 1,
        "t": True,
    }
    odd: dict[Any, Any] = OrderedDict(
        {
            Text("content"): Text("a"),
            "platforms": [UserDict({"platform": Word.BLUESKY, "accountId": "x"})],
            "n": Number(1),
            "t": True,
        }
    )
    assert postworthy.check(odd) == postworthy.check(plain)


@pytest.mark.parametrize(
    ("post", "says"),
    [
        ({"a": float("nan")}, "post.a: NaN"),
        ({"a": [{"b": {1, 2}}]}, r"post.a\[0\].b: a value of type set"),
        ({1: 2}, "names are text"),
        ({"a": "\ud800"}, "surrogate"),
        ({"\ud800": 1}, "surrogate"),
        ("\ud800", "surrogate"),
        ({"a": 10**400}, "too large"),
        ({"a": b"bytes"}, "bytes"),
        (object(), "type object"),
        ("{", "line 1"),
        ("", "line 1"),
        (b"\xff", "UTF-8"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(post: Any, says: str) -> None:
    with pytest.raises(PostworthyError, match=says):
        postworthy.check(post)
    (report,) = postworthy.check_many([post])
    assert [one.code for one in report.findings] == ["invalid_payload"]


def test_a_cycle_and_a_deep_post_are_refused() -> None:
    post: dict[str, Any] = {}
    post["self"] = post
    with pytest.raises(PostworthyError, match="64 deep"):
        postworthy.check(post)
    deep: Any = 1
    for _ in range(63):
        deep = [deep]
    postworthy.check({"deep": deep})
    with pytest.raises(PostworthyError, match="64 deep"):
        postworthy.check({"deep": [deep]})
    facts: dict[str, Any] = {"width": 5}
    facts["more"] = facts
    with pytest.raises(PostworthyError, match="64 deep"):
        postworthy.check({}, media={"a": facts})


def test_a_post_that_changes_while_it_is_read_is_read_as_it_was_or_refused() -> None:
    class Nasty(dict[str, Any]):
        def __init__(self, outer: Any) -> None:
            super().__init__()
            self.outer = outer

    class Reads(UserDict[str, Any]):
        outer: Any = None

        def items(self) -> Any:
            self.outer.clear()
            return {"url": "x"}.items()

    inner = Reads()
    items = [inner, {"url": "y"}, {"url": "z"}]
    outer = {"a": 1, "mediaItems": items, "b": 2, "c": 3}
    Reads.outer = outer
    postworthy.check(outer)
    assert outer == {}
    Reads.outer = items
    postworthy.check({"mediaItems": items})
    assert items == []


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, (dict, list)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


@given(post=posts, random=st.randoms(use_true_random=False), grows=st.booleans())
def test_a_change_anywhere_in_the_middle_of_a_check_does_no_harm(
    *, post: dict[str, Any], random: Random, grows: bool
) -> None:
    everything = list(containers(post))
    place, changed = random.choice(everything), random.choice(everything)

    class Changes(UserDict[str, Any]):
        def items(self) -> Any:
            if not grows:
                changed.clear()
            elif isinstance(changed, dict):
                changed["more"] = [1] * 100
            else:
                changed.extend([1] * 100)
            return {"url": "x"}.items()

    if isinstance(place, dict):
        place["mediaItems"] = Changes()
    else:
        place.insert(random.randint(0, len(place)), Changes())
    # NaN and halves of surrogate pairs are refused, as ever; anything else would be a failure.
    with contextlib.suppress(PostworthyError):
        postworthy.check(post)


def test_what_a_model_raises_is_raised() -> None:
    class Model:
        def model_dump(self, **_: Any) -> Any:
            raise KeyError("mine")

    class Endless:
        def model_dump(self, **_: Any) -> Any:
            return Endless()

    with pytest.raises(KeyError, match="mine"):
        postworthy.check(Model())
    with pytest.raises(KeyError, match="mine"):
        list(postworthy.check_many([Model()]))
    with pytest.raises(PostworthyError, match="model_dump"):
        postworthy.check(Endless())


def test_integers_beyond_64_bits_are_numbers_all_the_same() -> None:
    post = {"content": "a", "x": 2**63, "y": 2**64, "z": -(2**63) - 1}
    assert postworthy.check(post).to_dict() == postworthy.check(json.dumps(post)).to_dict()
