"""``python -m tests.benchmarks.size``: what a key costs with 50 to 10,000 questions.

Beside it, how long a questionnaire takes to load and check, against tomllib alone.
"""

import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from smtui.plan.answers import Place
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.scoring.scorecard import judged
from tests.plan.test_graph import filled, large_text, show_page

SIZES = (50, 500, 10_000)
ROUNDS = 100
LOADED = 500  # questions in the file that is loaded
MOST_LOADING = 20  # times what tomllib takes


def median_ms(work: Callable[[int], object], rounds: int) -> float:
    """The median time of a work, which is told the number of its round."""
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def key_costs(questions: int) -> tuple[float, float, float]:
    """Milliseconds for: an answer with its page; what is settled after it; its undo and redo."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(large_text(questions), encoding="utf-8")
        questionnaire = load(path)
    session = Session(questionnaire, filled(questionnaire))
    place = Place("s1.q6")

    def settle(number: int) -> None:
        session.overall()
        judged(session.reading)

    def key(number: int) -> None:
        session.answer(place, number % 90)
        show_page(session, "s1")

    def key_and_settle(number: int) -> None:
        key(number)
        settle(number)

    def back_and_forth(number: int) -> None:
        (session.redo if number % 2 else session.undo)()
        show_page(session, "s1")

    settle(0)
    show_page(session, "s1")
    one_key = median_ms(key, ROUNDS)
    both = median_ms(key_and_settle, ROUNDS)
    return one_key, both - one_key, median_ms(back_and_forth, ROUNDS)


def load_costs() -> tuple[float, float]:
    """Milliseconds to load and check a questionnaire, and for tomllib to read its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(large_text(LOADED), encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        ours, bare = [], []
        for _ in range(7):  # in turns, so that a busy machine slows both
            ours.append(median_ms(lambda _: load(path), 1))
            bare.append(median_ms(lambda _: tomllib.loads(text), 1))
    return statistics.median(ours), statistics.median(bare)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the costs; 1 if loading takes too long."""
    print(f"{'questions':>10}{'key ms':>10}{'settle ms':>12}{'undo ms':>10}")
    for questions in SIZES:
        key, settle, undo = key_costs(questions)
        print(f"{questions:>10,}{key:>10.2f}{settle:>12.2f}{undo:>10.2f}")
    ours, bare = load_costs()
    print(f"\nload and check {LOADED} questions: {ours:.0f} ms, {ours / bare:.1f} x tomllib")
    return int(ours / bare >= MOST_LOADING)


if __name__ == "__main__":
    sys.exit(main())
