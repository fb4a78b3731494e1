"""What other interpreters of the same process may do with the package."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

HOST = """
    import sys

    WORK = {work!r}
    OWN = "import sys; sys.path[:] = {path!r}\\n" + WORK

    def run(kind):
        try:
            import _interpreters as interpreters
        except ModuleNotFoundError:
            import _xxsubinterpreters as interpreters
            one = interpreters.create(isolated=kind == "isolated")
            try:
                interpreters.run_string(one, OWN)
            except interpreters.RunFailedError as failure:
                sys.stderr.write(str(failure))
        else:
            one = interpreters.create(kind)
            failure = interpreters.exec(one, OWN)
            if failure:
                sys.stderr.write(failure.formatted)
        interpreters.destroy(one)
"""

WORK = """
import pickle
import postworthy

report = postworthy.check('{"platforms": [{"platform": "bluesky"}]}')
assert report.findings
assert pickle.loads(pickle.dumps(report)) == report
try:
    postworthy.check("{")
except postworthy.PostworthyError as error:
    assert error.line == 1
else:
    raise AssertionError("no error")
assert len(list(postworthy.check_many(["{}", "{"] * 50))) == 100
print("done")
"""


def run(program: str) -> tuple[str, str]:
    host = textwrap.dedent(HOST).format(work=WORK, path=sys.path)
    text = host + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, check=False, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_interpreters_that_share_the_gil_share_the_package() -> None:
    program = """
        run("legacy")
        exec(WORK)
        run("legacy")
        run("legacy")
        exec(WORK)
    """
    assert run(program) == ("done\n" * 5, "")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="there is one GIL for all of them")
def test_an_interpreter_with_a_gil_of_its_own_is_refused() -> None:
    out, told = run('run("isolated")')
    assert out == ""
    assert "ImportError" in told
    assert "postworthy._postworthy does not support loading in subinterpreters" in told
