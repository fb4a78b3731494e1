"""The example notebook runs, and says what it says in the repository."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("matplotlib").use("Agg")
pytest.importorskip("pandas").set_option("display.max_columns", 20)

FOLDER = Path(__file__).parents[1] / "examples"


def plain(cell: dict[str, Any]) -> list[str]:
    """The value of a cell as it stands in the notebook, where it has one."""
    results = [one for one in cell["outputs"] if one["output_type"] == "execute_result"]
    return ["".join(one["data"]["text/plain"]) for one in results]


def test_the_notebook_is_what_it_was_when_it_was_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    notebook = json.loads((FOLDER / "planned-posts.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    compared = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        shown = plain(cell)
        if not shown:
            exec(source, names)
            continue
        # The value of a cell is that of its last expression.
        *statements, value = ast.parse(source).body
        assert isinstance(value, ast.Expr)
        exec(compile(ast.Module(statements, []), "cell", "exec"), names)
        result = eval(compile(ast.Expression(value.value), "cell", "eval"), names)
        assert repr(result) == shown[0]
        compared += 1
    assert compared >= 4
