"""The pilot of Textual goes on as soon as the app has nothing left to do."""

import pytest
from textual.pilot import Pilot

from tests.tui.calm import until_calm


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's own waits sleep 20 ms and more, twice for each key, and guess from CPU times."""

    async def screen_is_calm(pilot: Pilot[object], timeout: float = 0) -> bool:
        await until_calm()
        return not pilot.app._exception

    monkeypatch.setattr("textual.app.wait_for_idle", until_calm)
    monkeypatch.setattr("textual.pilot.wait_for_idle", until_calm)
    monkeypatch.setattr(Pilot, "_wait_for_screen", screen_is_calm)
