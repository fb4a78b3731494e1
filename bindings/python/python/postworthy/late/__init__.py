"""A thin client of Late: check first, upload, submit, and never post twice.

    >>> from postworthy import late
    >>> client = late.Client(url=url)  # the key of the environment variable LATE_API_KEY
    >>> done = client.submit({
    ...     "content": "We have news!",
    ...     "publishNow": True,
    ...     "mediaItems": [{"url": "media/launch.jpg", "altText": "The new product"}],
    ...     "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}],
    ... })
    >>> done.outcome, done.report.valid
    ('submitted', True)

`Client` waits, `AsyncClient` is the same to be awaited in asyncio. Each documented call about
posts, media, accounts, boards, subreddits, TikTok creators, profiles, queues, usage, logs and the
service's own validation has a method; `request` reaches all others. What the service answers is
dicts as it sent them, whose types are in `postworthy.late.types`; what nobody knows yet is kept.

A call is repeated only where that is safe: where it is known not to have reached the service, where
the service asks for it (429), or under the same request id, by which the service knows a post again
for five minutes. Every repeat is a warning in the log `postworthy.late`, and is told to
`on_notice`. What fails is a `LateError`, whose `kind` is what a caller acts on.

`submit` is `local_files`, `Client.account_facts`, `postworthy.check`, `Client.upload`, `with_urls`
and `Client.create_post_under`, each of which you can call yourself.

The client itself is the Rust one: repeats, rate limits and request ids are decided in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postworthy._postworthy import (
    LateError,
    late_content_type,
    late_files,
    late_request_id,
    late_urls,
)
from postworthy.late._async_client import AsyncClient
from postworthy.late._base import (
    DEFAULT_URL,
    KEY_VARIABLE,
    LocalFile,
    Notice,
    Pacing,
    Progress,
    Submission,
    failures,
)
from postworthy.late._client import Client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postworthy import MediaInfo
    from postworthy.late._base import Path, PostBody

__all__ = [
    "DEFAULT_URL",
    "KEY_VARIABLE",
    "AsyncClient",
    "Client",
    "LateError",
    "LocalFile",
    "Notice",
    "Pacing",
    "Progress",
    "Submission",
    "content_type",
    "failures",
    "local_files",
    "request_id",
    "with_urls",
]


def content_type(info: MediaInfo) -> str | None:
    """The media type that the service takes a file under, by what the file is; None for others.

    >>> from postworthy import MediaInfo
    >>> content_type(MediaInfo(format="mov"))
    'video/quicktime'
    """
    return late_content_type(info)


def local_files(post: PostBody, folder: Path | None = None) -> list[LocalFile]:
    """The local files that a post names in the place of media URLs, each once.

    Paths count from the folder, then from the working directory; what is not found there is left
    out, and the check finds fault with it.

    >>> local_files({"mediaItems": [{"url": "none.jpg"}]})
    []
    """
    return [LocalFile(url, str(path), info) for url, path, info in late_files(post, folder)]


def with_urls(post: PostBody, urls: Mapping[str, str]) -> dict[str, Any]:
    """A post with other media URLs: each that the mapping names, by what it names for it.

    >>> with_urls({"mediaItems": [{"url": "a.jpg"}]}, {"a.jpg": "https://example.com/1.jpg"})
    {'mediaItems': [{'url': 'https://example.com/1.jpg'}]}
    """
    return late_urls(post, dict(urls))


def request_id() -> str:
    """A request id that nobody else has, for `create_post_under`.

    >>> len(request_id())
    36
    """
    return late_request_id()
