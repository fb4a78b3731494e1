"""Calls about posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from postworthy.late._base import fields
from postworthy.late._calls import Calls
from postworthy.late.types import LogFilter, PostFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typing_extensions import Unpack

    from postworthy.late._base import PostBody
    from postworthy.late.types import (
        BulkResult,
        Message,
        Post,
        PostLog,
        PostLogs,
        PostPage,
        Submitted,
    )


class PostCalls(Calls):
    """Posts: create, list, read, change, delete, publish again, bulk upload, logs."""

    def create_post(self, post: PostBody) -> Submitted:
        """Create a post: at once, at a time, in a queue, or as a draft, as its body says.

        It is not checked before; `submit` does that. It carries a request id of its own, the same
        over all its repeats, by which the service knows it again: it is never made twice.

        Raises `LateError` of kind "duplicate" where the account posted the same within 24 hours.
        Where `may_have_arrived`, try again with `create_post_under`.

        >>> post = {"content": "Hello", "publishNow": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> made = client.create_post(post)
        >>> made["post"]["_id"], made["post"]["status"], made["repeated"]
        ('post_1', 'published', False)
        """
        return cast("Submitted", self._call("create_post", {"post": post}))

    def create_post_under(self, post: PostBody, id: str) -> Submitted:
        """Create a post under a request id that you choose.

        Under the same id, within five minutes, it is made once, however often and from wherever
        you call.

        >>> post = {"content": "Hello", "publishNow": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> id = late.request_id()
        >>> [client.create_post_under(post, id)["repeated"] for _ in range(2)]
        [False, True]
        """
        return cast("Submitted", self._call("create_post_under", {"post": post, "id": id}))

    def list_posts(self, **filter: Unpack[PostFilter]) -> PostPage:
        """List a page of posts.

        >>> client.list_posts(status="failed", limit=50)["posts"]
        []
        """
        return cast("PostPage", self._call("list_posts", fields(PostFilter, filter)))

    def posts(self, **filter: Unpack[PostFilter]) -> Iterator[Post]:
        """Iterate over all posts that a filter lets through, page by page as they are asked for.

        >>> [post["_id"] for post in client.posts(platform="bluesky")]
        []
        """
        return self._pages(self._late.posts(fields(PostFilter, filter)))

    def post(self, id: str) -> Post:
        """Read a post, such as for its URLs after it was published.

        >>> post = {"content": "Later", "isDraft": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> id = client.create_post(post)["post"]["_id"]
        >>> client.post(id)["status"]
        'draft'
        """
        return cast("Post", self._call("post", {"id": id}))

    def update_post(self, id: str, changes: Mapping[str, Any]) -> Submitted:
        """Change a post that is not published yet.

        One that `publishNow` publishes is not repeated after a failure that leaves open whether
        it was done.

        >>> post = {"content": "Later", "isDraft": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> id = client.create_post(post)["post"]["_id"]
        >>> client.update_post(id, {"content": "Better"})["post"]["content"]
        'Better'
        """
        return cast("Submitted", self._call("update_post", {"id": id, "changes": changes}))

    def delete_post(self, id: str) -> Message:
        """Delete a post that is not published.

        >>> post = {"content": "Later", "isDraft": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> client.delete_post(client.create_post(post)["post"]["_id"])["message"]
        'Post deleted successfully'
        """
        return cast("Message", self._call("delete_post", {"id": id}))

    def retry_post(self, id: str) -> Submitted:
        """Publish a failed or partial post again.

        It is not repeated after a failure that leaves open whether it was done. Raises `LateError`
        of kind "conflict" while the post is publishing.

        >>> post = {"content": "Hello", "publishNow": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_fails"}]}
        >>> late.failures(client.create_post(post))[0]["errorMessage"]
        'The platform does not answer'
        >>> client.retry_post("post_1")["post"]["status"]
        'failed'
        """
        return cast("Submitted", self._call("retry_post", {"id": id}))

    def bulk_upload(self, csv: str | bytes, *, dry_run: bool = False) -> BulkResult:
        """Schedule the posts of a CSV, a row each; a dry run validates them and makes none.

        It is not repeated after a failure that leaves open whether it was done.

        >>> client.bulk_upload(Path("posts.csv").read_bytes(), dry_run=True)["total"]
        1
        """
        data = csv.encode() if isinstance(csv, str) else bytes(csv)
        return cast("BulkResult", self._call("bulk_upload", {"dry_run": dry_run}, data=data))

    def post_logs(self, id: str, *, limit: int | None = None) -> PostLogs:
        """List the steps of publishing a post, kept for seven days; `limit` is at most 100.

        >>> post = {"content": "Hello", "publishNow": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> id = client.create_post(post)["post"]["_id"]
        >>> [step["status"] for step in client.post_logs(id, limit=10)["logs"]]
        ['success']
        """
        return cast("PostLogs", self._call("post_logs", {"id": id, "limit": limit}))

    def logs(self, **filter: Unpack[LogFilter]) -> PostLogs:
        """List the steps of publishing all posts, kept for seven days.

        >>> len(client.logs(platform="bluesky", days=2)["logs"])
        1
        """
        return cast("PostLogs", self._call("logs", fields(LogFilter, filter)))

    def log(self, id: str) -> PostLog:
        """Read one step of publishing, with all that was sent and answered.

        >>> post = {"content": "Hello", "publishNow": True,
        ...         "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}]}
        >>> made = client.create_post(post)
        >>> client.log(client.logs()["logs"][0]["_id"])["action"]
        'publish'
        """
        return cast("PostLog", self._call("log", {"id": id}))
