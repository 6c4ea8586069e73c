"""``python -m tests.faults [NAME...]``: run the faults at full counts and print the table.

The whole takes an hour and more; a NAME runs the goals whose name begins so. The exit code is 1
when a figure was missed.
"""

import argparse
import sys
import time

from tests.faults.all import GOALS
from tests.faults.goal import Effort, Goal, Outcome

SHOWN = 10
"""How many failures of a goal are printed."""


def row(goal: Goal, outcome: Outcome, seconds: float) -> str:
    """A line of the table."""
    verdict = "not tried" if outcome.skipped else "MISSED" if outcome.failures else "reached"
    figures = "; ".join(f"{name} {value}" for name, value in outcome.figures.items())
    told = outcome.skipped or figures or "-"
    return (
        f"| {goal.name} | {goal.wanted} | {outcome.done} | {len(outcome.failures)} "
        f"| {told} | {seconds:.0f} s | {verdict} |"
    )


def main(arguments: list[str]) -> int:
    """Run the goals that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the goals that begin so")
    parser.add_argument("--few", action="store_true", help="the small counts of the tests")
    parser.add_argument("--times", type=float, default=1.0, help="multiply the full counts")
    parser.add_argument("--seed", type=int, default=Effort.seed)
    parser.add_argument("--list", action="store_true", help="only say which goals there are")
    options = parser.parse_args(arguments)
    effort = Effort(full=not options.few, seed=options.seed, times=options.times)
    chosen = [
        goal
        for goal in GOALS
        if not options.names or any(goal.name.startswith(name) for name in options.names)
    ]
    lines, missed = [], False
    for goal in chosen:
        if options.list:
            sys.stdout.write(f"{goal.name:24} {goal.wanted}\n")
            continue
        sys.stderr.write(f"{goal.name} ...\n")
        begun = time.monotonic()
        outcome = goal.run(effort)
        lines.append(row(goal, outcome, time.monotonic() - begun))
        missed = missed or bool(outcome.failures)
        for failure in outcome.failures[:SHOWN]:
            sys.stderr.write(f"  {failure}\n")
    if lines:
        head = "| fault | figure to reach | tried | failed | measured | time | |"
        sys.stdout.write("\n".join([head, "|---|---|---|---|---|---|---|", *lines]) + "\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
