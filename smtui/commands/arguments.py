"""The words of the command line: commands, options and their help."""

import argparse
import sys
from collections.abc import Mapping
from typing import IO, NoReturn

from smtui import __version__
from smtui.questionnaire import index

COMMANDS = {
    "open": "go on with a plan (the word open may be left out)",
    "new": "begin a plan",
    "check": "find every mistake in questionnaires, plans and overrides",
    "score": "judge a plan: what is strong, what is missing, what to do next",
    "report": "put what a plan says on one page, for who decides",
    "samples": "list the sample plans, print one, or put one into a new file",
    "learn": "learn with a sample: walk through it, then plan beside it",
    "fill": "make or complete a plan from files of answers",
    "get": "print an answer of a plan",
    "set": "change answers of a plan",
    "migrate": "bring a plan of an older questionnaire to the present one",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line that is safe to show, and where help is."""

    def print_help(self, file: IO[str] | None = None) -> None:  # type: ignore[override]
        # argparse itself swallows a full disk
        (file or sys.stdout).write(self.format_help())

    def error(self, message: str) -> NoReturn:
        shown = "".join(one if one.isprintable() else "?" for one in message)
        self.exit(2, f"smtui: {shown}\n    {self.prog} --help says how it is used\n")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command and its options. Raises SystemExit for help and wrong use, `BrokenIndex`."""
    about, examples = index.introduction()
    parser = _Parser(
        prog="smtui",
        usage="smtui [PLAN]\n       smtui COMMAND ...   (each has --help)",
        description=about,
        epilog="examples:\n" + "".join(f"  {one}\n      {words}\n" for one, words in examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"smtui {__version__}")
    shut = "for a shared host: plans in the folder DIR and nothing else; must stand first"
    parser.add_argument("--restricted", metavar="DIR", help=shut)  # cli has taken it already
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", prog="smtui"
    )
    of = {
        name: commands.add_parser(
            name, help=words, description=f"{words[0].upper()}{words[1:]}.", allow_abbrev=False
        )
        for name, words in COMMANDS.items()
    }
    of["open"].add_argument("plan", metavar="PLAN", nargs="?", default="")
    made = "its file; left out, it is named after its title"
    of["new"].add_argument("plan", metavar="PLAN", nargs="?", default="", help=made)
    lines = "ask line by line: for screen readers, simple terminals, pipes and logs"
    for name in ("open", "new"):
        of[name].add_argument("--plain", action="store_true", help=lines)
    for name, more in (("new", ""), ("open", "; of a plan that is there it asks what is missing")):
        run = of[name].add_mutually_exclusive_group()
        run.add_argument("--quick", action="store_true", help=f"the short run{more}")
        run.add_argument("--full", action="store_true", help=f"the full run{more}")
    files = "a plan, a questionnaire or a file of overrides"
    of["check"].add_argument("files", metavar="FILE", nargs="+", help=files)
    runs = ("quick", "full")
    _scoring(of["score"], runs)
    of["samples"].add_argument("name", metavar="NAME", nargs="?", default="")
    taken = of["samples"].add_mutually_exclusive_group()
    taken.add_argument("-o", "--output", metavar="FILE", default="", help="a new file")
    walk = "walk through it line by line, each answer with its reason"
    taken.add_argument("--plain", action="store_true", help=walk)
    _learning(of["learn"], lines)
    _reporting(of["report"], runs)
    _without_screen(of)
    migrate = of["migrate"]
    migrate.add_argument("plan", metavar="PLAN")
    over = "a new file; left out, the plan is written over, and its older version kept beside it"
    migrate.add_argument("-o", "--output", metavar="FILE", default="", help=over)
    only = "say what would become of it, and write nothing"
    migrate.add_argument("--dry-run", action="store_true", help=only)
    named = "a shipped questionnaire's name, or the folder or file of another"
    of_plans = f"for plans and overrides: {named}"
    for name, one in of.items():
        said = of_plans if name == "check" else named
        one.add_argument("--questionnaire", "-q", metavar="Q", default="", help=said)
    return parser.parse_args(with_command(arguments))


def _scoring(score: argparse.ArgumentParser, runs: tuple[str, ...]) -> None:
    """The options of the scorecard."""
    score.add_argument("plan", metavar="PLAN")
    score.add_argument("--run", choices=runs, default="", help="judge it as this run does")
    how = score.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for machines")
    how.add_argument("--all", action="store_true", help="every finding and every strength")
    beside = "put the scorecard files beside the plan too"
    score.add_argument("--write", action="store_true", help=beside)


def _learning(learn: argparse.ArgumentParser, lines: str) -> None:
    """The options of the lessons."""
    learn.add_argument("lesson", metavar="SAMPLE", nargs="?", default="", help="the model plan")
    learn.add_argument("--plain", action="store_true", help=lines)
    beside = "print this plan and its model side by side"
    learn.add_argument("--beside", metavar="PLAN", default="", help=beside)
    other = "with --beside: the model of a plan that is no practice plan"
    learn.add_argument("--sample", metavar="NAME", default="", help=other)


def _reporting(report: argparse.ArgumentParser, runs: tuple[str, ...]) -> None:
    """The options of the command that makes a page of a plan."""
    report.add_argument("plan", metavar="PLAN")
    which = report.add_mutually_exclusive_group(required=True)
    which.add_argument("--one-page", action="store_true", help="the questionnaire's own page")
    which.add_argument("--sheet", metavar="ID", default="", help="another sheet of it")
    kinds = ("markdown", "text")
    as_text = "left out, a file that ends in .md is Markdown, and all else text"
    report.add_argument("--format", choices=kinds, default="", dest="style", help=as_text)
    into = "a file: a new one, or a page that was made before"
    report.add_argument("-o", "--output", metavar="FILE", default="", help=into)
    report.add_argument("--run", choices=runs, default="", help="judge it as this run does")


def _without_screen(of: Mapping[str, argparse.ArgumentParser]) -> None:
    """The options of the commands that put answers into a plan, and take them out."""
    given = "TOML or JSON as a plan has it, or CSV with a row for each item; may be repeated"
    fill = of["fill"]
    fill.add_argument("--answers", metavar="FILE", action="append", required=True, help=given)
    made = "the plan to make or to complete; left out, it is printed"
    fill.add_argument("-o", "--output", metavar="PLAN", default="", help=made)
    fill.add_argument("--run", choices=("quick", "full"), default="", help="the run to ask it in")
    rows = "the list that the rows of CSV files are items of"
    fill.add_argument("--list", metavar="LIST", default="", dest="list_id", help=rows)
    get, change = of["get"], of["set"]
    for one in (get, change):
        one.add_argument("plan", metavar="PLAN")
    name = "a question (of an item: NAME@ITEM, by its id, number or title), or a list"
    get.add_argument("name", metavar="NAME", help=name)
    get.add_argument("--json", action="store_true", help="for machines")
    value = "a question and its answer, as people write it; without an answer it is taken away"
    change.add_argument("changes", metavar="NAME=VALUE", nargs="+", help=value)


def with_command(arguments: list[str]) -> list[str]:
    """`smtui PLAN` and `smtui` alone mean `smtui open`."""
    if arguments and arguments[0] in (*COMMANDS, "-h", "--help", "--version"):
        return arguments
    return ["open", *arguments]
