"""Waiting until an app has nothing left to do, which the event loop knows exactly.

When nothing is ready to run in the loop, each message of each widget has been dealt with: what is
left waits for a key, or for a time to come. The one such time that is not waited for is the next
frame, which the screen draws at most 60 times a second: here it is drawn at once.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual._context import active_app
from textual.app import App
from textual.screen import Screen

from smtui.tui.inorder import InOrder

ENOUGH = 60.0
"""Seconds after which a test that waits has failed."""

_waiting: set[asyncio.Task[Any]] = set()


async def until_calm(*_: float) -> None:
    """Wait until the app has dealt with everything, and its screen shows it."""
    app = active_app.get(None)
    async with asyncio.timeout(ENOUGH):
        while True:
            await _until_nothing_is_ready()
            if app is None or not app.is_running or app._exit or not app.screen_stack:
                return
            if any(thread.name == "desk" for thread in threading.enumerate()):
                await asyncio.sleep(0.002)  # it saves, and tells the app then
            elif isinstance(app, InOrder) and not app.idle:
                await asyncio.sleep(0.002)  # the key's way has broken off; see PATIENCE
            elif _owes_a_frame(app.screen):
                app.screen._on_timer_update()
            else:
                return


async def until(done: Callable[[], bool]) -> None:
    """Wait for what the app does only after a while."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ENOUGH):
            while not done():
                await asyncio.sleep(0.01)
                await until_calm()
    assert done()


async def _until_nothing_is_ready() -> None:
    loop = asyncio.get_running_loop()
    ready: Any = getattr(loop, "_ready")  # noqa: B009 - the loop has no public word for it
    me = asyncio.current_task()
    assert me is not None
    _waiting.add(me)
    try:
        quiet = 0
        while quiet < 2:  # the second time round, sockets and due timers have been looked at
            await asyncio.sleep(0)
            others = len(_waiting) - 1  # two apps in one loop: they wait like this one
            quiet = 0 if len(ready) > others else quiet + 1
    finally:
        _waiting.discard(me)


def _owes_a_frame(screen: Screen[Any]) -> bool:
    app: App[Any] = screen.app
    return bool(screen._callbacks) or (
        not app._batch_count
        and bool(
            screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or screen._dirty_widgets
        )
    )
