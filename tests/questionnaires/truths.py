"""Every comparison of the language on every kind of question, and what it comes to.

The truth of each sentence is told by a few lines of Python that know nothing of smtui: by the
answer alone. In a sentence {q} is the question; an open answer makes a comparison unknown (None).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Truth = bool | None
Sentences = Mapping[str, Callable[[Any], Truth]]
"""What a sentence comes to for an answer."""


@dataclass(frozen=True)
class Kind:
    """Answers to one question of `comparisons.toml`, one that is wrong, and what is asked of it.

    `partly` tells which of the answers leave a part open, so that the question is.
    """

    answers: tuple[Any, Any, Any]
    wrong: Any
    sentences: Sentences
    partly: tuple[int, ...] = ()


SOFT = ("blue", "light green")


def _words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in text.casefold()).split()


TEXT: Sentences = {
    "{q} is 'blue'": lambda v: v == "blue",
    "{q} is not 'blue'": lambda v: v != "blue",
    "{q} is one of ('blue', 'x')": lambda v: v in ("blue", "x"),
    "{q} is not one of ('blue', 'x')": lambda v: v not in ("blue", "x"),
    "{q} = 'blue'": lambda v: v == "blue",
    "{q} != 'blue'": lambda v: v != "blue",
    "{q} equals ' BLUE '": lambda v: v.strip().casefold() == "blue",
    "{q} contains 'SKY'": lambda v: "sky" in v.casefold(),
    "{q} contains a number": lambda v: any(one in "0123456789" for one in v),
    "{q} begins with 'blue'": lambda v: v.casefold().startswith("blue"),
    "{q} ends with '7'": lambda v: v.endswith("7"),
    "{q} equals one of soft": lambda v: v.casefold() in SOFT,
    "{q} contains one of soft": lambda v: any(one in v.casefold() for one in SOFT),
    "{q} begins with one of soft": lambda v: v.casefold().startswith(SOFT),
    "{q} ends with one of soft": lambda v: v.casefold().endswith(SOFT),
    "{q} shares a word with 'The light above'": lambda v: bool({"light", "above"} & {*_words(v)}),
    "count of words in {q} >= 3": lambda v: len(_words(v)) >= 3,
    "slug of {q} is 'blue'": lambda v: "-".join(_words(v)) == "blue",
}


def _number(at: float) -> Sentences:
    return {
        f"{{q}} is {at}": lambda v: v == at,
        f"{{q}} is not {at}": lambda v: v != at,
        f"{{q}} is one of ({at}, 77)": lambda v: v in (at, 77),
        f"{{q}} is not one of ({at}, 77)": lambda v: v not in (at, 77),
        f"{{q}} = {at}": lambda v: v == at,
        f"{{q}} != {at}": lambda v: v != at,
        f"{{q}} < {at}": lambda v: v < at,
        f"{{q}} <= {at}": lambda v: v <= at,
        f"{{q}} > {at}": lambda v: v > at,
        f"{{q}} >= {at}": lambda v: v >= at,
        f"{at} < {{q}}": lambda v: at < v,
        f"{{q}} between {at} and {at} + 1": lambda v: at <= v <= at + 1,
        f"{{q}} at least {at}": lambda v: v >= at,
        f"{{q}} at most {at}": lambda v: v <= at,
        f"{{q}} is at least {at}": lambda v: v >= at,
        f"{{q}} is not at most {at}": lambda v: v > at,
    }


_DAY = date(2026, 1, 31)
DATE: Sentences = {
    "{q} is 2026-01-31": lambda v: v == _DAY,
    "{q} is not 2026-01-31": lambda v: v != _DAY,
    "{q} is one of (2026-01-31, 2020-01-01)": lambda v: v in (_DAY, date(2020, 1, 1)),
    "{q} is not one of (2026-01-31, 2020-01-01)": lambda v: v not in (_DAY, date(2020, 1, 1)),
    "{q} = 2026-01-31": lambda v: v == _DAY,
    "{q} != 2026-01-31": lambda v: v != _DAY,
    "{q} < 2026-01-31": lambda v: v < _DAY,
    "{q} <= 2026-01-31": lambda v: v <= _DAY,
    "{q} > 2026-01-31": lambda v: v > _DAY,
    "{q} >= 2026-01-31": lambda v: v >= _DAY,
    "{q} between 2024-02-29 and 2026-01-31": lambda v: date(2024, 2, 29) <= v <= _DAY,
    "{q} at least 2026-01-31": lambda v: v >= _DAY,
    "{q} at most 2026-01-31": lambda v: v <= _DAY,
    "years from {q} to 2028-01-31 >= 2": lambda v: v <= _DAY,
    "days from {q} to 2026-02-01 = 1": lambda v: (date(2026, 2, 1) - v).days == 1,
}

YESNO: Sentences = {
    "{q}": lambda v: v,
    "{q} is yes": lambda v: v,
    "{q} is no": lambda v: not v,
    "{q} is not yes": lambda v: not v,
    "{q} is not no": lambda v: v,
    "{q} is one of (yes, fixed.off)": lambda v: True,
    "{q} = fixed.on": lambda v: v,
    "{q} != fixed.on": lambda v: not v,
}

CHOICE: Sentences = {
    "{q} is a": lambda v: v == "a",
    "{q} is not a": lambda v: v != "a",
    "{q} is one of (a, b)": lambda v: v in "ab",
    "{q} is not one of (a, b)": lambda v: v not in "ab",
    "{q} = {q}": lambda v: True,
    "{q} != {q}": lambda v: False,
    "points of {q} >= 2": lambda v: {"a": 1, "b": 2, "c": 4}[v] >= 2,
    "points of {q} between 2 and 3": lambda v: v == "b",
}

_WARM = {"rome": 9, "oslo": 2}
TOWN: Sentences = {
    "{q} is rome": lambda v: v == "rome",
    "{q} is not rome": lambda v: v != "rome",
    "{q} is one of (rome, lima)": lambda v: v in ("rome", "lima"),
    "{q} is one of towns": lambda v: True,
    "{q}.warm > 5": lambda v: None if v == "lima" else _WARM[v] > 5,  # nobody measured Lima
    "{q}.label is 'Oslo'": lambda v: v == "oslo",
}

CHOICES: Sentences = {
    "{q} includes a": lambda v: "a" in v,
    "not {q} includes a": lambda v: "a" not in v,
    "{q} includes any of (b, c)": lambda v: bool({*v} & {"b", "c"}),
    "{q} includes all of (a, b)": lambda v: {*v} >= {"a", "b"},
    "{q} is only a": lambda v: {*v} == {"a"},
    "{q} is not only a": lambda v: {*v} != {"a"},
    "first of {q} is a": lambda v: v[0] == "a",
    "any {q} where this is b": lambda v: "b" in v,
    "every {q} where this is not c": lambda v: "c" not in v,
}

TEXTS: Sentences = {
    "{q} includes 'blue'": lambda v: "blue" in v,
    "{q} includes any of ('blue', 'x')": lambda v: bool({*v} & {"blue", "x"}),
    "{q} includes all of ('blue', 'red')": lambda v: {*v} >= {"blue", "red"},
    "{q} is only 'blue'": lambda v: {*v} == {"blue"},
    "first of {q} is 'blue'": lambda v: v[0] == "blue",
    "any {q} where this contains 'lu'": lambda v: any("lu" in one for one in v),
    "every {q} where this begins with 'b'": lambda v: all(one.startswith("b") for one in v),
}

LINK: Sentences = {
    "{q} is (first of place)": lambda v: v == "here",
    "{q} is not (first of place)": lambda v: v != "here",
    "{q} = first of place": lambda v: v == "here",
    "{q} is one of place": lambda v: True,
    "{q} is one of (place where called is 'There')": lambda v: v == "there",
    "{q}.called is 'Here'": lambda v: v == "here",
}

LINKS: Sentences = {
    "{q} includes (first of place)": lambda v: "here" in v,
    "{q} includes any of (place where called is 'There')": lambda v: "there" in v,
    "{q} includes all of place": lambda v: {*v} == {"here", "there"},
    "{q} is only (first of place)": lambda v: {*v} == {"here"},
    "any {q} where called is 'Here'": lambda v: "here" in v,
    "every {q} where called is 'Here'": lambda v: {*v} == {"here"},
}

SHARES: Sentences = {
    "{q}.x.share > 50": lambda v: v["x"] > 50,
    "{q}.x > 50": lambda v: v["x"] > 50,
    "{q}.x between 0 and 60": lambda v: 0 <= v["x"] <= 60,
    "{q}.x is 60": lambda v: v["x"] == 60,
}

RECORD: Sentences = {
    "{q}.who is 'Ann'": lambda v: v["who"] == "Ann",
    "{q}.who begins with 'b'": lambda v: v["who"][0] in "Bb",
    "{q}.size at least 4": lambda v: None if "size" not in v else v["size"] >= 4,
    "{q}.size is not 4": lambda v: None if "size" not in v else v["size"] != 4,
}

GRID: Sentences = {
    "{q}.x.mark > 2": lambda v: v["x"]["mark"] > 2,
    "{q}.y.mark is 3": lambda v: v["y"]["mark"] == 3 if "y" in v else None,
    "{q}.x.mark between 2 and 3": lambda v: v["x"]["mark"] in (2, 3),
    "{q}.x.say contains 'h'": lambda v: "h" in v["x"]["say"] if "say" in v["x"] else None,
}

KINDS: Mapping[str, Kind] = {
    "text": Kind(("Blue sky, 7", "a team of light red", "blue"), 7, TEXT),
    "longtext": Kind(("Dark sky\nand 7", "no\nlight green\nat all", "blue"), 7, TEXT),
    "texts": Kind((("blue", "red"), ("red",), ("blue",)), ("a", "b", "c", "d"), TEXTS),
    "yesno": Kind((True, False, True), "perhaps", YESNO),
    "number": Kind((3, 12.5, 0.3), 100, _number(3)),
    "money": Kind((250, 0, 99.5), -1, _number(99.5)),
    "percent": Kind((25, 0, 100), 101, _number(25)),
    "scale": Kind((1, 3, 5), 6, _number(3)),
    "date": Kind((_DAY, date(2024, 2, 29), date(2027, 12, 1)), "soon", DATE),
    "choice": Kind(("a", "b", "c"), "d", CHOICE),
    "town": Kind(("rome", "oslo", "lima"), "bern", TOWN),
    "choices": Kind((("a",), ("a", "b"), ("b", "c")), ("a", "d"), CHOICES),
    "ranking": Kind((("b", "a", "c"), ("a",), ("b",)), ("d",), CHOICES),
    "link": Kind(("here", "there", "here"), "gone", LINK),
    "links": Kind((("here",), ("here", "there"), ("there",)), ("gone",), LINKS),
    "shares": Kind(({"x": 60, "y": 40}, {"x": 0, "y": 100}, {"x": 100}), {"x": 101}, SHARES),
    "record": Kind(
        ({"who": "Ann", "size": 4}, {"who": "bob", "size": 0}, {"who": "Cy"}),
        {"who": 7, "size": "many"},
        RECORD,
        partly=(2,),
    ),
    "grid": Kind(
        (
            {"x": {"mark": 1, "say": "hi"}, "y": {"mark": 5}},
            {"x": {"mark": 3, "say": "no"}, "y": {"mark": 3}},
            {"x": {"mark": 2}},
        ),
        {"x": {"mark": 6, "say": 7}, "y": {"mark": 0}},
        GRID,
        partly=(2,),
    ),
    "computed": Kind((6, 25, 0.6), None, _number(6)),  # twice the number
}
