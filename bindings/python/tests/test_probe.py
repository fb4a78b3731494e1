"""Facts of media files, however they are handed over."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import postworthy
from conftest import FIXTURES
from postworthy import MediaInfo, PostworthyError

if TYPE_CHECKING:
    from pathlib import Path

MEDIA = FIXTURES / "media"
SOUND = sorted(path for path in (MEDIA / "sound").rglob("*") if path.is_file())
ALL = SOUND + sorted(path for path in (MEDIA / "odd").rglob("*") if path.is_file())
TOLERANCE = {"durationMs": 60, "frameRate": 0.05}


class Stream:
    """What can only be read forward, a few bytes at a time, as a response may give them."""

    def __init__(self, content: bytes) -> None:
        self.file = io.BytesIO(content)

    def read(self, size: int) -> bytes:
        return self.file.read(min(size, 1000))


def test_every_sound_file_is_what_other_tools_say() -> None:
    expected: dict[str, dict[str, Any]] = json.loads((MEDIA / "expected.json").read_text())
    assert len(SOUND) == len(expected)
    for path in SOUND:
        found = postworthy.probe(path).to_dict()
        for name, value in expected[path.relative_to(MEDIA / "sound").as_posix()].items():
            tolerance = TOLERANCE.get(name)
            if tolerance is None:
                assert found.get(name) == value, (path, name)
            else:
                assert found.get(name) == pytest.approx(value, abs=tolerance), (path, name)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_the_way_of_reading_does_not_change_the_facts(path: Path) -> None:
    content = path.read_bytes()
    whole = postworthy.probe(content)
    assert postworthy.probe(path) == whole
    assert postworthy.probe(str(path)) == whole
    assert postworthy.probe(bytearray(content)) == whole
    with path.open("rb") as file:
        file.seek(3)
        assert postworthy.probe(file) == whole
        assert file.tell() == 3
    streamed = postworthy.probe(Stream(content))
    assert (streamed.kind, streamed.format) == (whole.kind, whole.format)
    for name in ("width", "height", "duration_ms"):
        assert getattr(streamed, name) in {None, getattr(whole, name)}


def test_facts_are_attributes_and_keywords() -> None:
    info = postworthy.probe(b"GIF89a\x02\x00\x01\x00\x00\x00\x00;")
    assert (info.kind, info.format, info.width, info.height) == ("image", "gif", 2, 1)
    assert info.to_dict()["codedWidth"] == info.coded_width
    made = MediaInfo(kind="video", format="mp4", duration_ms=1500, frame_rate=29.97, has_audio=True)
    assert (made.duration_ms, made.frame_rate, made.has_audio) == (1500, 29.97, True)
    assert repr(made).startswith("MediaInfo(kind='video', format='mp4', duration_ms=1500")
    assert eval(repr(made)) == made
    assert MediaInfo(width=None) == MediaInfo()
    every = [name for name in dir(MediaInfo) if not name.startswith("_") and name != "to_dict"]
    numbers = {name: 1 for name in every if name in {"bytes", "rotation", "video_tracks", "pages"}}
    assert all(getattr(MediaInfo(**{name: one}), name) == one for name, one in numbers.items())
    assert all(getattr(MediaInfo(), name) in (None, {}) for name in every)


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PostworthyError, match="no such file"):
        postworthy.probe(tmp_path / "none.mp4")
    with pytest.raises(PostworthyError, match="directory"):
        postworthy.probe(tmp_path)
    with pytest.raises(PostworthyError, match="opens no URLs"):
        postworthy.probe("https://example.com/a.mp4")
    with pytest.raises(PostworthyError, match="binary"):
        postworthy.probe(io.StringIO("text"))  # type: ignore[arg-type]
    with pytest.raises(PostworthyError, match="path"):
        postworthy.probe(5)  # type: ignore[arg-type]
    # Windows has such names; where they can be none, the reason is said.
    with pytest.raises(PostworthyError, match=r"surrogate|no such file"):
        postworthy.probe("\ud83d.gif")

    class OfBytes:
        def __fspath__(self) -> bytes:
            return b"a.gif"

    with pytest.raises(PostworthyError, match="source: a path is text, not bytes"):
        postworthy.probe(OfBytes())  # type: ignore[arg-type]

    class Broken:
        def read(self, size: int) -> bytes:
            raise OSError("the line is down")

    with pytest.raises(OSError, match="the line is down"):
        postworthy.probe(Broken())

    class Unnamed:
        def __fspath__(self) -> str:
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        postworthy.probe(Unnamed())


def test_a_file_open_as_text_is_refused_and_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with (
        path.open(encoding="utf-8") as file,
        pytest.raises(PostworthyError, match=r'binary mode.*"rb".*gives str'),
    ):
        postworthy.probe(file)  # type: ignore[arg-type]


def test_the_position_is_kept_whatever_happens() -> None:
    class Fails(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size:
                raise OSError("the disk is gone")
            return b""

    class Turns(io.BytesIO):
        def read(self, size: int | None = -1) -> Any:
            return "text" if size else b""

    for file, raised, says in (
        (Fails(b"GIF89a"), OSError, "the disk is gone"),
        (Turns(b"GIF89a"), PostworthyError, "binary"),
    ):
        file.seek(3)
        with pytest.raises(raised, match=says):
            postworthy.probe(file)
        assert file.tell() == 3


def test_a_file_object_need_not_say_where_it_went() -> None:
    class Quiet(io.BytesIO):
        def seek(self, *where: int) -> None:  # type: ignore[override]
            super().seek(*where)

    class Lost(io.BytesIO):
        def tell(self) -> Any:
            return None

    content = b"GIF89a\x02\x00\x01\x00\x00\x00\x00;"
    assert postworthy.probe(Quiet(content)) == postworthy.probe(content)
    with pytest.raises(PostworthyError, match="tell"):
        postworthy.probe(Lost(content))


def test_what_a_closed_file_raises_is_raised() -> None:
    file = io.BytesIO(b"GIF89a")
    file.close()
    with pytest.raises(ValueError, match="closed") as caught:
        postworthy.probe(file)
    assert not isinstance(caught.value, PostworthyError)
