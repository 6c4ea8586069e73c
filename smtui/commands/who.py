"""Who uses the program now: for the lock of a plan, and for what others are told of it."""

import contextlib
import os
import pwd
from collections.abc import Callable, Mapping
from datetime import datetime

from smtui.plan.keeping.lock import Holder
from smtui.processes import boot_id
from smtui.text import clean_line


def who(env: Mapping[str, str], clock: Callable[[], datetime]) -> Holder:
    """The person at this terminal, and this run of the program."""
    terminal = ""
    with contextlib.suppress(OSError):  # a pipe
        terminal = os.ttyname(0)
    return Holder(
        user_name(env), os.uname().nodename, boot_id(), os.getpid(), clock(), clean_line(terminal)
    )


def user_name(env: Mapping[str, str]) -> str:
    """What the user is called; in a container there may be a number alone."""
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = env.get("USER") or env.get("LOGNAME") or str(os.geteuid())
    return clean_line(name)[:80]
