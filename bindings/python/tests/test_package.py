"""What is installed beside the code."""

from __future__ import annotations

from importlib import metadata

import pytest

from conftest import ROOT


@pytest.mark.parametrize("name", ["LICENSE-APACHE", "LICENSE-MIT"])
def test_the_text_of_each_licence_is_installed(name: str) -> None:
    installed = metadata.distribution("postworthy")
    assert installed.metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert name in (installed.metadata.get_all("License-File") or [])
    assert installed.read_text(f"licenses/{name}") == (ROOT / name).read_text(encoding="utf-8")
