"""What the documentation shows is so."""

from __future__ import annotations

import asyncio
import doctest
import inspect
import pydoc
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import postworthy
from conftest import FIXTURES
from postworthy import late

if TYPE_CHECKING:
    import pytest

    from stand_in import StandIn

README = Path(__file__).parents[1] / "README.md"
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def documented() -> list[tuple[str, str]]:
    """Every docstring of the package, by name."""
    found = [("postworthy", postworthy.__doc__ or "")]
    for name in postworthy.__all__:
        thing = getattr(postworthy, name)
        if name.startswith("__"):
            continue
        found.append((name, inspect.getdoc(thing) or ""))
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            members = [own for own in vars(thing) if not own.startswith("_")]
            found += [
                (f"{name}.{own}", inspect.getdoc(getattr(thing, own)) or "") for own in members
            ]
    return found


def run(name: str, text: str, known: dict[str, Any]) -> int:
    test = doctest.DocTestParser().get_doctest(text, dict(known), name, None, None)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test)
    assert runner.failures == 0, name
    return runner.tries


def test_everything_is_documented() -> None:
    bare = [name for name, text in documented() if not text]
    assert not bare


def test_examples_of_docstrings_run() -> None:
    known = {name: getattr(postworthy, name) for name in postworthy.__all__}
    tries = {name: run(name, text, known) for name, text in documented()}
    for verb in ("check", "probe", "measure", "limits", "explain", "apply_fix", "Engine"):
        assert tries[verb] > 0, f"{verb} has no example"


def documented_calls() -> list[tuple[str, str]]:
    """Every docstring of `postworthy.late`, by name."""
    found = [("late", late.__doc__ or "")]
    for name in late.__all__:
        thing = getattr(late, name)
        if not callable(thing):
            continue
        found.append((name, inspect.getdoc(thing) or ""))
        if thing in {late.Client, late.AsyncClient}:
            methods = inspect.getmembers(thing, inspect.isfunction)
            own = [(own, method) for own, method in methods if not own.startswith("_")]
            found += [(f"{name}.{own}", inspect.getdoc(method) or "") for own, method in own]
    return found


def test_examples_of_calls_run(
    service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FIXTURES / "examples" / "media", tmp_path / "media")
    text = "platforms,profiles,post_content,publish_now\nbluesky,prof_1,Hello,true\n"
    (tmp_path / "posts.csv").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(late.KEY_VARIABLE, service.key)
    known = {"late": late, "url": service.url, "asyncio": asyncio, "Path": Path}
    known |= {name: getattr(late, name) for name in late.__all__}
    for name, text in documented_calls():
        assert text, f"{name} is not documented"
        service.reset()
        tries = run(name, text, {**known, "client": late.Client(url=service.url)})
        of_a_call = name.startswith("Client.") or name in {"Client", "AsyncClient"}
        assert tries or not of_a_call, f"{name} has no example"


def test_the_readme_runs(service: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(late.KEY_VARIABLE, service.key)
    shutil.copytree(FIXTURES / "examples" / "media", tmp_path / "media")
    (tmp_path / "clip.gif").write_bytes(b"GIF89a\x02\x00\x01\x00\x00\x00\x00;")
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    plain = "\n".join(block for block in blocks if "# recipe" not in block)
    assert run("README.md", plain, {"url": service.url}) > 5


def test_help_reads_well() -> None:
    text = pydoc.plain(pydoc.render_doc(postworthy))
    for name in postworthy.__all__:
        assert name in text or name.startswith("__")
    assert "check(post, *, media=None, accounts=None, now=None, rules=None)" in text
