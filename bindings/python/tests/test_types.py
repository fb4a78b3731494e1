"""The types are complete, current, and accepted by those who check them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import postworthy

for tool in ("mypy", "pyright", "ruff"):
    pytest.importorskip(tool)

HERE = Path(__file__).parents[1]
INSTALLED = Path(postworthy.__file__).parent

USE = """
    from __future__ import annotations

    from pathlib import Path

    import postworthy
    from postworthy import late
    from postworthy.late.types import Slot
    from postworthy.types import Code, OperationDict, Post, ReportDict

    post: Post = {
        "content": "Hello",
        "mediaItems": [{"type": "image", "url": "a.jpg", "altText": "A picture"}],
        "platforms": [
            {
                "platform": "instagram",
                "accountId": "a",
                "platformSpecificData": {"contentType": "story"},
            },
        ],
        "tiktokSettings": {"privacy_level": "SELF_ONLY", "allowComment": True},
    }
    report: postworthy.Report = postworthy.check(post, media="auto")
    report = postworthy.check("{}", media={"a": {"durationMs": 5}, "b": postworthy.probe("b.mp4")})
    report = postworthy.check(b"{}", media=Path(), accounts={"a": {"premium": True}})
    as_dict: ReportDict = report.to_dict()
    code: Code = as_dict["diagnostics"][0]["code"]
    codes: list[Code] = [finding.code for finding in report.findings]
    patch: list[OperationDict] = report.findings[0].fixes[0].patch
    origins: list[str] = [one.get("from", "") for one in patch]
    moved: OperationDict = {"op": "move", "from": "/a", "path": "/b"}
    mended = postworthy.apply_fix(post, [*patch, moved])
    left: int = postworthy.measure("a", "bluesky")[0].remaining
    valid: list[bool] = [one.valid for one in postworthy.check_many([post, "{}"])]

    client = late.Client(url=late.DEFAULT_URL, pacing=late.Pacing(requests=100))
    done: late.Submission = client.submit(post, folder=Path(), accounts={"a": {"premium": True}})
    failed = [one.get("_id") for one in client.posts(status="failed", limit=50)]
    slots: list[Slot] = [{"dayOfWeek": 1, "time": "09:00"}]
    client.create_queue(profile_id="a", timezone="Europe/Berlin", slots=slots)


    async def boards() -> list[str]:
        client = late.AsyncClient("sk_", on_notice=print)
        try:
            return [board.get("name", "") for board in await client.pinterest_boards("a")]
        except late.LateError as error:
            return [error.message, error.existing or ""]
"""

WRONG = """
    import postworthy
    from postworthy import late
    from postworthy.types import OperationDict, Post

    moved: OperationDict = {"op": "move", "from": 5, "path": "/b"}
    postworthy.limits("myspace")
    post: Post = {"contents": "Hello"}
    postworthy.check(5)
    postworthy.check({}).valid = True
    late.Client().list_posts(colour="red")
    late.AsyncClient(5)
"""


@pytest.fixture
def use(tmp_path: Path) -> Path:
    path = tmp_path / "use.py"
    path.write_text(textwrap.dedent(USE), encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.py"
    path.write_text(textwrap.dedent(WRONG), encoding="utf-8")
    return path


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=HERE
    )


def test_what_is_generated_is_current() -> None:
    for generator in ("generate.py", "generate_late.py"):
        command = [sys.executable, generator, "--check"]
        assert subprocess.run(command, cwd=HERE, check=False).returncode == 0, generator


def test_the_package_is_marked_as_typed() -> None:
    assert (INSTALLED / "py.typed").exists()
    assert (INSTALLED / "_postworthy.pyi").exists()


def test_mypy_accepts_it(use: Path, wrong: Path) -> None:
    done = run("mypy", "--strict", str(use))
    assert done.returncode == 0, done.stdout
    done = run("mypy", "--strict", "-p", "postworthy")
    assert done.returncode == 0, done.stdout
    done = run("mypy", "--strict", str(wrong))
    assert done.stdout.count(": error:") == 7, done.stdout


def test_pyright_accepts_it(use: Path, wrong: Path) -> None:
    done = run("pyright", "--pythonpath", sys.executable, str(use), str(INSTALLED))
    assert done.returncode == 0, done.stdout
    done = run("pyright", "--pythonpath", sys.executable, str(wrong))
    assert "7 errors" in done.stdout, done.stdout


def test_the_stubs_are_what_is_there(tmp_path: Path) -> None:
    # `types` is no stub but the module itself; what stubtest says of its Literals is about mypy.
    allowed = tmp_path / "allowed"
    # Aliases of the client are text at run time, so that what they name need not be imported.
    of_types, of_late = r"postworthy\.(late\.)?types\.[A-Z]\w+", r"postworthy\.late\._base\.[OP]\w+"
    allowed.write_text(f"{of_types}\n{of_late}\n", encoding="utf-8")
    done = run(
        "mypy.stubtest",
        "postworthy",
        "--ignore-disjoint-bases",
        "--ignore-unused-allowlist",
        "--allowlist",
        str(allowed),
    )
    assert done.returncode == 0, done.stdout


def test_ruff_is_content() -> None:
    done = run("ruff", "check", ".")
    assert done.returncode == 0, done.stdout
    done = run("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout
