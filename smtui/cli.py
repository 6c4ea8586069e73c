"""The command line: arguments to a command, exit codes. The only module that imports lazily.

Exit codes: 0 done; 1 it worked and the answer is no; 2 wrong use or bad input; 128+n by a signal.
"""

import os
import sys

from smtui import __version__

NO_TERMINAL = """\
smtui: the screen needs a terminal for its keys and its picture; here is none.
    over ssh, ask for one: ssh -t HOST smtui
    without a screen: smtui new --plain PLAN asks line by line,
    smtui fill --answers FILE -o PLAN takes the answers from a file
"""

NO_TERMINAL_HERE = """\
smtui: the screen needs a terminal for its keys and its picture; here is none.
    ask for one: ssh -t HOST; without a screen: ssh HOST --plain
"""

TYPE_CHECKING = False  # typing itself would double the time that --version takes
if TYPE_CHECKING:
    from argparse import Namespace

    from smtui.commands.surroundings import Surroundings
    from smtui.fence import Fence
    from smtui.guard import Guard


def entry() -> None:
    """The script `smtui`."""
    raise SystemExit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open("/dev/null", mode, encoding="utf-8"))  # noqa: SIM115
    if arguments == ["--version"]:
        sys.stdout.write(f"smtui {__version__}\n")
        return 0
    fence = None
    option = arguments[0].partition("=")[0] if arguments else ""
    if option == "--restricted" or "SMTUI_RESTRICTED" in os.environ:
        try:
            arguments, fence = _restrict(arguments)
        except Exception as problem:
            return _bad_input(problem)
    if not _draws(arguments):
        return _run(arguments, None, fence)
    from smtui import guard as guards

    # before any thread exists: a signal must find the guard in all of them
    guard = guards.install()
    try:
        status = _run(arguments, guard, fence)
    except OSError:
        if guard.exit_status is None:
            raise
        status = 1  # the terminal went away in the middle of the last word
    finally:
        guard.left()
    return guard.end(status)


def _restrict(arguments: list[str]) -> "tuple[list[str], Fence | None]":
    """Shut every door but those of the plans in one folder, for a shared host. Raises `BadInput`.

    To be called before any library is loaded that heeds the environment.
    """
    if sys.flags.inspect:
        # PYTHONINSPECT: whatever ends the program now would end in a Python to type into
        sys.stderr.write("smtui: PYTHONINSPECT is set; nothing is opened\n")
        sys.stderr.flush()
        os._exit(2)
    from smtui.commands import restricted

    found = restricted.restricted(arguments, os.environ)
    assert found.fence.root is not None
    os.environ.clear()
    os.environ.update(found.env)
    os.chdir(found.fence.root)
    import signal

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # ctrl+z, line by line
    return found.arguments, found.fence


def _draws(arguments: list[str]) -> bool:
    """Whether the arguments lead to the screen."""
    asks = {"-h", "--help", "--version"} & set(arguments)
    return not asks and not set(arguments[:1]) & _COMMANDS.keys()


def _run(arguments: list[str], guard: "Guard | None", fence: "Fence | None") -> int:
    """Run a command; what it cannot do ends in a message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that does not know a letter is no reason to break off
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            status = _dispatch(arguments, guard, fence)
        except SystemExit as end:  # argparse: after help, and after wrong use
            status = end.code if isinstance(end.code, int) else 2
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except OSError as problem:
        if guard is not None:
            raise
        return _output_failed(problem)
    except Exception as problem:
        return _bad_input(problem)
    return status


def _output_failed(problem: OSError) -> int:
    """The results cannot be written. That the reader has gone (`| head`) is nobody's mistake."""
    from contextlib import suppress

    with suppress(OSError):
        # what is still in the buffer must not complain again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(problem, BrokenPipeError):
        return 0
    sys.stderr.write(f"smtui: {problem.strerror or problem}\n")
    return 2


def _bad_input(problem: Exception) -> int:
    """The message for what is wrong with a file; anything else is a bug and goes on."""
    from smtui.mistakes import BadInput
    from smtui.questionnaire.index import BrokenIndex

    if isinstance(problem, BadInput):
        sys.stderr.write(f"{problem}\n")
    elif isinstance(problem, BrokenIndex):
        sys.stderr.write(f"{problem}\n    install smtui again\n")
    else:
        raise problem
    return 2


def _dispatch(arguments: list[str], guard: "Guard | None", fence: "Fence | None") -> int:
    from smtui.commands.arguments import parse

    options = parse(arguments)
    from datetime import datetime
    from pathlib import Path

    from smtui.commands.surroundings import Surroundings
    from smtui.fence import Fence

    if fence is not None:
        from smtui.commands.restricted import refuse

        refuse(options.command)

    try:
        cwd = Path.cwd()
    except OSError:  # the folder has been removed under our feet
        cwd = Path("/")
    around = Surroundings(
        sys.stdout,
        sys.stderr,
        dict(os.environ),
        cwd,
        datetime.now,
        sys.stdin,
        fence or Fence(),
    )
    silent = _COMMANDS.get(options.command)
    if options.command == "learn" and (options.beside or options.sample):
        silent = _learn
    return silent(options, around) if silent else _screen(options, around, guard)


def _check(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.check import check

    return check(options.files, around, questionnaire=options.questionnaire)


def _score(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.score import show_score

    return show_score(
        options.plan,
        around,
        run=options.run,
        as_json=options.json,
        write=options.write,
        whole=options.all,
        questionnaire=options.questionnaire,
    )


def _report(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.report import report

    return report(
        options.plan,
        around,
        sheet=options.sheet,
        target=options.output,
        style=options.style,
        run=options.run,
        questionnaire=options.questionnaire,
    )


def _samples(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.samples import samples

    return samples(
        options.name,
        options.output,
        around,
        plain=options.plain,
        questionnaire=options.questionnaire,
    )


def _learn(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.beside import show_beside

    return show_beside(
        options.beside,
        around,
        sample=options.sample or options.lesson,
        questionnaire=options.questionnaire,
    )


def _fill(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.fill import fill

    return fill(
        options.answers,
        around,
        plan=options.output,
        run=options.run,
        list_id=options.list_id,
        questionnaire=options.questionnaire,
    )


def _get(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.looking import look_up

    return look_up(
        options.plan,
        options.name,
        around,
        as_json=options.json,
        questionnaire=options.questionnaire,
    )


def _set(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.setting import change

    return change(options.plan, options.changes, around, questionnaire=options.questionnaire)


def _migrate(options: "Namespace", around: "Surroundings") -> int:
    from smtui.commands.migrate import bring_up

    return bring_up(
        options.plan,
        around,
        target=options.output,
        dry_run=options.dry_run,
        questionnaire=options.questionnaire,
    )


_COMMANDS = {
    "check": _check,
    "score": _score,
    "report": _report,
    "samples": _samples,
    "fill": _fill,
    "get": _get,
    "set": _set,
    "migrate": _migrate,
}
"""The commands that neither draw nor ask."""


def _screen(options: "Namespace", around: "Surroundings", guard: "Guard | None") -> int:
    """The commands that draw: refused without a terminal, with the way out."""
    if options.plain or (os.isatty(0) and os.environ.get("TERM", "") in ("", "dumb")):
        # a terminal that cannot place text would get a heap of control codes from the screen
        from smtui.commands.plain import plain_interview, plain_lesson

        if options.command == "learn":
            return plain_lesson(
                around, options.lesson, questionnaire=options.questionnaire, guard=guard
            )
        return plain_interview(
            around,
            plan=options.plan,
            begin=options.command == "new",
            run=_run_asked(options),
            questionnaire=options.questionnaire,
            guard=guard,
        )
    if not (os.isatty(0) and os.isatty(2)):
        said = NO_TERMINAL_HERE if around.fence.root is not None else NO_TERMINAL
        try:
            sys.stderr.write(said)
        except OSError:  # a full disk, a closed pipe: nor must Python complain of it at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        return 2
    # a key that arrives in two parts over a slow line must not be taken for Escape and letters
    if "SSH_CONNECTION" in os.environ:
        os.environ.setdefault("ESCDELAY", "500")
    from smtui.commands.interview import interview

    return interview(
        around,
        guard,
        plan=getattr(options, "plan", ""),
        lesson=getattr(options, "lesson", None),
        begin=options.command == "new",
        run=_run_asked(options),
        questionnaire=options.questionnaire,
    )


def _run_asked(options: "Namespace") -> str:
    """The run that a new plan is to be asked in; empty when nothing is said."""
    return next((one for one in ("quick", "full") if getattr(options, one, False)), "")
