"""Keys are worked off one after the other, also when they come in a burst.

Textual hands a key to the widget in focus at once, whereas an action bound to a key runs only when
the key has bubbled up to the app. Of keys that come together (typed ahead on a slow line, or while
the screen was busy) the letters overtake the others: "abc", Tab, "d" puts the "d" behind the "c",
into the wrong answer. Here the next key waits until the one before it has done all it does.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input, TextArea

from smtui.tui.saying import hush

TRIPS = 2
"""A key goes up once; what it set off (a message of a field) goes the same way once more."""
PATIENCE = 0.25
"""Seconds after which the next key no longer waits: a widget that went away answers nobody."""


FIRST_FOCUS = 1.0
"""Seconds to wait for the focus of a screen that has just come, so that no key is lost."""
LOOK = 0.02
"""Seconds between two looks whether it is there."""


class InOrder(App[None]):
    """An app that works its keys off in order."""

    _held: deque[events.Event]
    _waiting: asyncio.TimerHandle | None = None
    _without_focus: Screen[Any] | None = None
    """A screen for whose focus was waited in vain: it takes its keys itself."""

    @property
    def idle(self) -> bool:
        """Whether all keys so far have done what they do."""
        return self._waiting is None

    def when_done(self, then: Callable[[], None]) -> None:
        """Call `then` when all keys so far have done what they do, however long that takes."""
        if not self.idle or not self._message_queue.empty():
            asyncio.get_running_loop().call_later(LOOK / 2, self.when_done, then)
            return
        # The keys are out of our hands, but a widget that is busy may not have come to them.
        target = (self.focused or self.screen) if self.screen_stack else None
        way: list[MessagePump] = [*target.ancestors_with_self] if target is not None else []
        self._travel([*way, self] * TRIPS, then)

    def _travel(self, way: list[MessagePump], then: Callable[[], None]) -> None:
        for at, pump in enumerate(way):
            if pump.call_later(self._travel, way[at + 1 :], then):
                return
        then()

    async def on_event(self, event: events.Event) -> None:
        """Take a key or a paste when the one before is done; anything else at once."""
        if isinstance(event, events.Key) and event.key == "ctrl+j":
            # Enter, pressed before the terminal was ours: it still made a line feed of it
            event = events.Key("enter", "\r")
        fresh = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if fresh and not self.app_focus and self.screen_stack:
            # Whoever types is there, whatever the terminal says: the widget has its focus again.
            self.app_focus = True
        if (fresh or isinstance(event, events.MouseDown)) and not event.is_forwarded:
            hush(self)
        if not fresh:
            await super().on_event(event)
        elif self._waiting is None and self._someone_takes_it():
            await self._take(event)
        else:
            self._hold(event)

    def _hold(self, event: events.Event) -> None:
        if not hasattr(self, "_held"):
            self._held = deque()
        self._held.append(event)
        if self._waiting is None:
            self._wait_for_focus(FIRST_FOCUS)

    def _someone_takes_it(self) -> bool:
        """Whether a key finds a widget in focus. A screen that has just come has none yet."""
        if self.focused is not None:
            return True
        return bool(self.screen_stack) and self.screen is self._without_focus

    def _wait_for_focus(self, left: float) -> None:
        if not self._someone_takes_it() and left > 0:
            loop = asyncio.get_running_loop()
            self._waiting = loop.call_later(LOOK, self._wait_for_focus, left - LOOK)
            return
        if self.focused is None and self.screen_stack:
            self._without_focus = self.screen
        self._waiting = asyncio.get_running_loop().call_later(PATIENCE, self._give_up)
        self._give_up()

    async def _take(self, event: events.Event) -> None:
        if not hasattr(self, "_held"):
            self._held = deque()
        loop = asyncio.get_running_loop()
        self._waiting = handle = loop.call_later(PATIENCE, self._give_up)
        target = (self.focused or self.screen) if self.screen_stack else None
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
        if self._held and self._someone_takes_it():
            await self._take(self._next())
        elif self._held:
            self._wait_for_focus(FIRST_FOCUS)

    def _next(self) -> events.Event:
        """The next key; letters that wait for the same line of text go into it at once.

        Pasted without brackets, or typed on a line that stood still, a text comes as hundreds of
        keys: one by one they would take seconds, and a lost line could overtake them.
        """
        event = first = self._held.popleft()
        letters = _letter(first)
        if not letters or not isinstance(self.focused, Input | TextArea):
            return first
        while self._held and _letter(self._held[0]):
            event = self._held.popleft()
            letters += _letter(event)
        return first if event is first else events.Paste(letters)


def _letter(event: events.Event) -> str:
    """What a key writes into a line of text; empty when it does something else."""
    if not isinstance(event, events.Key) or not event.is_printable:
        return ""
    return event.character or ""
