"""Uploads, `submit`, and the way to calls without a method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from postworthy.late._base import submission
from postworthy.late._calls import Calls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from postworthy._postworthy import Engine, MediaInfo
    from postworthy.late._base import OnProgress, Path, PostBody, Submission
    from postworthy.late.types import Presigned, Uploaded
    from postworthy.types import AccountFacts, MediaFacts


class MediaCalls(Calls):
    """Media: a presigned address, and a file streamed to it."""

    def presign(self, filename: str, content_type: str, bytes: int | None = None) -> Presigned:
        """Ask for an address to put a file to. The service takes up to 5 GB.

        `uploadUrl` is a secret: whoever has it can put bytes there.

        >>> client.presign("clip.mp4", "video/mp4", 1_048_576)["expiresIn"]
        3600
        """
        given = {"filename": filename, "content_type": content_type, "bytes": bytes}
        return cast("Presigned", self._call("presign", given))

    def upload(self, path: Path, *, progress: OnProgress | None = None) -> Uploaded:
        """Upload a file: ask for an address and stream the file there, whatever its size.

        `progress` hears how far it is, as a `Progress` each time. Raises `LateError` of kind
        "file" where the file cannot be read, or is nothing that the service takes.

        >>> client.upload("media/launch.jpg")["contentType"]
        'image/jpeg'
        """
        return cast("Uploaded", self._call("upload", {}, path=path, progress=progress))

    def put(
        self,
        place: Presigned,
        path: Path,
        content_type: str,
        *,
        progress: OnProgress | None = None,
    ) -> Uploaded:
        """Stream a file to an address that `presign` gave, under the media type named there.

        The key stays behind: the storage is somebody else.

        >>> place = client.presign("launch.jpg", "image/jpeg")
        >>> client.put(place, "media/launch.jpg", "image/jpeg")["bytes"]
        21770
        """
        given = {"place": place, "content_type": content_type}
        return cast("Uploaded", self._call("put", given, path=path, progress=progress))


class SubmitCalls(Calls):
    """Submitting: facts, check, uploads, and the post, once; and everything else by `request`."""

    def submit(
        self,
        post: PostBody,
        *,
        folder: Path | None = None,
        force: bool = False,
        dry_run: bool = False,
        again: bool = False,
        record: Path | None = None,
        media: Mapping[str, MediaInfo | MediaFacts] | None = None,
        accounts: Mapping[str, AccountFacts] | None = None,
        now: datetime | str | None = None,
        rules: Engine | Sequence[Mapping[str, Any]] | str | Path | None = None,
        progress: OnProgress | None = None,
    ) -> Submission:
        """Check a post, upload its local files, and create it with their URLs.

        What the service knows of its accounts sharpens the check. Where the check finds errors,
        nothing is uploaded and nothing posted. The same post with the same files has the same
        request id, so that a second run within five minutes finds the first one's post instead of
        making another.

        - `folder`: where paths in the post count from, before the working directory.
        - `force`: submits also what the check finds errors in, and says so.
        - `dry_run`: reads and checks, and neither uploads nor posts.
        - `again`: posts the same again, although it would be recognised.
        - `record`: a folder that remembers what was submitted, so that a later run finds its post
          when the service has forgotten the request. It is made where it does not exist. A
          submission that had no answer is sent again under its id in the first four and a half
          minutes, counted from the first run however many follow; afterwards the service may have
          forgotten it, and a `LateError` of kind "conflict" asks for a look.
        - `media`, `accounts`, `now`, `rules`: as for `postworthy.check`; what they say counts
          before what the service says.
        - `progress`: hears how far uploads are.

        Raises `LateError` of kind "file" for files that cannot be read or are not taken.

        >>> done = client.submit({
        ...     "content": "We have news", "publishNow": True,
        ...     "mediaItems": [{"url": "media/launch.jpg", "altText": "The new product"}],
        ...     "platforms": [{"platform": "bluesky", "accountId": "acc_bsky"}],
        ... })
        >>> done.outcome, done.report.valid, done.post["_id"], done.uploads[0]["bytes"]
        ('submitted', True, 'post_1', 21770)
        """
        options = {
            "folder": folder,
            "force": force,
            "dry_run": dry_run,
            "again": again,
            "record": record,
            "media": media,
            "accounts": accounts,
            "now": now,
            "rules": rules,
        }
        given = {"post": post, "options": options}
        return submission(self._call("submit", given, progress=progress))

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Call what has no method of its own.

        The path is as the docs write it, with a query behind it where one is needed. GET, PUT and
        DELETE are repeated after failures; other methods only where it is known that nothing was
        done.

        >>> [group["name"] for group in client.request("GET", "/v1/account-groups")["groups"]]
        ['All']
        """
        given = {"method": method, "path": path, "body": body}
        return self._call("request", given)
