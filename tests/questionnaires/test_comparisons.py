"""Every comparison of the language on every kind of question, under all and under any."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from smtui.plan.answers import Place
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import Questionnaire
from tests.questionnaires.filling import Person, path_of
from tests.questionnaires.truths import KINDS, Truth

# every question in every state: answered in three ways, and six ways of having no answer
STATES = ("1", "2", "3", "open", "parked", "not_applicable", "hidden", "wrong")
FIXED: dict[str, Truth] = {"fixed.on": True, "fixed.off": False, "fixed.open": None}
each_kind = pytest.mark.parametrize("kind", KINDS)


# what is true, by hand


def both(*truths: Truth) -> Truth:
    """and, every, a list of conditions: false as soon as one is, unknown while one is."""
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    """or, any: true as soon as one is, unknown while one is."""
    return True if True in truths else None if None in truths else False


def opposite(truth: Truth) -> Truth:
    """not: unknown stays unknown."""
    return None if truth is None else not truth


def truth_of(kind: str, sentence: str, state: str) -> Truth:
    """What a comparison comes to: unknown without an answer that counts."""
    if not state.isdigit():
        return False if sentence.startswith("any ") else None  # any of nothing is no
    return KINDS[kind].sentences[sentence](KINDS[kind].answers[int(state) - 1])


def state_of(kind: str, state: str) -> State:
    """How a question stands."""
    if state.isdigit():
        partly = int(state) - 1 in KINDS[kind].partly
        return State.OPEN if partly else State.ANSWERED
    if state in ("open", "wrong"):
        return State.OPEN
    # a value that is worked out is never put off itself: it only has nothing to stand on
    put_off = State.OPEN if kind == "computed" else State[state.upper()]
    return State.HIDDEN if state == "hidden" else put_off


ASKED: Mapping[str, Callable[[State], bool]] = {
    "{q} is answered": lambda state: state is State.ANSWERED,
    "{q} is not answered": lambda state: state is not State.ANSWERED,
    "{q} is parked": lambda state: state is State.PARKED,
    "{q} is not parked": lambda state: state is not State.PARKED,
    "{q} is not applicable": lambda state: state is State.NOT_APPLICABLE,
    "{q} is applicable": lambda state: state is not State.NOT_APPLICABLE,
}
PAIRS = [(kind, one) for kind, found in KINDS.items() for one in (*found.sentences, *ASKED)]
NUMBERS = {pair: at for at, pair in enumerate(PAIRS)}


def truth(pair: tuple[str, str], state: str) -> Truth:
    """What a sentence about a question in a state comes to."""
    kind, sentence = pair
    if sentence in ASKED:
        return ASKED[sentence](state_of(kind, state))
    return truth_of(kind, sentence, state)


# the same, by smtui: each sentence becomes questions of the list of things


def probe(name: str, value: str) -> str:
    """A question that is worked out."""
    return f'[[sections.questions]]\nid = "{name}"\nkind = "computed"\nask = "?"\nvalue = "{value}"'


def shown_if(name: str, *conditions: str) -> str:
    """A question that is shown while all of some conditions hold."""
    said = ", ".join(f'"{one}"' for one in conditions)
    return f'[[sections.questions]]\nid = "{name}"\nkind = "yesno"\nask = "?"\nshow_if = [{said}]'


def probes() -> Iterable[str]:
    """A section with every sentence: alone, negated, under all, under any, over the things."""
    yield '[[sections]]\nid = "probes"\ntitle = "Probes"\n'
    known = "(thing where name is one of ('1', '2', '3'))"
    for (kind, sentence), at in NUMBERS.items():
        said = sentence.replace("{q}", kind)
        yield probe(f"thing.is{at}", said)
        yield probe(f"thing.not{at}", f"not ({said})")
        # `where` reaches to the end, over any `and`
        alone = f"({said})" if " where " in said else said
        for name in FIXED:
            short = name.removeprefix("fixed.")
            yield probe(f"thing.and_{short}{at}", f"{alone} and {name}")
            yield probe(f"thing.or_{short}{at}", f"{name} or {alone}")
            yield shown_if(f"thing.all_{short}{at}", said, name)
        for word in ("any", "every", "count of"):
            short = word.split()[0]
            yield probe(f"whole.{short}{at}", f"{word} thing where {said}")
            yield probe(f"whole.{short}_known{at}", f"{word} {known} where {said}")


def loaded(text: str) -> Questionnaire:
    """The questionnaire of a text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)


@cache
def thing_by_state() -> tuple[Person, dict[str, str]]:
    """A person who has a thing in each state, and the things' ids."""
    text = path_of("comparisons").read_text(encoding="utf-8") + "\n".join(probes())
    person = Person(loaded(text))
    person.says({"fixed.on": True, "fixed.off": False})
    places = {one: person.adds("place", called=one.title()) for one in ("here", "there")}
    things = {}
    for state in STATES:
        things[state] = person.adds("thing", name=state, shown=True)
        bring(person.session, "thing", things[state], state, places)
    return person, things


def bring(session: Session, first: str, item: str, state: str, places: Mapping[str, str]) -> None:
    """Bring each question of an item, or outside lists, into a state."""
    for kind, known in KINDS.items():
        place = Place(f"{first}.{kind}", item)
        value = known.answers[int(state) - 1 if state.isdigit() else 0]
        if kind == "computed" or state == "open":
            continue
        value = known.wrong if state == "wrong" else value
        if kind in ("link", "links"):
            one = isinstance(value, str)
            value = places.get(value, value) if one else [places.get(at, at) for at in value]
        session.answer(place, value)
        if state == "parked":
            session.park(place)
        if state == "not_applicable":
            session.set_not_applicable(place)
    if state == "hidden":
        session.answer(Place(f"{first}.shown", item), False)


def found(kind: str, prefix: str, state: str) -> dict[str, Truth]:
    """What smtui makes of every sentence about a kind, on a thing in a state."""
    person, things = thing_by_state()
    return {
        sentence: person.counts(f"thing.{prefix}{at}@{things[state]}")
        for (one, sentence), at in NUMBERS.items()
        if one == kind
    }


def expected(kind: str, work: Callable[[tuple[str, str]], Truth | int]) -> dict[str, Truth | int]:
    """What it should be."""
    return {pair[1]: work(pair) for pair in NUMBERS if pair[0] == kind}


@each_kind
@pytest.mark.parametrize("state", STATES)
def test_each_comparison_is_what_it_should_be(kind: str, state: str) -> None:
    assert found(kind, "is", state) == expected(kind, lambda pair: truth(pair, state))
    negated = expected(kind, lambda pair: opposite(truth(pair, state)))
    assert found(kind, "not", state) == negated


@each_kind
@pytest.mark.parametrize("fixed", FIXED)
def test_each_comparison_under_and_or_and_in_a_list_of_conditions(kind: str, fixed: str) -> None:
    person, things = thing_by_state()
    other, short = FIXED[fixed], fixed.removeprefix("fixed.")
    for state in STATES:
        with_and = expected(kind, lambda pair: both(truth(pair, state), other))  # noqa: B023
        assert found(kind, f"and_{short}", state) == with_and, state
        with_or = expected(kind, lambda pair: either(truth(pair, state), other))  # noqa: B023
        assert found(kind, f"or_{short}", state) == with_or, state
        shown = {
            sentence: person.is_asked(f"thing.all_{short}{at}@{things[state]}")
            for (one, sentence), at in NUMBERS.items()
            if one == kind
        }
        # unknown at the top means not shown
        assert shown == {one: truth is True for one, truth in with_and.items()}, state


@each_kind
@pytest.mark.parametrize(("group", "states"), [("", STATES), ("_known", STATES[:3])])
def test_each_comparison_over_all_things(kind: str, group: str, states: tuple[str, ...]) -> None:
    person, _ = thing_by_state()

    def told(word: str) -> dict[str, Truth | int]:
        return {
            sentence: person.counts(f"whole.{word}{group}{at}")
            for (one, sentence), at in NUMBERS.items()
            if one == kind
        }

    def each(pair: tuple[str, str]) -> list[Truth]:
        return [truth(pair, state) for state in states]

    assert told("any") == expected(kind, lambda pair: either(*each(pair)))
    assert told("every") == expected(kind, lambda pair: both(*each(pair)))
    assert told("count") == expected(kind, lambda pair: each(pair).count(True))


@cache
def outside_lists() -> Questionnaire:
    """The same questions outside any list, each sentence about them a question."""
    text = path_of("comparisons").read_text(encoding="utf-8")
    head, _, rest = text.partition('[[lists]]\nid = "thing"')
    text = (head + rest.partition("\n\n")[2]).replace('"thing.', '"alone.')
    text = text.replace('show_if = "shown"', 'show_if = "alone.shown"')
    text = text.replace('value = "number * 2"', 'value = "alone.number * 2"')
    sentences = [
        probe(f"alone.is{at}", sentence.replace("{q}", f"alone.{kind}"))
        for (kind, sentence), at in NUMBERS.items()
    ]
    return loaded(text + '[[sections]]\nid = "probes"\ntitle = "Probes"\n' + "\n".join(sentences))


@pytest.mark.parametrize("state", STATES)
def test_each_comparison_outside_lists(state: str) -> None:
    person = Person(outside_lists())
    person.says({"fixed.on": True, "fixed.off": False, "alone.shown": True})
    places = {one: person.adds("place", called=one.title()) for one in ("here", "there")}
    bring(person.session, "alone", "", state, places)
    for kind in KINDS:
        told = {
            sentence: person.counts(f"alone.is{at}")
            for (one, sentence), at in NUMBERS.items()
            if one == kind
        }
        assert told == expected(kind, lambda pair: truth(pair, state)), kind


def test_each_comparison_is_true_somewhere_and_false_somewhere() -> None:
    """A sentence whose truth never changes would prove little."""
    always = {pair for pair in PAIRS if len({truth(pair, state) for state in STATES} - {None}) < 2}
    no_change = ("= {q}", "!= {q}", "fixed.off)", "one of place", "one of towns")
    assert {pair for pair in always if not pair[1].endswith(no_change)} == {
        ("computed", sentence) for sentence in ASKED if "answered" not in sentence
    }
