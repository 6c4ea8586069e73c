"""What every test stands on: no network, a home of its own, a known terminal, a pinned clock."""

import gc
import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Textual reads this when it is imported, which is before any fixture.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Each app leaves a great many objects: to look through them at every 700th costs a seventh.
gc.set_threshold(50_000, 20, 50)

settings.register_profile("smtui", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("smtui")
# For an afternoon: `--hypothesis-profile many` tries a hundred times as much of what asks for it.
settings.register_profile("many", settings.get_profile("smtui"), max_examples=10_000)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs on all cores; a part of it, in one process, is there sooner."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    option = config.option
    if whole and not hasattr(config, "workerinput") and getattr(option, "numprocesses", 0) is None:
        option.numprocesses = "auto"
        option.dist = "worksteal" if option.dist == "no" else option.dist


NOW = datetime(2026, 11, 21, 14, 2)

# What a user's login or terminal may have set, and a test must not meet.
UNSET = {
    "CI", "COLORTERM", "COLUMNS", "EDITOR", "FORCE_COLOR", "LINES", "NO_COLOR", "PAGER",
    "PYTHONWARNINGS", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "STY", "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION", "TMUX", "VISUAL",
}  # fmt: skip
UNSET_PREFIXES = ("LC_", "SMTUI_", "TEXTUAL", "XDG_")

HOSTILE = {
    "closing tag": "[/]",
    "closing path": "[/etc/passwd]",
    "tags": "[a=1][/b]",
    "action": "[@click=app.quit]hi[/]",
    "colour": "\x1b[31mred",
    "title": "\x1b]0;title\x07",
    "C1": "\x9b31m",
    "right to left": "a\u202eb",
    "wide": "字字字",
    "emoji family": "👩\u200d👩\u200d👧\u200d👦",
    "composed": "caf\u00e9",
    "combining": "cafe\u0301",
    "stacked": "e" + "\u0301" * 40,
    "unbroken": "x" * 3000,
    "reference": "{objective.primary}",
    "quotes": "'quoted' \"double\" \\back",
    "lines": "line\r\nbreak",
    "empty": "",
}


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """smtui is for use without a network: any socket but a local one fails the test."""
    open_socket = socket.socket.__init__

    def guarded(
        self: socket.socket,
        family: int = -1,
        type: int = -1,
        proto: int = -1,
        fileno: int | None = None,
    ) -> None:
        if family != socket.AF_UNIX:
            raise AssertionError(f"smtui is for offline use, but a socket was opened: {family!r}")
        open_socket(self, family, type, proto, fileno)

    def no_lookup(host: object, *_: Any, **__: Any) -> None:
        raise AssertionError(f"smtui is for offline use, but a host was looked up: {host!r}")

    monkeypatch.setattr(socket.socket, "__init__", guarded)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, no_lookup)


@pytest.fixture(autouse=True)
def home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A new user's environment: an empty home, which it gives, and ``tmp_path`` to work in."""
    for name in os.environ:
        if name in UNSET or name.startswith(UNSET_PREFIXES):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for kind, place in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / place))
    runtime = home / ".run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    # Programs that tests start import the smtui that is under test, wherever they stand.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """The time, which stands still at 14:02 on 21 November 2026."""
    return lambda: NOW


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> str:
    """Text that a person may paste and no widget, file or terminal may stumble over."""
    text: str = request.param
    return text
