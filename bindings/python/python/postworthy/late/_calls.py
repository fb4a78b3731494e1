"""How calls are made: waited for, or awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from postworthy.late._base import Base

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from postworthy._postworthy import LatePosts
    from postworthy.late._base import OnProgress, Path
    from postworthy.late.types import Post


class Calls(Base):
    """Calls that wait for their answers; other threads run meanwhile."""

    def _call(
        self,
        name: str,
        given: Mapping[str, Any],
        *,
        path: Path | None = None,
        data: bytes | None = None,
        pages: LatePosts | None = None,
        progress: OnProgress | None = None,
    ) -> Any:
        """Makes a call."""

        def told(event: dict[str, Any]) -> None:
            self._tell(event, progress)

        return self._late.call(name, dict(given), told, path=path, data=data, pages=pages)

    def _pages(self, pages: LatePosts) -> Iterator[Post]:
        """The posts of a list, page by page."""
        while (post := self._call("next", {}, pages=pages)) is not None:
            yield post


class AsyncCalls(Base):
    """Calls to be awaited in an event loop of asyncio; one that is cancelled is broken off."""

    async def _call(
        self,
        name: str,
        given: Mapping[str, Any],
        *,
        path: Path | None = None,
        data: bytes | None = None,
        pages: LatePosts | None = None,
        progress: OnProgress | None = None,
    ) -> Any:
        """Makes a call."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()

        def done(value: Any, error: BaseException | None) -> None:
            if future.done():
                return
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

        def told(event: dict[str, Any]) -> None:
            # What a listener raises ends the call, as it does where calls are waited for.
            try:
                self._tell(event, progress)
            except Exception as raised:  # noqa: BLE001
                done(None, raised)

        call = self._late.start(
            name,
            dict(given),
            told,
            loop.call_soon_threadsafe,
            done,
            path=path,
            data=data,
            pages=pages,
        )
        try:
            return await future
        finally:
            call.abort()

    async def _pages(self, pages: LatePosts) -> AsyncIterator[Post]:
        """The posts of a list, page by page."""
        while (post := await self._call("next", {}, pages=pages)) is not None:
            yield post
