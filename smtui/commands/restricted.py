"""`smtui --restricted DIR`: plans in one folder and nothing else, for the ForceCommand of an sshd.

What decides it is not in the hands of the person who is let in: the arguments are those of the
ForceCommand, and of what somebody asks for with ssh only the name of a plan is understood.
"""

import os
import pwd
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smtui.fence import Fence
from smtui.mistakes import BadInput, Mistake

OPTION = "--restricted"
VARIABLE = "SMTUI_RESTRICTED"

COMMANDS = frozenset({"open", "new", "score"})
"""What can be done; each of the others reads or writes files that somebody names."""

_KEPT = re.compile(
    "TERM|COLORTERM|NO_COLOR|TERM_PROGRAM|LANG|LANGUAGE|LC_[A-Z]+|SSH_CONNECTION|SSH_TTY"
)
"""The environment variables that stay. All others go, before any library is loaded that might
heed them: TEXTUAL_* can load a module and write files, PYTHONINSPECT ends in a shell, XDG_* and
TMPDIR lead elsewhere.
"""

_TIME_ZONE = re.compile(r"(?!.*\.\.)[A-Za-z0-9<][A-Za-z0-9_+\-:,./<>]*")  # no file, no way out


@dataclass(frozen=True)
class Restricted:
    """What is left to do: arguments, the folder's fence and a clean environment."""

    arguments: list[str]
    fence: Fence
    env: dict[str, str]


def restricted(arguments: Sequence[str], env: Mapping[str, str]) -> Restricted:
    """Understand the arguments and the environment. Raises `BadInput`.

    A variable without a folder is no way out: it was meant to be one. Each further folder must
    lie in the one before, so that nobody gets out by naming another.
    """
    named, rest = _folders(arguments)
    if VARIABLE in env:
        named.insert(0, env[VARIABLE])
    fence = Fence()
    for name in named:
        fence = _fence(name, fence)
    assert fence.root is not None
    return Restricted([*rest, *_wished(env)], fence, _environment(env, fence.root))


def refuse(command: str) -> None:
    """Refuse a command that is not for here. Raises `BadInput`."""
    if command not in COMMANDS:
        what = "this command is not for use here"
        raise BadInput(
            Mistake(
                f"smtui {command}", 0, what, "here are: smtui, smtui new, smtui open, smtui score"
            )
        )


def _folders(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The folders at the beginning of the arguments, and the rest."""
    rest, named = list(arguments), []
    while rest:
        name, given, value = rest[0].partition("=")
        if name != OPTION:
            break
        if not given and len(rest) < 2:
            raise BadInput(Mistake("smtui", 0, f"{OPTION} needs a folder"))
        named.append(value if given else rest[1])
        del rest[: 1 if given else 2]
    return named, rest


def _fence(name: str, outer: Fence) -> Fence:
    """A fence at a folder inside another. Raises `BadInput`."""
    try:
        path = outer.inside(_expanded(name)) if outer.root else Path(_expanded(name))
        if not path.is_absolute():
            raise ValueError(name)
        fence = Fence(path)
        if not os.path.isdir(path):
            raise NotADirectoryError(name)
    except (OSError, ValueError, BadInput):
        what = "the folder of your plans cannot be used"
        mend = "tell the person who looks after this computer; smtui was started with it"
        raise BadInput(Mistake(name or OPTION, 0, what, mend)) from None
    return fence


def _expanded(name: str) -> str:
    """The name with %u, the user's, in it: sshd does not do that in a ForceCommand.

    By the number of the user, not by the environment. Raises ValueError.
    """

    def value(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%"
        if found.group() != "%u":
            raise ValueError(name)
        user = _user()
        if not user or "/" in user or user.startswith("."):
            raise ValueError(user)
        return user

    return re.sub("%.?", value, name)


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def _wished(env: Mapping[str, str]) -> list[str]:
    """What somebody asked for with `ssh -t HOST ...`: a plan, line by line or not.

    Raises `BadInput` for anything else.
    """
    said = env.get("SSH_ORIGINAL_COMMAND", "")
    try:
        words = shlex.split(said)
    except ValueError:
        words = [said]
    words = words[words[:1] == ["smtui"] :]
    options = [word for word in words if word == "--plain"]
    plans = [word for word in words if word != "--plain"]
    if len(plans) > 1 or any(one.startswith("-") or not one.endswith(".toml") for one in plans):
        what = "only smtui can be used here, and this is not a plan's name"
        mend = "after the name of the computer write nothing, PLAN.toml or --plain"
        raise BadInput(Mistake(said[:60], 0, what, mend))
    return options + plans


def _environment(env: Mapping[str, str], root: Path) -> dict[str, str]:
    """What stays of the environment, and where smtui keeps what is its own."""
    kept = {name: value for name, value in env.items() if _KEPT.fullmatch(name)}
    if _TIME_ZONE.fullmatch(env.get("TZ", "")):
        kept["TZ"] = env["TZ"]
    kept["PATH"] = os.defpath
    try:
        person = pwd.getpwuid(os.geteuid())
    except KeyError:  # a number without a name
        home = ""
    else:
        home = person.pw_dir
        kept |= {"USER": person.pw_name, "LOGNAME": person.pw_name}
    if home and home != "/" and os.path.isdir(home) and os.access(home, os.W_OK | os.X_OK):
        kept["HOME"] = home
    else:
        # each user a folder of their own: nobody else may look into it
        kept["XDG_STATE_HOME"] = str(root / f".smtui-{os.geteuid()}")
    return kept
