"""Handles one key at a time, in the order in which they were typed.

Textual hands a key to the widget that has the focus when it arrives. Of "/" and a word in one packet, as a
slow link delivers them, the word would go to the list, because the search line gets the focus only when the
"/" has gone from the list up to the app. Here a key waits until all that the one before caused is done.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from time import monotonic
from typing import Any, Protocol

from textual import events
from textual.screen import Screen
from textual.widget import Widget

Handler = Callable[[events.Event], Awaitable[None]]

_PATIENCE = 0.5  # seconds after which a key is taken for done, although work that it began goes on
_LONGEST_HOLD = 1.0  # seconds that keys wait for an answer they are meant for
_UNSEEN = 0.2  # seconds that waiting keys may keep the screen from being painted
_LOOK = 0.01  # seconds between two looks whether a screen that was opened has its widgets


class _Pump(Protocol):
    """A queue of messages: a widget, a screen or the app."""

    @property
    def is_running(self) -> bool:
        """Whether it takes messages."""

    def call_later(self, callback: Callable[..., Any]) -> bool:
        """Call `callback` after the messages that are there now; return False if it takes none."""


class QueueApp(_Pump, Protocol):
    """The part of an app that the queue of keys uses."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""

    @property
    def screen(self) -> Screen[object]:
        """The topmost screen."""

    def batch_update(self) -> AbstractContextManager[None]:
        """Return a block within which nothing is painted."""


class KeyQueue:
    """Hands keys to `handle` one at a time."""

    def __init__(self, app: QueueApp, handle: Handler) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[events.Event] = deque()
        self._unpainted = ExitStack()  # closed, it lets the app paint again
        self._unpainted_since: float | None = None
        self._busy = False  # from before a key is handled until its effects are done
        self._task: asyncio.Task[None] | None = None
        self._until: asyncio.Event | None = None

    @property
    def idle(self) -> bool:
        """Whether all keys are handled."""
        return not self._busy and not self._waiting

    async def take(self, event: events.Event) -> None:
        """Handle `event` when all before it are handled."""
        if self.idle:
            await self._begin(event)
        else:
            self._waiting.append(event)
            self._hold_painting()

    def put_first(self, event: events.Event) -> None:
        """Handle `event` next, before those that wait."""
        self._waiting.appendleft(event)

    def hold(self, until: asyncio.Event) -> None:
        """Let the keys after the one that is handled now wait until an event is set, but not for long."""
        self._until = until

    async def _begin(self, event: events.Event) -> None:
        self._busy = True
        if not (screen := self._app.screen).is_mounted:
            self._waiting.appendleft(event)
            self._task = asyncio.create_task(self._go_on(screen))
            return
        target: Widget | Screen[object] = self._app.focused or self._app.screen
        await self._handle(event)
        self._task = asyncio.create_task(self._finish(target))

    async def _go_on(self, screen: Screen[object]) -> None:
        """Handle the keys that wait once a screen that was opened, perhaps by a thread, has its widgets."""
        while screen.is_current and not screen.is_mounted:
            await asyncio.sleep(_LOOK)
        self._app.call_later(self._next)

    async def _next(self) -> None:
        if self._waiting:
            await self._begin(self._waiting.popleft())

    async def _finish(self, target: Widget | Screen[object]) -> None:
        """Wait until the key has gone from `target` up to the app, and its effects on the way down again."""
        app: object = self._app
        way: list[_Pump] = [node for node in target.ancestors_with_self if node is not app]
        for pump in (*way, self._app, *way):
            await _drained(pump)
        await _drained(self._app.screen)  # which may be another one now
        until, self._until = self._until, None
        if until is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), _LONGEST_HOLD)
        self._busy = False
        if self._waiting:
            self._app.call_later(self._next)
        since = self._unpainted_since
        if since is not None and (not self._waiting or monotonic() - since > _UNSEEN):
            self._unpainted_since = None
            self._unpainted.close()
            self._app.screen.refresh()  # it may have been pushed meanwhile, and never been painted

    def _hold_painting(self) -> None:
        """Paint the effects of all waiting keys once."""
        if self._unpainted_since is None:
            self._unpainted_since = monotonic()
            self._unpainted.enter_context(self._app.batch_update())


async def _drained(pump: _Pump) -> None:
    """Wait until `pump` has dealt with all messages that it has now."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), _PATIENCE)
        except TimeoutError:
            return
