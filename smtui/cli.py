"""The command line: arguments to a command, exit codes. The only module that imports lazily.

Exit codes: 0 done; 1 it worked and the answer is no; 2 wrong use or bad input; 128+n by a signal.
"""

import sys
from typing import TYPE_CHECKING

from smtui import __version__

if TYPE_CHECKING:
    from argparse import Namespace

    from smtui.commands.surroundings import Surroundings
    from smtui.guard import Guard

def entry() -> None:
    """The script `smtui`."""
    raise SystemExit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if arguments == ["--version"]:
        sys.stdout.write(f"smtui {__version__}\n")
        return 0
    from smtui import guard as guards

    if _draws(arguments):
        # before any thread exists: a signal must find the guard in all of them
        guard = guards.install()
        try:
            return _run(arguments, guard)
        finally:
            guard.left()
    return _run(arguments, None)


def _draws(arguments: list[str]) -> bool:
    """Whether the arguments lead to the screen."""
    first = next((one for one in arguments if not one.startswith("-")), "")
    return first not in ("check", "score", "samples") and not {"-h", "--help", "--version"} & set(arguments)


def _run(arguments: list[str], guard: "Guard | None") -> int:
    from smtui.mistakes import BadInput

    try:
        return _dispatch(arguments, guard)
    except BadInput as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    except BrokenPipeError:
        # the reader of our output has gone (smtui samples | head): that is no mistake of anybody's
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: list[str], guard: "Guard | None") -> int:
    import os
    from datetime import datetime
    from pathlib import Path

    from smtui.commands.surroundings import Surroundings

    around = Surroundings(sys.stdout, sys.stderr, dict(os.environ), Path.cwd(), datetime.now)
    options = _parse(arguments)
    command: str = options.command
    if command == "check":
        from smtui.commands.check import check

        return check(options.files, around)
    if command == "score":
        from smtui.commands.score import show_score

        return show_score(
            options.plan,
            around,
            run=options.run,
            as_json=options.json,
            write=options.write,
            questionnaire=options.questionnaire,
        )
    if command == "samples":
        from smtui.commands.samples import samples

        return samples(options.name, options.output, around, questionnaire=options.questionnaire)
    return _screen(options, around, guard)


def _screen(options: "Namespace", around: "Surroundings", guard: "Guard | None") -> int:
    """The commands that draw: refused without a terminal, with the way out."""
    import os

    if not (os.isatty(0) and os.isatty(2)):
        sys.stderr.write(
            "smtui: the screen needs a terminal for its keys and its picture; here is none.\n"
            "    over ssh, ask for one: ssh -t HOST smtui\n"
        )
        return 2
    # a key that arrives in two parts over a slow line must not be taken for Escape and letters
    if "SSH_CONNECTION" in os.environ:
        os.environ.setdefault("ESCDELAY", "500")
    from smtui.commands.interview import interview

    return interview(
        around,
        guard,
        plan=options.plan,
        begin=options.command == "new",
        run="quick" if getattr(options, "quick", False) else "",
        questionnaire=options.questionnaire,
    )


def _parse(arguments: list[str]) -> "Namespace":
    import argparse

    from smtui.questionnaire import shelf

    about, examples = shelf.introduction()
    width = max((len(command) for command, _ in examples), default=0)
    parser = argparse.ArgumentParser(
        prog="smtui",
        usage="smtui [PLAN]\n       smtui new|check|score|samples ...   (each has --help)",
        description=about,
        epilog="examples:\n" + "".join(f"  {one:<{width}}  {words}\n" for one, words in examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"smtui {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")

    def questionnaire(of: argparse.ArgumentParser) -> None:
        of.add_argument("--questionnaire", "-q", metavar="Q", default="", help="a shipped one's name, a folder or a file")

    opening = command("open", "go on with a plan (the word open may be left out)")
    opening.add_argument("plan", metavar="PLAN", nargs="?", default="")
    questionnaire(opening)
    new = command("new", "begin a plan")
    new.add_argument("plan", metavar="PLAN", nargs="?", default="", help="its file; left out, it is named after its title")
    new.add_argument("--quick", action="store_true", help="the short run")
    questionnaire(new)
    checking = command("check", "find every mistake in questionnaires and plans")
    checking.add_argument("files", metavar="FILE", nargs="+")
    score = command("score", "judge a plan: what is strong, what is missing, what to do next")
    score.add_argument("plan", metavar="PLAN")
    score.add_argument("--run", choices=("quick", "full"), default="", help="assess it as this run does")
    score.add_argument("--json", action="store_true", help="for machines")
    score.add_argument("--write", action="store_true", help="put the scorecard files beside the plan")
    questionnaire(score)
    samples = command("samples", "list the sample plans, print one, or put one into a new file")
    samples.add_argument("name", metavar="NAME", nargs="?", default="")
    samples.add_argument("-o", "--output", metavar="FILE", default="")
    questionnaire(samples)
    return parser.parse_args(_with_command(arguments, set(commands.choices)))


def _with_command(arguments: list[str], known: set[str]) -> list[str]:
    """`smtui PLAN` and `smtui` alone mean `smtui open`."""
    if arguments and (arguments[0] in known or arguments[0] in ("-h", "--help", "--version")):
        return arguments
    return ["open", *arguments]
