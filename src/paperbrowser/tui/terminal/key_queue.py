"""Keys that come faster than they are dealt with, as on a slow link: each waits for what the one before did.

Textual hands a key to the widget that has the focus when it arrives. Of "/" and a word in one packet the
word would go to the list, because the search line gets the focus only when the "/" has gone from the list
up to the app.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

Handler = Callable[[events.Event], Awaitable[None]]

_PATIENCE = 0.5  # seconds; whatever a key began then goes on, and the next key need not wait for it
_UNSEEN = 0.2  # seconds that keys may keep the screen as it is


class TypedAhead:
    """Hands one key at a time to `handle`, in the order in which they came."""

    def __init__(self, app: "App[Any]", handle: Handler) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[events.Event] = deque()
        self._held: float | None = None  # since when nothing is painted
        self._busy: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether all keys are dealt with."""
        return self._busy is None and not self._waiting

    async def take(self, event: events.Event) -> None:
        """Handle `event` when all before it are dealt with."""
        if self._busy is not None or self._waiting:
            self._waiting.append(event)
            self._hold()
        else:
            await self._go(event)

    async def _go(self, event: events.Event) -> None:
        target: MessagePump = self._app.focused or self._app.screen
        await self._handle(event)
        self._busy = asyncio.create_task(self._dealt_with(target))

    async def _next(self) -> None:
        if self._waiting:
            await self._go(self._waiting.popleft())

    async def _dealt_with(self, target: "MessagePump") -> None:
        """Wait until the key went all the way from `target` up, and what it did there, too."""
        way: list[MessagePump] = []
        node: MessagePump | None = target
        while node is not None and node is not self._app:
            way.append(node)
            node = node._parent
        for step in (*way, self._app, *way):
            await _drained(step)
        await _drained(self._app.screen)  # which may be another one now
        self._busy = None
        if self._waiting:
            self._app.call_later(self._next)
        if self._held is not None and (not self._waiting or monotonic() - self._held > _UNSEEN):
            self._held = None
            self._app._end_batch()
            self._app.screen.refresh()  # it may have been pushed meanwhile, and never been painted

    def _hold(self) -> None:
        """Paint nothing while keys wait: what comes of all of them is painted once."""
        if self._held is None:
            self._held = monotonic()
            self._app._begin_batch()


async def _drained(node: "MessagePump") -> None:
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), _PATIENCE)
        except TimeoutError:
            return
