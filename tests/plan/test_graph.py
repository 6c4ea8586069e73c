"""What depends on what: one answer works out anew only what stands on it, and nothing is stale."""

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Place
from smtui.plan.graph import Circle, Memory
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.scorecard import judged
from tests.plan.party import answered, shared
from tests.plan.party import party as made
from tests.plan.tangle import tangle

# the memory itself


class Sums:
    """A memory of sums: each name is a leaf's number, or the sum of what its names give."""

    def __init__(self, leaves: dict[str, int], sums: dict[str, list[str]]) -> None:
        self.leaves, self.sums, self.memory = leaves, sums, Memory()
        self.done: list[str] = []

    def __call__(self, name: str) -> int:
        if name in self.leaves:
            self.memory.read(name)
            return self.leaves[name]
        return int(self.memory.get(name, lambda: self._work(name)))

    def _work(self, name: str) -> int:
        total = sum(self(one) for one in self.sums[name])
        self.done.append(name)
        return total

    def change(self, leaf: str, value: int) -> None:
        self.leaves[leaf] = value
        self.memory.changed([leaf])


def test_only_what_stands_on_a_leaf_is_worked_out_again() -> None:
    sums = Sums({"a": 1, "b": 2, "c": 3}, {"ab": ["a", "b"], "bc": ["b", "c"], "all": ["ab", "bc"]})
    assert sums("all") == 8
    assert sums.done == ["ab", "bc", "all"]
    sums.change("a", 10)
    assert sums("all") == 17
    assert sums.done == ["ab", "bc", "all", "ab", "all"]
    assert sums.memory.worked == 5


def test_a_way_that_is_no_longer_taken_does_not_count() -> None:
    leaves = {"switch": 1, "a": 5, "b": 7}
    memory, done = Memory(), []

    def read(name: str) -> int:
        memory.read(name)
        return leaves[name]

    def work() -> int:
        done.append(1)
        return read("a") if read("switch") else read("b")

    assert memory.get("x", work) == 5
    leaves["switch"] = 0
    memory.changed(["switch"])
    assert memory.get("x", work) == 7
    memory.changed(["a"])
    assert memory.get("x", work) == 7
    assert len(done) == 2


def test_a_work_that_raises_is_tried_again_and_what_caught_it_is_forgotten_with_it() -> None:
    memory, leaves = Memory(), {"a": 0}

    def divide() -> float:
        memory.read("a")
        return 1 / leaves["a"]

    def safe() -> float:
        try:
            return float(memory.get("divide", divide))
        except ZeroDivisionError:
            return -1

    assert memory.get("safe", safe) == -1
    with pytest.raises(ZeroDivisionError):
        memory.get("divide", divide)
    leaves["a"] = 2
    memory.changed(["a"])
    assert memory.get("safe", safe) == 0.5


@pytest.mark.parametrize("length", [1, 2, 10, 500])
def test_a_circle_is_told_and_does_not_hang(length: int) -> None:
    memory = Memory()

    def ask(at: int) -> Any:
        return memory.get(at, lambda: ask((at + 1) % length))

    with pytest.raises(Circle):
        ask(0)
    assert memory.get("after it", lambda: 1) == 1


@pytest.mark.parametrize("length", [1, 10, 1_000, 20_000])
def test_a_chain_may_be_long(length: int) -> None:
    sums = Sums({"0": 1}, {str(at + 1): [str(at), str(at)] for at in range(length)})
    assert sums(str(length)) == 2**length
    assert sums.memory.worked == length
    sums.change("0", 3)
    assert sums(str(length)) == 3 * 2**length


@pytest.mark.parametrize("length", [1, 100, 1_000])
def test_what_fails_at_the_end_of_a_long_chain_fails_at_its_beginning(length: int) -> None:
    memory = Memory()

    def ask(at: int) -> float:
        return float(memory.get(at, lambda: ask(at - 1) if at else 1 / 0))

    with pytest.raises(ZeroDivisionError):
        ask(length)
    assert memory.get("after it", lambda: 1) == 1


def test_what_needs_more_calls_than_there_are_is_worked_out_from_the_ground() -> None:
    memory = Memory()

    def deep(calls: int, work: Callable[[], int]) -> int:
        return deep(calls - 1, work) if calls else work()

    def ask(at: int) -> int:
        def below() -> int:
            return ask(at - 1) + 1 if at else 0

        return int(memory.get(at, lambda: deep(200, below)))

    assert ask(100) == 100


@given(st.lists(st.sets(st.integers(0, 30), max_size=5), max_size=30), st.data())
def test_any_order_of_asking_and_changing_gives_what_is_right(
    below: list[set[int]], data: st.DataObject
) -> None:
    leaves = {f"leaf {at}": at for at in range(5)}
    sums = {
        f"sum {at}": [f"sum {one}" if one < at else f"leaf {one % 5}" for one in ones]
        for at, ones in enumerate(below)
    }
    living = Sums(leaves, sums)
    for _ in range(5):
        asked = data.draw(st.lists(st.sampled_from([*sums, *leaves]), max_size=5))
        assert [living(one) for one in asked] == [Sums(leaves, sums)(one) for one in asked]
        living.change(data.draw(st.sampled_from(list(leaves))), data.draw(st.integers(0, 9)))


# a plan


Asking = tuple[Hashable, Callable[[Reading], Any]]


def all_places(reading: Reading) -> list[Place]:
    """All places of a plan, shown or not: of items, and of the rows that grids have."""
    asked, found = reading.questionnaire, []
    for name, home in asked.homes.items():
        for item in reading.items(home.list) if home.list else ("",):
            in_grid = isinstance(asked.questions.get(home.record), Grid)
            rows = reading.rows(home.record, item) if in_grid else (item,)
            found += [Place(name, one) for one in rows]
    return found


def asking(ask: Callable[..., Any], *of: Any) -> Asking:
    """One thing that can be asked of a reading, with a name for it."""
    return (ask.__name__, *of), lambda reading: ask(reading, *of)


def askings(reading: Reading) -> list[Asking]:
    """All that can be asked of a plan, each by itself."""
    asked = reading.questionnaire
    told: list[Asking] = [("places", lambda one: list(one.places())), ("score", judged)]
    for at in all_places(reading):
        told += [asking(ask, at) for ask in OF_PLACES]
        told.append(asking(Reading.words, at, "ask"))
        if asked.questions[at.name].answerable:
            told += [asking(ask, at) for ask in OF_ANSWERS]
            told += [asking(Reading.value, *at), asking(Reading.state, *at)]
    told += [asking(Reading.may_ask, name) for name, home in asked.homes.items() if home.list]
    for section in asked.sections:
        told += [asking(Reading.completeness, section.id)]
        told += [asking(Reading.section_shown, section.id)]
    for one in asked.lists:
        told += [asking(Reading.list_problems, one)]
        told += [asking(Reading.title, one, item) for item in reading.items(one)]
    return told


OF_PLACES: tuple[Callable[..., Any], ...] = (
    Reading.visible, Reading.asked, Reading.required, Reading.prompts, Reading.may_be_na,
)  # fmt: skip
OF_ANSWERS: tuple[Callable[..., Any], ...] = (
    Reading.text, Reading.problems, Reading.is_wrong, Reading.offers, Reading.suggestion,
    Reading.share_of, Reading.parts,
)  # fmt: skip


def everything(reading: Reading, asked: list[Asking] | None = None) -> dict[Hashable, Any]:
    """All that a reading says of a plan, asked for in some order."""
    return {name: ask(reading) for name, ask in (asked or askings(reading))}


def fresh(session: Session) -> Reading:
    """The session's answers, read for the first time."""
    return Reading(session.questionnaire, session.answers, session.run, session.today)


PIECES = ("big", "small", "secret", "other", "all", "green", "jazz", "Ulm", "Ann", "", None)
VALUES = st.one_of(
    st.sampled_from(PIECES),
    st.integers(0, 600),
    st.booleans(),
    st.sampled_from([("jazz", "rock"), ("none",), ("folk", "none"), ("x", "y")]),
)
MEDIA = st.lists(st.sampled_from(["mail", "post", "fax"]), unique=True)
FITTING: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(0, 8),
    "percent": st.sampled_from([20, 50, 100]),
    "choice": st.sampled_from(["attic", "cellar", "hall", "big", "other", "green"]),
    "choices": MEDIA,
    "ranking": MEDIA,
}


REPLIES = ["park", "unpark", "does not apply", "applies"]


def edit(session: Session, data: st.DataObject) -> None:
    """One thing that somebody does to a plan."""
    asked, answers = session.questionnaire, session.answers
    there = all_places(session.reading)
    what = data.draw(st.sampled_from(["answer"] * 6 + REPLIES + ["list", "undo", "redo"]))
    place = data.draw(st.sampled_from(there))
    if what == "answer":
        items = sorted(answers.all_ids())
        values = [VALUES, FITTING.get(asked.questions[place.name].kind, VALUES)]
        values += [st.sampled_from(items)] if items else []
        session.answer(place, data.draw(st.one_of(values)))
    elif what == "park":
        session.park(place, "Ann")
    elif what == "unpark":
        session.unpark(place)
    elif what in ("does not apply", "applies"):
        session.set_not_applicable(place, what == "does not apply")
    elif what == "undo":
        session.undo()
    elif what == "redo":
        session.redo()
    else:
        list_id = data.draw(st.sampled_from(list(asked.lists)))
        ids = answers.ids(list_id)
        how = data.draw(st.sampled_from(["add", "copy", "move", "delete"]))
        if how == "add" or not ids:
            session.add_item(list_id)
            return
        item = data.draw(st.sampled_from(ids))
        if how == "copy":
            session.duplicate_item(list_id, item)
        elif how == "move":
            session.move_item(list_id, item, data.draw(st.sampled_from([-1, 1])))
        else:
            session.delete_item(list_id, item, data.draw(st.sampled_from(["", *ids])))


def begun(of: str, run: str) -> Session:
    """A plan with a few items, to go on with."""
    if of == "party":
        some = answered({"guest.name@g1": "Ann", "gift.guest@x1": "g1"}, guest="g1", gift="x1")
        return Session(shared(), some, run=run)
    some = answered(
        {"person.name@p1": "Ann", "person.age@p1": 7, "task.who@t1": "p1",
         "person.room@p1": "attic", "person.room@p2": "attic",
         "it.low": 6, "it.high": 5, "it.cap": 4, "it.use.often@.mail": 4,
         "it.media": ("mail", "fax"), "it.order": ("fax", "post")},
        person="p1 p2", task="t1 t2",
    )  # fmt: skip
    return Session(tangle(), some, run=run)


@pytest.mark.parametrize("of", ["party", "tangle"])
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["quick", "full"]), st.data())
def test_a_living_reading_says_what_a_fresh_one_says(
    of: str, run: str, data: st.DataObject
) -> None:
    """Whatever was asked of each before, and in whatever order."""
    session = begun(of, run)

    def compare() -> None:
        asked = askings(fresh(session))
        data.draw(st.randoms(use_true_random=False)).shuffle(asked)
        assert everything(session.reading) == everything(fresh(session), asked)

    for _ in range(data.draw(st.integers(1, 12))):
        edit(session, data)
        if data.draw(st.booleans()):
            compare()
            for section in session.questionnaire.sections:
                anew = Session(session.questionnaire, session.answers, run=run)
                assert session.standing(section.id) == anew.standing(section.id)
            assert session.overall() == anew.overall()
    compare()


@pytest.mark.parametrize("of", ["party", "tangle"])
def test_each_thing_asked_first_says_the_same(of: str) -> None:
    session = begun(of, "full")
    told = everything(fresh(session))
    for name, ask in askings(session.reading):
        assert ask(fresh(session)) == told[name], name


# large questionnaires

PAGE = 12


def large_text(questions: int) -> str:
    """A questionnaire of sections of 12: each question is shown, offers, suggests, may be wrong."""
    lines = [
        'id = "large"\nversion = "1"\ntitle = "Large"',
        '[runs.quick]\ntitle = "Short"\n[runs.full]\ntitle = "Full"',
    ]
    for at in range(questions):
        section, number = divmod(at, PAGE)
        own, before = f"s{section}.q{number}", f"s{section}.q{number - 1}"
        if not number:
            lines.append(f'[[sections]]\nid = "s{section}"\ntitle = "Section {section}"')
        lines.append(f'[[sections.questions]]\nid = "{own}"\nask = "Question {at}?"')
        lines.append("quick = true\nrequired = true")
        if number % 3 == 1:
            lines.append('kind = "choice"\nchoices = [')
            lines.append(f'  {{ id = "aye", label = "Aye", show_if = "{before} > 1" }},')
            lines.append('  { id = "nay", label = "Nay" },\n]')
        elif number % 3 == 2:
            lines.append(f'kind = "text"\nshow_if = "{before} is nay"')
        else:
            lines.append('kind = "number"\nleast = 0\nmost = 100')
            lines += [f'default = "if s{section}.q1 is aye then 1 else 2"'] if number else []
            lines.append(f'prompts = [{{ say = "So many?", when = "{own} > 50" }}]')
            lines.append(f'valid_if = [{{ rule = "{own} < 99", say = "Too many." }}]')
    return "\n".join(lines)


@cache
def large(questions: int) -> Questionnaire:
    """It, loaded once."""
    with TemporaryDirectory() as folder:
        return made(Path(folder), large_text(questions))


def filled(questionnaire: Questionnaire) -> Answers:
    """All of it answered."""
    values = {"number": 7, "choice": "nay", "text": "words"}
    return Answers({Place(one.id): values[one.kind] for one in questionnaire.questions.values()})


def show_page(session: Session, section: str) -> list[object]:
    """What a page shows, and how its section stands."""
    reading = session.reading
    told: list[object] = [session.standing(section), reading.completeness(section)]
    for question in session.questionnaire.section(section).questions:
        at = Place(question.id)
        told += [reading.asked(at), reading.required(at), reading.state(*at), reading.text(at)]
        told += [reading.problems(at), reading.prompts(at), reading.offers(at)]
        told.append(reading.suggestion(at))
    return told


def works_of(session: Session, place: Place, value: object) -> int:
    """How much is worked out for one answer on its page, in the overview and in the score."""
    section = session.questionnaire.homes[place.name].section
    show_page(session, section)
    session.overall()
    judged(session.reading)
    before = session.reading.memory.worked
    session.answer(place, value)
    show_page(session, section)
    session.overall()
    judged(session.reading)
    return session.reading.memory.worked - before


def test_one_answer_on_a_page_works_out_what_stands_on_it_alone() -> None:
    session = Session(large(50), filled(large(50)))
    section = "s1"
    first = show_page(session, section)
    at_first = session.reading.memory.worked
    assert show_page(session, section) == first
    assert session.reading.memory.worked == at_first
    # s1.q6 is named by nothing but by one choice of s1.q7, whose answer may go off the list by it;
    # s1.q8 is shown by that: all else of the page stays
    session.answer(Place("s1.q6"), 8)
    show_page(session, section)
    again = session.reading.memory.worked - at_first
    # value, faults, problems, state, text, prompts, suggestion, share and part of it itself; what
    # the next one offers, and how it and the one behind it stand; the section as a whole
    assert 1 < again <= 30
    assert at_first > 5 * again


@pytest.mark.parametrize(
    ("name", "value"), [("s1.q6", 8), ("s1.q7", "aye"), ("s1.q8", "other words"), ("s1.q6", 99)]
)
def test_one_answer_costs_the_same_in_a_small_and_in_a_large_questionnaire(
    name: str, value: object
) -> None:
    works = {
        questions: works_of(Session(large(questions), filled(large(questions))), Place(name), value)
        for questions in (50, 2_000)
    }
    assert works[50] == works[2_000]


@pytest.mark.parametrize("length", [60, 200, 1_000])
def test_a_long_chain_of_conditions_holds_to_its_end(tmp_path: Path, length: int) -> None:
    lines = ['id = "c"\nversion = "1"\ntitle = "C"\n[[sections]]\nid = "s"\ntitle = "S"']
    for at in range(length):
        lines.append(f'[[sections.questions]]\nid = "c.q{at}"\nkind = "yesno"\nask = "Q?"')
        lines += [f'show_if = "c.q{at - 1} is yes"'] if at else []
    chain = made(tmp_path, "\n".join(lines))
    last = Place(f"c.q{length - 1}")
    session = Session(chain, Answers({Place(name): True for name in chain.questions}), run="full")
    assert session.reading.visible(last)
    session.answer(Place("c.q0"), False)
    assert not session.reading.visible(last)
    session.undo()
    assert session.reading.visible(last)
