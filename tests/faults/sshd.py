"""A line that is cut in the middle of a word, over a real OpenSSH on this computer.

An own sshd on 127.0.0.1, with keys and a user of its own, runs smtui as a shared host would:
``ForceCommand smtui --restricted``. Then the client is killed, the sshd of the session is killed,
or the client is stopped until sshd gives it up; and the same with SIGHUP ignored. Logged in
again, every letter that was on the screen must be there, and no process left over.
"""

import contextlib
import os
import pwd
import random
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.goal import Effort, Goal, Outcome
from tests.terminal import Terminal
from tests.tui.test_whole_run import STEPS, answer, wait_for_question

GONE_WITHIN = 1.5
"""Seconds from the cut to the end of smtui."""
ALIVE_SECONDS, ALIVE_TIMES = 1, 3
"""After how long sshd asks a silent client whether it is there, and how often."""

_ROOT = Path(__file__).parents[2]
OFFERED = " back  "
MAY_BE_LOST = 0.25
"""Seconds of typing that a kill -9 may cost."""
_FILLED = 5
"""Questions that are answered before the one in which the line is cut."""
_SEEN = 30
_WORDS = "weekend cooking classes for couples near the harbour who like to eat together".split()

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
PrintMotd no
PrintLastLog no
LogLevel VERBOSE
PermitTTY yes
AllowTcpForwarding no
AllowAgentForwarding no
AllowStreamLocalForwarding no
X11Forwarding no
PermitTunnel no
PermitUserRC no
PermitUserEnvironment no
ClientAliveInterval {seconds}
ClientAliveCountMax {times}
ForceCommand {command}
"""


class NotHere(Exception):
    """It cannot be tried on this computer. `str()` says why."""


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NotHere(f"{' '.join(words[:3])}: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def _the_sshd() -> str:
    """The sshd of this computer: installed if it is not, and if that may be done."""
    places = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
    for attempt in range(2):
        found = shutil.which("sshd", path=places)
        if found and shutil.which("ssh"):
            return found
        if attempt or os.geteuid() or not shutil.which("apt-get"):
            break
        _run("apt-get", "install", "-y", "-q", "openssh-server", "openssh-client")
    raise NotHere("there is no sshd here (openssh-server), and it could not be installed")


@dataclass(frozen=True)
class Person:
    """Who logs in, and the words with which smtui starts for them."""

    name: str
    smtui: list[str]


@contextmanager
def _person(folder: Path) -> Iterator[Person]:
    """A user made for this, or whoever runs it; taken away at the end."""
    own = pwd.getpwuid(os.geteuid()).pw_name
    with ExitStack() as at_end:
        if os.geteuid() == 0 and shutil.which("useradd"):
            name = f"smtui{os.urandom(3).hex()}"
            home = folder / "home"
            with contextlib.suppress(NotHere):
                # "*" is no password, and other than "!" does not lock the account
                _run("useradd", "-M", "-d", str(home), "-s", "/bin/sh", "-p", "*", name)
                at_end.callback(subprocess.run, ["userdel", name], capture_output=True, check=False)
                home.mkdir(mode=0o700)
                shutil.chown(home, name, name)
                smtui = _started_by(["su", name, "-s", "/bin/sh", "-c"])
                if smtui is not None:
                    yield Person(name, smtui)
                    return
        smtui = _started_by(["sh", "-c"])
        if smtui is None:
            raise NotHere("smtui cannot be started from a shell here")
        yield Person(own, smtui)


def _started_by(shell: list[str]) -> list[str] | None:
    """The words that start this smtui in somebody's shell: not everybody may run our Python."""
    packages = [path for path in sys.path if path.endswith("-packages")]
    place = ":".join([str(_ROOT), *packages])
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info[1]}"):
        words = ["env", f"PYTHONPATH={place}", "PYTHONDONTWRITEBYTECODE=1", python]
        probe = shlex.join([*words, "-c", "import smtui.commands.interview"])
        if not subprocess.run(
            [*shell, probe], capture_output=True, cwd="/", check=False
        ).returncode:
            return [*words, "-m", "smtui"]
    return None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Host:
    """An sshd for one person, with one ForceCommand."""

    def __init__(self, sshd: str, folder: Path, person: Person, *, ignoring: bool) -> None:
        """With `ignoring` smtui starts with SIGHUP ignored. Raises `NotHere`."""
        self.folder, self.person = folder, person
        self.plans = folder / "plans"
        self.port = _free_port()
        # %u stays as it is here: sshd does not know it in a ForceCommand, smtui does
        words = [*person.smtui, "--restricted", f"{self.plans}/%u"]
        command = ("trap '' HUP; " if ignoring else "") + f"exec {shlex.join(words)}"
        text = _CONFIG.format(
            port=self.port,
            folder=folder,
            seconds=ALIVE_SECONDS,
            times=ALIVE_TIMES,
            command=command,
        )
        config = folder / f"config-{self.port}"
        config.write_text(text, encoding="utf-8")
        self._log = folder / f"log-{self.port}"
        with self._log.open("wb") as log:
            self._sshd = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stderr=log)
        end = time.monotonic() + 10
        while "Server listening" not in self.log():
            if self._sshd.poll() is not None or time.monotonic() > end:
                raise NotHere(f"sshd does not start: {self.log().strip()[-200:]}")
            time.sleep(0.01)

    def log(self) -> str:
        """What sshd has said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End it, and all that it has started."""
        for pid in self.sessions():
            _kill(pid)
        self._sshd.kill()
        self._sshd.wait()
        for pid in self.left():
            _kill(pid)

    def log_in(self, plan: str) -> Terminal:
        """Open a plan over ssh."""
        options = {
            "UserKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "no",
            "LogLevel": "ERROR",
            "ControlPath": "none",
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
        }
        words = ["ssh", "-tt", "-F", "none", "-p", str(self.port), "-i", f"{self.folder}/key"]
        words += [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        where = f"{self.person.name}@127.0.0.1"
        return Terminal.spawn([*words, where, plan], size=(80, 24), whole_frames=True)

    def plan(self, name: str) -> Path:
        """Where a plan lies."""
        return self.plans / self.person.name / name

    def sessions(self) -> list[int]:
        """The sshd of each session: those of the user, and those of root over them."""
        found, parents = [], {self._sshd.pid}
        table = {pid: parent for pid, parent, words in _processes() if words.startswith("sshd")}
        while inner := [pid for pid, parent in table.items() if parent in parents]:
            found += inner
            parents = set(inner)
        return found

    def left(self) -> list[int]:
        """The smtui that run."""
        mark = f"--restricted {self.plans}/%u"
        return [pid for pid, _, words in _processes() if mark in words and " -m smtui" in words]


def _processes() -> Iterator[tuple[int, int, str]]:
    """Number, parent and words of each living process."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if fields[0] not in "ZX":
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                yield int(folder.name), int(fields[1]), words.decode(errors="replace")


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


# ------------------------------------------------------------------------------- cutting the line


def _kill_client(host: Host, terminal: Terminal) -> float:
    terminal.signal(signal.SIGKILL)
    return time.monotonic()


def _kill_session(host: Host, terminal: Terminal) -> float:
    pids = host.sessions()
    for pid in pids:
        _kill(pid)
    return time.monotonic()


def _stop_client(host: Host, terminal: Terminal) -> float:
    """The client answers no more; the time when sshd has given it up."""
    terminal.signal(signal.SIGSTOP)
    end = time.monotonic() + ALIVE_SECONDS * (ALIVE_TIMES + 1) + 10
    while host.sessions():
        if time.monotonic() > end:
            raise AssertionError("sshd never gave the silent client up")
        time.sleep(0.005)
    return time.monotonic()


def _kill_program(host: Host, terminal: Terminal) -> float:
    """As the system does when the memory is full. What is younger may be lost."""
    time.sleep(MAY_BE_LOST)
    for pid in host.left():
        _kill(pid)
    return time.monotonic()


CUTS: dict[str, tuple[Callable[[Host, Terminal], float], int, int]] = {
    "client killed": (_kill_client, 10, 1),
    "sshd of the session killed": (_kill_session, 10, 1),
    "client silent": (_stop_client, 3, 1),
    "smtui killed -9": (_kill_program, 10, 1),
}
"""How the line is cut; how often in a full run, and with few."""


def _letters(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def _wait_seen(terminal: Terminal, text: str) -> None:
    """Wait until the end of the text stands on the screen: a field shows no more of a long one."""
    end = time.monotonic() + 20
    while _letters(text)[-_SEEN:] not in _letters(terminal.screen()):
        if time.monotonic() > end:
            raise AssertionError(f"{text!r} was not seen:\n{terminal.screen()}")
        time.sleep(0.002)


def _recovered(terminal: Terminal, asked: str) -> bool:
    """Wait for the form, and have back what is offered; whether something was."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        screen = terminal.wait_quiet(0.3)
        lines = [line for line in screen.splitlines() if OFFERED in line]
        if lines and asked not in screen:
            for _ in range(10):
                if any("▸" in line and OFFERED in line for line in terminal.lines()):
                    break
                terminal.press("down")
                terminal.wait_quiet(0.1)
            terminal.press("enter")
            terminal.wait_for(asked)
            return True
        if asked in screen:
            return False
    raise AssertionError(f"neither the form nor an offer was seen:\n{terminal.screen()}")


def _leaves(tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict | list):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from _leaves(one)
    else:
        yield tree


@dataclass
class Trial:
    """What came of one cut."""

    seconds: float
    recovered: bool


def _try(host: Host, cut: Callable[[Host, Terminal], float], chance: random.Random) -> Trial:
    """Fill in, be cut off, log in again, and look. Raises AssertionError."""
    name = f"plan-{chance.randrange(16**8):08x}"
    typed = " ".join(chance.sample(_WORDS, chance.randint(3, len(_WORDS))))
    typed = typed[: -chance.randint(1, 3)].rstrip()  # a blank at the end is no answer
    asked = STEPS[_FILLED][0]
    first = f"Harbour {name}"
    with host.log_in(f"{name}.toml") as terminal:
        for at, (wanted, how, value) in enumerate(STEPS[:_FILLED]):
            wait_for_question(terminal, wanted)
            answer(terminal, how, value if at else first)
        wait_for_question(terminal, asked)
        terminal.type(typed)
        _wait_seen(terminal, typed)
        assert host.left(), "no smtui was seen to run"
        cut_at = cut(host, terminal)
        while (left := host.left()) and time.monotonic() - cut_at < 10:
            time.sleep(0.002)
        seconds = time.monotonic() - cut_at
        assert not left, f"smtui still runs after {seconds:.1f} s"
        assert seconds <= GONE_WITHIN, f"smtui was gone after {seconds:.2f} s only"
    with host.log_in(f"{name}.toml") as terminal:
        recovered = _recovered(terminal, asked)
        terminal.press("ctrl+q")
        status = terminal.wait_exit()
        assert status == 0, f"exit {status}:\n{terminal.screen()}"
    plan = tomllib.loads(host.plan(f"{name}.toml").read_text(encoding="utf-8"))
    leaves = list(_leaves(plan))
    assert first in leaves, f"the first answer is lost: {plan}"
    if typed not in leaves:
        near = [one for one in leaves if isinstance(one, str) and one and typed.startswith(one)]
        raise AssertionError(f"{typed!r} is lost; there is {max(near, key=len, default='')!r}")
    return Trial(seconds, recovered)


def _prepared(folder: Path, person: Person) -> None:
    """Keys, and the folder of the plans."""
    folder.chmod(0o711)
    for key in ("host", "key"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key))
    shutil.copy(folder / "key.pub", folder / "authorized")
    (folder / "authorized").chmod(0o644)
    plans = folder / "plans"
    plans.mkdir(mode=0o711)
    (plans / person.name).mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(plans / person.name, person.name)
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd wants it; a boot makes it


def run(effort: Effort) -> Outcome:
    """Cut lines in all ways, with SIGHUP as it is and ignored."""
    outcome, longest, recovered = Outcome(), 0.0, 0
    with ExitStack() as at_end:
        try:
            if not Path("/proc/self/stat").exists():
                raise NotHere("without /proc it cannot be seen what is left over")
            sshd = _the_sshd()
            folder = Path(at_end.enter_context(tempfile.TemporaryDirectory()))
            folder.chmod(0o711)
            person = at_end.enter_context(_person(folder))
            _prepared(folder, person)
            hosts = {}
            for ignoring in (False, True):
                host = Host(sshd, folder, person, ignoring=ignoring)
                at_end.callback(host.close)
                hosts[", SIGHUP ignored" if ignoring else ""] = host
        except NotHere as reason:
            return Outcome(skipped=str(reason))
        for way, (cut, full, few) in CUTS.items():
            for how, host in hosts.items():
                chance = effort.random(f"ssh {way}{how}")
                for number in range(effort.of(full, few)):
                    outcome.done += 1
                    try:
                        trial = _try(host, cut, chance)
                    except (AssertionError, OSError, ValueError) as failure:
                        outcome.failures.append(f"{way}{how}, {number}: {failure}")
                        for pid in host.left():
                            _kill(pid)
                        continue
                    longest = max(longest, trial.seconds)
                    recovered += trial.recovered
    outcome.figures = {
        "longest end": f"{longest:.2f} s",
        "recovered": f"{recovered} of {outcome.done}",
    }
    return outcome


GOALS = [
    Goal(
        "ssh",
        "lines cut in a word, over OpenSSH: 0 letters lost, 0 processes after 1.5 s",
        run,
        slow=True,
    )
]
