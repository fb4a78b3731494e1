"""Calls about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from postworthy.late._base import fields
from postworthy.late._calls import Calls
from postworthy.late.types import AccountFilter, FollowerFilter, NewBoard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from postworthy.late._base import PostBody
    from postworthy.late.types import (
        AccountAnswer,
        AccountHealth,
        AccountPage,
        Board,
        CreatorInfo,
        FollowerStats,
        HealthSummary,
        Message,
        Subreddits,
    )
    from postworthy.types import AccountFacts


class AccountCalls(Calls):
    """Accounts: their health, boards, subreddits, and what a creator may do."""

    def accounts(self, **filter: Unpack[AccountFilter]) -> AccountPage:
        """List the connected accounts.

        >>> [one["_id"] for one in client.accounts(platform="linkedin")["accounts"]]
        ['acc_li']
        """
        return cast("AccountPage", self._call("accounts", fields(AccountFilter, filter)))

    def update_account(self, id: str, changes: Mapping[str, Any]) -> AccountAnswer:
        """Change the names of an account: `username`, `displayName`.

        >>> client.update_account("acc_x", {"displayName": "Acme"})["displayName"]
        'Acme'
        """
        return cast("AccountAnswer", self._call("update_account", {"id": id, "changes": changes}))

    def disconnect_account(self, id: str) -> Message:
        """Disconnect an account; only a person can connect it again.

        >>> client.disconnect_account("acc_x")["message"]
        'Account disconnected'
        """
        return cast("Message", self._call("disconnect_account", {"id": id}))

    def follower_stats(self, **filter: Unpack[FollowerFilter]) -> FollowerStats:
        """Tell how many follow, with the analytics add-on.

        >>> try:
        ...     stats = client.follower_stats(granularity="daily")
        ... except late.LateError as error:
        ...     error.kind, error.message
        ('forbidden', 'Analytics add-on required: Follower stats need the add-on.')
        """
        return cast("FollowerStats", self._call("follower_stats", fields(FollowerFilter, filter)))

    def accounts_health(self, **filter: Unpack[AccountFilter]) -> HealthSummary:
        """Tell how all accounts are. Of the filter, profile, platform and status count.

        >>> client.accounts_health(platform="tiktok")["summary"]["healthy"]
        1
        """
        return cast("HealthSummary", self._call("accounts_health", fields(AccountFilter, filter)))

    def account_health(self, id: str) -> AccountHealth:
        """Tell how an account is, and what to do about it.

        >>> client.account_health("acc_tt")["recommendations"]
        []
        """
        return cast("AccountHealth", self._call("account_health", {"id": id}))

    def account_facts(self, post: PostBody) -> dict[str, AccountFacts]:
        """Read what the service knows of the accounts that a post names, for `check`.

        Their platforms, what kind of LinkedIn account they are, TikTok's privacy levels and
        longest video, Pinterest's boards. What cannot be read is left out and told of.

        >>> client.account_facts({"platforms": [{"accountId": "acc_pin"}]})["acc_pin"]["boards"]
        ['board_1']
        """
        return cast("dict[str, AccountFacts]", self._call("account_facts", {"post": post}))

    def pinterest_boards(self, account: str) -> list[Board]:
        """List the boards of a Pinterest account.

        >>> [board["name"] for board in client.pinterest_boards("acc_pin")]
        ['Ideas']
        """
        return cast("list[Board]", self._call("pinterest_boards", {"account": account}))

    def set_pinterest_board(
        self, account: str, board: str, name: str | None = None
    ) -> AccountAnswer:
        """Set the board for pins that name none.

        >>> client.set_pinterest_board("acc_pin", "board_1")["account"]["_id"]
        'acc_pin'
        """
        given = {"account": account, "board": board, "name": name}
        return cast("AccountAnswer", self._call("set_pinterest_board", given))

    def create_pinterest_board(self, account: str, **board: Unpack[NewBoard]) -> Board:
        """Make a board.

        It is not repeated after a failure that leaves open whether it was done.

        >>> client.create_pinterest_board("acc_pin", name="Recipes", privacy="SECRET")["id"]
        'board_2'
        """
        given = {"account": account, **fields(NewBoard, board)}
        return cast("Board", self._call("create_pinterest_board", given))

    def reddit_subreddits(self, account: str) -> Subreddits:
        """List the subreddits that a Reddit account can post to.

        >>> client.reddit_subreddits("acc_red")["defaultSubreddit"]
        'marketing'
        """
        return cast("Subreddits", self._call("reddit_subreddits", {"account": account}))

    def set_reddit_subreddit(self, account: str, subreddit: str) -> AccountAnswer:
        """Set the subreddit for posts that name none.

        >>> client.set_reddit_subreddit("acc_red", "marketing")["success"]
        True
        """
        given = {"account": account, "subreddit": subreddit}
        return cast("AccountAnswer", self._call("set_reddit_subreddit", given))

    def tiktok_creator_info(self, account: str, *, photo: bool = False) -> CreatorInfo:
        """Tell what TikTok lets a creator do: privacy levels, the longest video.

        `photo` asks for photo posts instead of videos. Raises `LateError` of kind "rate_limited"
        where the creator has posted enough for today.

        >>> client.tiktok_creator_info("acc_tt")["postingLimits"]["maxVideoDurationSec"]
        600
        """
        given = {"account": account, "photo": photo}
        return cast("CreatorInfo", self._call("tiktok_creator_info", given))
