"""The client whose calls wait."""

from __future__ import annotations

from postworthy.late._accounts import AccountCalls
from postworthy.late._media import MediaCalls, SubmitCalls
from postworthy.late._posts import PostCalls
from postworthy.late._profiles import OtherCalls, ProfileCalls, QueueCalls


class Client(
    SubmitCalls, PostCalls, MediaCalls, AccountCalls, ProfileCalls, QueueCalls, OtherCalls
):
    """A client of Late whose calls wait for their answers.

    Threads may share it. It keeps its connections; there is nothing to close.

    >>> client = late.Client(url=url)  # the key of LATE_API_KEY
    >>> for post in client.posts(status="failed"):
    ...     print(post["_id"])
    """
