"""What both clients share: their settings, what they tell, and what `submit` returns."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from postworthy._postworthy import Late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from postworthy._postworthy import MediaInfo, Report
    from postworthy.late.types import Planned, Post, Submitted, Target, Uploaded
    from postworthy.types import Post as PostDict

DEFAULT_URL = "https://getlate.dev/api/v1"
"""Where the service is reached."""

KEY_VARIABLE = "LATE_API_KEY"
"""The environment variable that holds the key."""

LOG = logging.getLogger("postworthy.late")


class Pacing(NamedTuple):
    """How a client paces itself, so that it waits before requests instead of being refused.

    >>> Pacing()
    Pacing(requests=None, per=60.0)
    """

    requests: int | None = None
    """Requests allowed in each window; None: what the service says in its headers."""
    per: float = 60.0
    """The length of the window in seconds."""


class Progress(NamedTuple):
    """How far an upload is."""

    path: str
    """The file."""
    sent: int
    """Bytes sent. It falls back to 0 where an upload begins anew."""
    total: int
    """Bytes in all."""


class Notice(NamedTuple):
    """Something that happened on the way: a repeat, a wait. As text it is a line for a log."""

    kind: Literal["repeat", "paced", "forced", "record", "account", "other"]
    """A request is sent again; the rate limit is used up; a post is submitted with errors; what was
    submitted cannot be recorded; a post names an account that is not connected."""
    message: str
    """All of it as a line."""
    call: str | None = None
    """What is repeated, such as `POST /v1/posts`."""
    reason: str | None = None
    """Why it is repeated, or what is wrong with the account."""
    wait: float | None = None
    """Seconds until it goes on."""
    attempt: int | None = None
    """Which attempt the repeat will be, from 2."""
    request_id: str | None = None
    """The request id that the repeat carries again, where the service knows repeats by it."""
    may_have_arrived: bool | None = None
    """Whether an earlier attempt may have arrived."""
    errors: int | None = None
    """How many errors the post has that is submitted all the same."""
    account_id: str | None = None
    """The account."""

    def __str__(self) -> str:
        """The line for a log."""
        return self.message


class LocalFile(NamedTuple):
    """A local file that a post names."""

    url: str
    """As the post writes it."""
    path: str
    """Where it was found."""
    info: MediaInfo
    """What it is."""


class Submission(NamedTuple):
    """What came of submitting a post."""

    outcome: Literal["submitted", "refused", "planned"]
    """The service has the post; the check found errors; it was a dry run."""
    report: Report
    """What the check found."""
    uploads: list[Uploaded]
    """What was uploaded."""
    submitted: Submitted | None = None
    """What the service made of the post, where it was submitted."""
    requests: list[Planned] | None = None
    """What would have been sent, where it was a dry run."""

    @property
    def post(self) -> Post | None:
        """The post as the service has it, where it was submitted."""
        return None if self.submitted is None else self.submitted["post"]

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict, equal to its JSON."""
        told: dict[str, Any] = {
            "report": self.report.to_dict(),
            "uploads": self.uploads,
            "outcome": self.outcome,
        }
        if self.submitted is not None:
            told |= self.submitted
        if self.requests is not None:
            told["requests"] = self.requests
        return told


OnProgress: TypeAlias = "Callable[[Progress], object]"
OnNotice: TypeAlias = "Callable[[Notice], object]"
Path: TypeAlias = "str | PathLike[str]"
PostBody: TypeAlias = "PostDict | Mapping[str, Any] | str | bytes | Model"
"""The JSON body of a post: a dict, JSON text, or an object with `model_dump`."""


class Model(Protocol):
    """An object with `model_dump`, such as a pydantic model."""

    def model_dump(self, *, mode: str, by_alias: bool) -> Any:
        """The object as a dict."""


def failures(submitted: Submitted) -> list[Target]:
    """The platforms on which a post failed.

    >>> failures({"post": {"platforms": [{"platform": "bluesky", "status": "failed"}]}})
    [{'platform': 'bluesky', 'status': 'failed'}]
    """
    targets = submitted["post"].get("platforms", [])
    return [target for target in targets if target.get("status") == "failed"]


def fields(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments that stand for the fields of `kind`."""
    for name in given:
        if name not in kind.__annotations__:
            message = (
                f"there is no keyword argument {name!r}, but {', '.join(kind.__annotations__)}"
            )
            raise TypeError(message)
    return {"fields": dict(given)}


def submission(done: dict[str, Any]) -> Submission:
    """What came of submitting a post, of its JSON with the report as a `Report`."""
    report, uploads, outcome = done.pop("report"), done.pop("uploads"), done.pop("outcome")
    requests = done.pop("requests", None)
    made: Any = done if outcome == "submitted" else None
    return Submission(outcome, report, uploads, made, requests)


class Base:
    """The settings of a client."""

    def __init__(
        self,
        key: str | None = None,
        *,
        url: str | None = None,
        deadline: float = 240.0,
        idle: float = 60.0,
        connect: float = 10.0,
        attempts: int = 5,
        waits: tuple[float, float] = (0.5, 20.0),
        answer_bytes: int = 16 << 20,
        pacing: Pacing | None = None,
        on_notice: OnNotice | None = None,
    ) -> None:
        """Set up a client; no request is made.

        - `key`: the API key; that of the environment variable `LATE_API_KEY` if nothing is said.
          Its shape is checked, and it is never shown.
        - `url`: another address of the service. Plain http is for loopback addresses alone.
        - `deadline`: seconds that a call may take with all its repeats, at most 240: the service
          forgets request ids after five minutes. Uploads are not bound by it.
        - `idle`: seconds that nothing may arrive before an attempt is given up.
        - `connect`: seconds that a connection may take to be made.
        - `attempts`: how often a request is sent at most.
        - `waits`: seconds before the first repeat, and at most before a later one. Each wait is
          twice the one before, shortened at random by up to a half.
        - `answer_bytes`: the largest answer that is read.
        - `pacing`: keeps within the plan's requests a minute, so that a batch is never refused.
        - `on_notice`: hears of repeats and waits, as a `Notice` each. The log
          `postworthy.late` hears of them in any case, as warnings.

        Raises `LateError` of kind "setup" where the key or the address cannot be used.
        """
        self._late = Late(key, url, deadline, idle, connect, attempts, waits, answer_bytes, pacing)
        self._url = url or DEFAULT_URL
        self._on_notice = on_notice

    def __repr__(self) -> str:
        """The address, and nothing of the key."""
        return f"<{type(self).__name__}: {self._url}>"

    def _tell(self, event: dict[str, Any], progress: OnProgress | None) -> None:
        """Tells of an event whoever listens."""
        if "kind" not in event:
            if progress is not None:
                progress(Progress(**event))
            return
        notice = Notice(**event)
        LOG.warning("%s", notice)
        if self._on_notice is not None:
            self._on_notice(notice)
