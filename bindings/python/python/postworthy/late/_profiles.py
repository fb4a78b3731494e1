"""Calls about profiles, queues and usage, and the service's own validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from postworthy.late._base import fields
from postworthy.late._calls import Calls
from postworthy.late.types import NewProfile, ProfileFilter, QueueSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from postworthy.late._base import PostBody
    from postworthy.late.types import (
        MediaVerdict,
        Message,
        NextSlot,
        PostVerdict,
        Profile,
        Queue,
        QueueAnswer,
        QueuePreview,
        Queues,
        TextLengths,
        Usage,
    )


class ProfileCalls(Calls):
    """Profiles: the containers of accounts."""

    def profiles(self, **filter: Unpack[ProfileFilter]) -> list[Profile]:
        """List the profiles.

        >>> [profile["_id"] for profile in client.profiles()]
        ['prof_1']
        """
        return cast("list[Profile]", self._call("profiles", fields(ProfileFilter, filter)))

    def create_profile(self, **profile: Unpack[NewProfile]) -> Profile:
        """Make a profile. It carries an id of its own, so that it is never made twice.

        >>> client.create_profile(name="Shop", color="#ffeda0")["name"]
        'Shop'
        """
        return cast("Profile", self._call("create_profile", fields(NewProfile, profile)))

    def profile(self, id: str) -> Profile:
        """Read a profile.

        >>> client.profile("prof_1")["isDefault"]
        True
        """
        return cast("Profile", self._call("profile", {"id": id}))

    def update_profile(self, id: str, changes: Mapping[str, Any]) -> Profile:
        """Change a profile: `name`, `description`, `color`, `isDefault`.

        >>> client.update_profile("prof_1", {"name": "Acme Inc"})["name"]
        'Acme Inc'
        """
        return cast("Profile", self._call("update_profile", {"id": id, "changes": changes}))

    def delete_profile(self, id: str) -> Message:
        """Delete a profile that has no accounts.

        >>> id = client.create_profile(name="Shop")["_id"]
        >>> client.delete_profile(id)["message"]
        'Profile deleted successfully'
        """
        return cast("Message", self._call("delete_profile", {"id": id}))


class QueueCalls(Calls):
    """Queues: recurring times at which posts go out."""

    def queue(self, profile: str, queue: str | None = None) -> Queues:
        """Read a queue of a profile and its next times; the default one if nothing is said.

        >>> client.queue("prof_1")["schedule"]["_id"]
        'queue_1'
        """
        return cast("Queues", self._call("queue", {"profile": profile, "queue": queue}))

    def queues(self, profile: str) -> list[Queue]:
        """List the queues of a profile.

        >>> len(client.queues("prof_1"))
        1
        """
        return cast("list[Queue]", self._call("queues", {"profile": profile}))

    def create_queue(self, **queue: Unpack[QueueSettings]) -> QueueAnswer:
        """Make a queue.

        It is not repeated after a failure that leaves open whether it was done.

        >>> made = client.create_queue(
        ...     profile_id="prof_1", name="Mornings", timezone="Europe/Berlin",
        ...     slots=[{"dayOfWeek": 1, "time": "09:00"}])
        >>> made["schedule"]["name"]
        'Mornings'
        """
        return cast("QueueAnswer", self._call("create_queue", fields(QueueSettings, queue)))

    def update_queue(self, **queue: Unpack[QueueSettings]) -> QueueAnswer:
        """Change a queue; the default one where no `queue_id` is said.

        >>> client.update_queue(
        ...     profile_id="prof_1", timezone="Europe/Berlin", active=False,
        ...     slots=[{"dayOfWeek": 1, "time": "09:00"}])["schedule"]["active"]
        False
        """
        return cast("QueueAnswer", self._call("update_queue", fields(QueueSettings, queue)))

    def delete_queue(self, profile: str, queue: str) -> Message:
        """Delete a queue.

        >>> client.delete_queue("prof_1", "queue_1")["success"]
        True
        """
        return cast("Message", self._call("delete_queue", {"profile": profile, "queue": queue}))

    def queue_preview(
        self, profile: str, queue: str | None = None, *, count: int | None = None
    ) -> QueuePreview:
        """Tell the next times of a queue; `count` is at most 100.

        >>> client.queue_preview("prof_1", count=2)["count"]
        2
        """
        given = {"profile": profile, "queue": queue, "count": count}
        return cast("QueuePreview", self._call("queue_preview", given))

    def next_slot(self, profile: str, queue: str | None = None) -> NextSlot:
        """Tell the next free time of a queue.

        >>> client.next_slot("prof_1")["queueId"]
        'queue_1'
        """
        return cast("NextSlot", self._call("next_slot", {"profile": profile, "queue": queue}))


class OtherCalls(Calls):
    """Usage, and the service's own validation, to compare with a check here."""

    def usage(self) -> Usage:
        """Tell what the plan allows and what of it is used.

        >>> client.usage()["usage"]["profiles"]
        1
        """
        return cast("Usage", self._call("usage", {}))

    def validate_text(self, text: str) -> TextLengths:
        """Let the service count a text for each platform.

        >>> client.validate_text("Hello")["platforms"]["bluesky"]["count"]
        5
        """
        return cast("TextLengths", self._call("validate_text", {"text": text}))

    def validate_post(self, post: PostBody) -> PostVerdict:
        """Let the service validate a post; it is not made.

        >>> client.validate_post({"content": "Hi", "platforms": [{"platform": "bluesky"}]})["valid"]
        True
        """
        return cast("PostVerdict", self._call("validate_post", {"post": post}))

    def validate_media(self, url: str) -> MediaVerdict:
        """Let the service fetch a media URL and say what it finds.

        >>> client.validate_media("https://example.com/a.jpg")["valid"]
        True
        """
        return cast("MediaVerdict", self._call("validate_media", {"url": url}))
