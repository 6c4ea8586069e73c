"""The ground under the tests: it holds."""

import asyncio
import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_no_network() -> None:
    with pytest.raises(AssertionError, match="offline"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with pytest.raises(AssertionError, match="offline"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match=r"looked up: 'example\.org'"):
        socket.getaddrinfo("example.org", 80)


def test_local_sockets_work() -> None:
    one, other = socket.socketpair()
    with one, other, socket.socket(socket.AF_UNIX):
        one.send(b"x")
        assert other.recv(1) == b"x"


async def test_an_event_loop_works() -> None:
    await asyncio.sleep(0)


def test_a_home_of_our_own(home: Path, tmp_path: Path) -> None:
    assert Path.home() == home
    assert Path.cwd() == tmp_path
    assert not list(tmp_path.iterdir())
    for name, value in os.environ.items():
        if name.startswith("XDG_"):
            assert Path(value).is_relative_to(home)
    assert "SSH_CONNECTION" not in os.environ


def test_the_clock_stands_still(clock: Callable[[], datetime]) -> None:
    assert clock() == clock() == datetime(2026, 11, 21, 14, 2)


def test_hostile_strings_differ(hostile: str) -> None:
    assert isinstance(hostile, str)


@given(st.text())
def test_hypothesis_lives_with_the_fixtures(text: str) -> None:
    assert isinstance(text, str)
