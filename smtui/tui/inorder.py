"""Keys are worked off one after the other, also when they come in a burst.

Textual hands a key to the widget in focus at once, whereas an action bound to a key runs only when
the key has bubbled up to the app. Of keys that come together (typed ahead on a slow line, or while
the screen was busy) the letters overtake the others: "abc", Tab, "d" puts the "d" behind the "c",
into the wrong answer. Here the next key waits until the one before it has done all it does.
"""

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

TRIPS = 2
"""A key goes up once; what it set off (a message of a field) goes the same way once more."""
PATIENCE = 0.25
"""Seconds after which the next key no longer waits: a widget that went away answers nobody."""


class InOrder(App[None]):
    """An app that works its keys off in order."""

    _held: deque[events.Event]
    _waiting: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether all keys so far have done what they do."""
        return self._waiting is None

    async def on_event(self, event: events.Event) -> None:
        """Take a key or a paste when the one before is done; anything else at once."""
        fresh = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if not fresh:
            await super().on_event(event)
        elif self._waiting is not None:
            self._held.append(event)
        else:
            await self._take(event)

    async def _take(self, event: events.Event) -> None:
        if not hasattr(self, "_held"):
            self._held = deque()
        loop = asyncio.get_running_loop()
        self._waiting = handle = loop.call_later(PATIENCE, self._give_up)
        target = self.focused or (self.screen if self.screen_stack else None)
        way = [*target.ancestors_with_self] if target is not None else []
        await super().on_event(event)
        self._follow(handle, [*(way or [self])] * TRIPS)

    def _follow(self, handle: asyncio.TimerHandle, way: list[MessagePump]) -> None:
        """Go through the queues that the key goes through, behind it."""
        for at, pump in enumerate(way):
            if pump.call_later(self._follow, handle, way[at + 1 :]):
                return
        self.call_later(self._done, handle)

    def _give_up(self) -> None:
        if self._waiting is not None:
            self.call_later(self._done, self._waiting)

    async def _done(self, handle: asyncio.TimerHandle) -> None:
        """The next one, please."""
        if handle is not self._waiting:
            return
        handle.cancel()
        self._waiting = None
        if self._held:
            await self._take(self._held.popleft())
