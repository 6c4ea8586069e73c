"""Evil sentences of authors: each is read, refused or worked out at once, whatever the plan."""

import contextlib
import time
from collections.abc import Mapping

from smtui.plan.evaluation import MOST_STEPS
from smtui.questionnaire.expression import (
    Code,
    Flaw,
    TooCostly,
    compile_condition,
    compile_template,
    compile_value,
)
from tests.faults.goal import Effort, Goal, Outcome
from tests.questionnaire import Trip, scope

MILLISECONDS = 50.0
_N = 3950
"""Characters that just fit into a sentence."""

EVIL: Mapping[str, str] = {
    # what other languages fall for
    "tower of powers": "9**9**9**9",
    "power": "9 ^ 9 ^ 9",
    "shift": "1 << 99999999999",
    "text times number": "'a' * 1000000000",
    "format": "'%1000000000d' % 1",
    "template in a template": "'{'{'{trip.size}'}'}'",
    "attribute": "trip.__class__.__mro__",
    "call": "__import__('os').system('id')",
    "lambda": "(lambda: 1)()",
    "comprehension": "[x for x in range(1000000000)]",
    "walrus": "(x := 1)",
    # huge values
    "long number": "9" * _N,
    "long decimals": "0." + "9" * _N,
    "many factors": "trip.size * " * (_N // 12) + "1",
    "many nines": "999999999999999999 * " * 150 + "1",
    "division by nothing": "1 / (trip.size - trip.size)",
    "many dates": "days from 0001-01-01 to 9999-12-31 * " * 90 + "1",
    "impossible date": "trip.start = 2026-99-99",
    # long and deep
    "deep parentheses": "(" * 1900 + "1" + ")" * 1900,
    "open parentheses": "(" * _N,
    "closed parentheses": ")" * _N,
    "many not": "not " * (_N // 4) + "trip.paid",
    "many minus": "- " * (_N // 2) + "1",
    "many if": "if trip.paid then " * 200 + "1" + " else 2" * 40,
    "many otherwise": "trip.size otherwise " * 190 + "1",
    "many or": "trip.paid or " * 300 + "trip.paid",
    "many first": "first of " * 400 + "person",
    "many others": "others of " * 390 + "person",
    "many linking": "person" + " linking to person" * 200,
    "nested between": "trip.size between " * 100 + "1" + " and 2" * 100,
    "between of between": "(" * 30 + "trip.size" + " between 1 and 2)" * 30,
    "many where": "person" + " where age > 1" * 280,
    "nested any": "any person where " * 38 + "age > 1",
    "nested count": "count of person where " * 38 + "age > 1",
    "long list": "trip.mode is one of (" + "train, " * 550 + "train)",
    "long texts": "trip.name is one of (" + "'x', " * 780 + "'x')",
    "open text": "trip.name is '" + "x" * (_N - 20),
    "many quotes": "'" * _N,
    "many backslashes": "'" + "\\" * (_N - 2) + "'",
    "many braces": "'" + "{" * (_N - 2) + "'",
    "too long": "1 + " * 250_000 + "1",
    "too long a name": "trip." + "a" * 100_000,
    "blanks": "trip.size" + " " * (_N - 20) + "> 1",
    "other blanks": "trip.size\u2028\u00a0\u3000> 1",
    "other digits": "trip.size > \u0663\u0664",
    "control characters": "trip.size \x1b[2J\x9b31m > 1",
    "surrogate": "trip.name is '\ud83d'",
    "right to left": "trip.name is '\u202e'",
}
"""Sentences by what is evil about them."""

WORDS: Mapping[str, str] = {
    "count of words": "count of words in trip.name > 3",
    "words in common": "trip.name shares a word with trip.need",
    "contains": "trip.name contains trip.need",
    "contains a word of": "trip.name contains one of vague",
    "begins": "trip.name begins with 'aaaa'",
    "ends": "trip.name ends with 'aaaa'",
    "slug": "slug of trip.name is 'x'",
}
"""How a sentence looks into a text."""

PATTERNS = [
    "^(a+)+$", "(a|a)*b", "(a|aa)+$", "([a-z]+)*[A-Z]", "(.*a){25}", "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y", "(?=a)a", "(?<!a)b", "(a)\\1", "[", "(", "*", "\\", "a{1,1000000}",
    "(?P<n>.)(?P=n)",
    "(((((((((((a*)*)*)*)*)*)*)*)*)*)*b", "\\d+(?:\\.\\d+)*$", "(\\s*)*x", ".*.*.*.*=.*",
]  # fmt: skip
"""What chokes an engine that goes back and forth, or is wrong, or is not to be had everywhere."""

CHOKING = ["a" * 20_000, "ab" * 10_000, " " * 20_000, "\t" * 20_000, "e" + "\u0301" * 19_999,
           "-" * 20_000, "1." * 10_000, "'" * 20_000, "\u200d" * 20_000]  # fmt: skip
"""Texts on which they choke."""


def _plan(people: int) -> Trip:
    ids = tuple(f"p{number}" for number in range(people))
    answers: dict[str, object] = {
        "trip.size": 10**15,
        "trip.price": 1e300,
        "trip.paid": True,
        "trip.mode": "train",
        "trip.modes": ("train", "car"),
        "trip.name": "word " * 4_000,
        "trip.need": "other " * 3_000,
        **{f"person.age {one}": 30 for one in ids},
        **{f"person.friend {one}": ids[0] for one in ids},
        **{f"person.name {one}": f"Ann {one}" for one in ids},
    }
    return Trip(answers, {"person": ids}, steps=MOST_STEPS)


def _worked_out(sentence: str, trip: Trip) -> tuple[float, str]:
    """How many milliseconds it took to read and to work out, and what was wrong with that.

    As a value, as a condition and as a text with values: the longest of the three.
    """
    longest, wrong = 0.0, ""
    for compiled in (compile_value, compile_condition, compile_template):
        began = time.thread_time()
        try:
            with contextlib.suppress(Flaw, TooCostly, OverflowError):
                code: Code = compiled(sentence, SCOPE)
                code.value(trip)
        except Exception as error:
            wrong = f"{type(error).__name__}: {str(error)[:100]!a}"
        longest = max(longest, (time.thread_time() - began) * 1000)
    return longest, wrong


SCOPE = scope()


def _all(sentences: Mapping[str, str], trips: list[Trip]) -> Outcome:
    outcome = Outcome()
    longest, which = 0.0, ""
    for name, sentence in sentences.items():
        for trip in trips:
            left = trip.steps
            took, wrong = _worked_out(sentence, trip)
            if took > MILLISECONDS:  # the first time something else may have been in the way
                trip.steps = left
                took = min(took, _worked_out(sentence, trip)[0])
            trip.steps = left
            if wrong:
                outcome.failures.append(f"{name}: {wrong}")
            if took > MILLISECONDS:
                outcome.failures.append(f"{name}: {took:.0f} ms")
            longest, which = max((longest, which), (took, name))
        outcome.done += 1
    outcome.figures = {"longest": f"{longest:.1f} ms ({which})"}
    return outcome


def expressions(effort: Effort) -> Outcome:
    """Evil sentences: too long, too deep, too large, or of another language."""
    names = list(EVIL) if effort.full else effort.random("evil").sample(list(EVIL), 12)
    return _all({name: EVIL[name] for name in names}, [_plan(0), _plan(25)])


def patterns(effort: Effort) -> Outcome:
    """Patterns where an author writes a text, and texts to choke on: nothing goes back and forth.

    The language has no patterns: what looks like one is a text like any other.
    """
    sentences = {
        f"{pattern!a} in {form}": form.format(_quoted(pattern))
        for pattern in (PATTERNS if effort.full else PATTERNS[:4])
        for form in ("trip.name contains {}", "trip.name begins with {}", "trip.name is {}")
    }
    outcome = Outcome()
    longest = 0.0
    for text in CHOKING if effort.full else CHOKING[:3]:
        trip = Trip({"trip.name": text, "trip.need": text[::-1]}, steps=MOST_STEPS)
        found = _all({**sentences, **WORDS}, [trip])
        outcome.failures += [f"{one} on {text[:2]!a}..." for one in found.failures]
        longest = max(longest, float(found.figures["longest"].split()[0]))
    outcome.done = len(PATTERNS) if effort.full else 4
    outcome.figures = {
        "longest": f"{longest:.1f} ms",
        "texts": str(len(CHOKING)),
        "ways to look into a text": str(len(WORDS) + 3),
    }
    return outcome


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'"


GOALS = [
    Goal("patterns", "13 patterns: at most 50 ms each, 0 crashes", patterns),
    Goal("expressions", "35 sentences: at most 50 ms each, 0 crashes", expressions),
]
