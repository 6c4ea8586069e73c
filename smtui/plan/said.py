"""What a person typed, or a file says, as an answer; and what may be typed where.

Words become a raw answer for `Session.answer` here and nowhere else. Whether an answer is right
is not decided here: what cannot be read is given back as it is, for the rules to say what is
wrong with it; what could be read in two ways, or names nothing, raises `NotUnderstood`.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from smtui.mistakes import suggestion
from smtui.plan.answers import Place
from smtui.plan.named import (
    Names,
    NotUnderstood,
    folded,
    item_called,
    place_called,
    rows_named,
    short,
)
from smtui.plan.rules import Reading
from smtui.questionnaire.kinds import Grid, Link, Money, Number, OneOf, Percent, Scale, Shares
from smtui.questionnaire.model import Question
from smtui.text import clean_line, clean_text, format_number

__all__ = [
    "HINTS",
    "READ",
    "NotUnderstood",
    "asked_as",
    "item_called",
    "place_called",
    "understood",
]

_BETWEEN = re.compile(r"[,;\n]")
_PART = re.compile(r"\s*([^:=\n]{1,200}?)\s*[:=]\s*(.*)", re.DOTALL)


def understood(reading: Reading, place: Place, said: object, *, typed: bool = True) -> object:
    """What was said at a place, as a raw answer; None when nothing was said.

    `said` is a text, or what a file holds (a list, a table, a number). A person (`typed`) may
    also give the number of what is offered and the beginning of its name; in a file these would
    change their meaning when the questionnaire does. Raises `NotUnderstood`.
    """
    if isinstance(said, str) and not clean_text(said).strip():
        return None
    question = reading.question(place)
    return READ.get(question.kind, _as_it_is)(reading, place, said, typed)


def _as_it_is(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """What the kind itself makes of it."""
    return reading.question(place).clean(said)


# choices and items


def _names(reading: Reading, place: Place, typed: bool) -> Names:
    """What may be named at a place; a choice that is not offered now is known by its name too."""
    question = reading.questionnaire.questions[place.name]
    if not typed:
        # what is offered has numbers only for those who type; to find it out takes a while
        of = question.to if isinstance(question, Link) else place.name
        varies = place.name in reading.questionnaire.varying
        key = ("names", of, place.item if varies else "")
        found: Names = reading.remembered(key, lambda: _all_names(reading, place))
        return found
    offers = [(one.id, one.label) for one in reading.offers(place)]
    known, seen = _all_names(reading, place), {one for one, _ in offers}
    rest = [pair for pair in known.pairs if pair[0] not in seen]
    return Names([*offers, *rest], len(offers), known.thing)


def _all_names(reading: Reading, place: Place) -> Names:
    """All that a place could name."""
    question = reading.questionnaire.questions[place.name]
    if isinstance(question, Link):
        ids = reading.items(question.to)
        thing = reading.questionnaire.lists[question.to].one
        return Names([(one, reading.title(question.to, one)) for one in ids], 0, thing)
    assert isinstance(question, OneOf)
    rows = reading.questionnaire.among[place.name].rows
    return Names([(one, reading.label(place, one)) for one in rows], 0, "choice")


def _one(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A choice or an item by its id, its name or, typed, its number."""
    if not isinstance(said, str):
        return reading.questionnaire.questions[place.name].clean(said)
    return _names(reading, place, typed).get(said, typed)


def _several(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """Several choices or items, in their order; in a text commas, semicolons or lines between."""
    names = _names(reading, place, typed)
    if isinstance(said, str):
        return tuple(_pieces(names, said, typed))
    if isinstance(said, list | tuple) and all(isinstance(one, str) for one in said):
        return tuple(names.get(one, typed) for one in said if clean_line(one).strip())
    return reading.questionnaire.questions[place.name].clean(said)


def _pieces(names: Names, said: str, typed: bool) -> Iterator[str]:
    """The ids in a text. A name may hold commas itself: of two readings the longer one counts."""
    text = clean_text(said)
    longest = 1 + max((len(_BETWEEN.findall(label)) for _, label in names.pairs), default=0)
    cuts = [-1, *(cut.start() for cut in _BETWEEN.finditer(text)), len(text)]
    at = 0
    while at < len(cuts) - 1:
        for after in range(min(at + longest, len(cuts) - 1), at + 1, -1):
            # only in full: the beginning of a name has no commas
            found = names.find(text[cuts[at] + 1 : cuts[after]], False)
            if found is not None:
                yield found
                break
        else:
            after = at + 1
            piece = text[cuts[at] + 1 : cuts[after]]
            if piece.strip():
                yield names.get(piece, typed)
        at = after


# yes and no, numbers, scales

_YES_NO = {"true": True, "false": False}


def _yes_no(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """Yes or no; spreadsheets write TRUE and FALSE."""
    cleaned = reading.questionnaire.questions[place.name].clean(said)
    return _YES_NO.get(folded(cleaned), cleaned) if isinstance(cleaned, str) else cleaned


def _number(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A number, also with its unit, as it is shown."""
    question = reading.question(place)
    if isinstance(said, str) and isinstance(question, Number):
        text, unit = clean_line(said).strip(), question.after.strip()
        if unit and text.casefold().endswith(unit.casefold()):
            said = text[: -len(unit)]
    return question.clean(said)


def _step(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A step of a scale by its number or its word, or as it is shown."""
    question = reading.question(place)
    assert isinstance(question, Scale)
    if isinstance(said, str):
        for step in question.range:
            if folded(said) in (folded(question.word(step)), folded(question.show(step, str))):
                return step
    return question.clean(said)


# what is made of parts


def _fields(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A table of fields; as a text "field: value; field: value", or a line for each."""
    question = reading.question(place)
    called = [
        (one.id.rpartition(".")[2], reading.called(Place(one.id, place.item)))
        for one in question.parts
    ]
    names = Names(called, 0, "field")
    said = _by_part(names, said) if isinstance(said, str) else said
    if not isinstance(said, Mapping):
        return question.clean(said)
    given = {names.get(str(key), False): value for key, value in said.items()}
    at = {key: Place(f"{place.name}.{key}", place.item) for key in given}
    return {key: _part(reading, at[key], value, typed) for key, value in given.items()}


def _cells(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A table of rows; as a text "row: value", or with several columns "row.column: value"."""
    grid = reading.question(place)
    assert isinstance(grid, Grid)
    rows = rows_named(reading, grid.id, place.item)
    columns = {one.id.rpartition(".")[2]: one for one in grid.columns}
    if isinstance(said, str):
        said = _by_row(_by_part(_cells_named(rows, grid), said), columns)
    if not isinstance(said, Mapping):
        return grid.clean(said)
    found: dict[str, object] = {}
    for key, value in said.items():
        row = rows.get(str(key), False)
        alone = not isinstance(value, Mapping) and len(columns) == 1
        cells = {next(iter(columns)): value} if alone else value
        if not isinstance(cells, Mapping):
            keys = ", ".join(columns)
            raise NotUnderstood(f"the row '{short(str(key))}' has several columns", f"name: {keys}")
        inside = Place(grid.id, f"{place.item}.{row}")
        found[row] = _row(reading, inside, cells, columns, typed)
    return found


def _row(
    reading: Reading,
    row: Place,
    cells: Mapping[object, object],
    columns: Mapping[str, Question],
    typed: bool,
) -> dict[str, object]:
    names = Names([(key, one.called) for key, one in columns.items()], 0, "column")
    given = {names.get(str(key), False): value for key, value in cells.items()}
    return {
        key: _part(reading, Place(columns[key].id, row.item), value, typed)
        for key, value in given.items()
    }


def _cells_named(rows: Names, grid: Grid) -> Names:
    """The cells of a grid as they may be named in a text."""
    if len(grid.columns) == 1:
        return rows
    pairs = [
        (f"{row}.{one.id.rpartition('.')[2]}", f"{label} {one.called}")
        for row, label in rows.pairs
        for one in grid.columns
    ]
    return Names(pairs, 0, "cell")


def _by_row(said: Mapping[str, str], columns: Mapping[str, Question]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, value in said.items():
        row, _, column = key.partition(".")
        found.setdefault(row, {})[column or next(iter(columns))] = value
    return found


def _part(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """What was said of one part of a record or grid."""
    try:
        return understood(reading, place, said, typed=typed)
    except NotUnderstood as problem:
        raise NotUnderstood(f"{reading.called(place)}: {problem.words}", problem.mend) from None


def _by_part(names: Names, said: str) -> dict[str, str]:
    """What a text says of each part. What names no part goes on with the one before."""
    text = clean_text(said).strip()
    found: dict[str, str] = {}
    last = ""
    between = "\n" if "\n" in text else ";"
    for piece in text.split(between):
        part = _PART.fullmatch(piece)
        key = names.find(part[1], False) if part else None
        if part and key is not None:
            last = key
            found[last] = part[2].strip()
        elif last:
            found[last] += f"{between}{piece}"
        elif piece.strip():
            mend = suggestion(
                part[1] if part else piece, [one for one, _ in names.pairs], noun=f"{names.thing}s"
            )
            words = f"'{short(piece)}' does not begin with a {names.thing} and a colon"
            raise NotUnderstood(words, mend)
    return found


_Read = Callable[[Reading, Place, object, bool], object]

READ: Mapping[str, _Read] = {
    "text": _as_it_is,
    "longtext": _as_it_is,
    "texts": _as_it_is,
    "date": _as_it_is,
    "choice": _one,
    "link": _one,
    "choices": _several,
    "links": _several,
    "ranking": _several,
    "yesno": _yes_no,
    "number": _number,
    "money": _number,
    "percent": _number,
    "scale": _step,
    "record": _fields,
    "grid": _cells,
    "shares": _cells,
}
"""How words are read, for each kind that is answered."""


# what may be typed


def asked_as(reading: Reading, place: Place) -> str:
    """In one line what may be typed at a place; empty where there is nothing to answer."""
    question = reading.question(place)
    hint = HINTS.get(question.kind)
    return hint(reading, place, question) if hint else ""


def _hint_one(reading: Reading, place: Place, question: Question) -> str:
    count = len(reading.offers(place))
    return f"a number from 1 to {count}, or a name" if count else "there is nothing to choose yet"


def _hint_several(reading: Reading, place: Place, question: Question) -> str:
    count = len(reading.offers(place))
    if not count:
        return "there is nothing to choose yet"
    bounds = _how_many(question)
    return f"numbers from 1 to {count}, or names, with commas between" + bounds


def _hint_ranking(reading: Reading, place: Place, question: Question) -> str:
    count = len(reading.offers(place))
    bounds = "; all of them" if question.bounds[0] == count else _how_many(question)
    return f"numbers from 1 to {count}, or names, the best first, with commas between" + bounds


def _how_many(question: Question) -> str:
    least, most = question.bounds
    words = [f"at {which} {many:g}" for which, many in (("least", least), ("most", most)) if many]
    if least and least == most:
        words = [f"exactly {most:g}"]
    return f"; {', '.join(words)}" if words else ""


def _hint_number(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Number)
    noun = "a whole number" if question.whole else "a number"
    noun = "an amount" if isinstance(question, Money) else noun
    noun = "a percentage" if isinstance(question, Percent) else noun
    bounds = [
        f"at {which} {format_number(bound)}"
        for which, bound in zip(("least", "most"), question.bounds, strict=True)
        if bound is not None
    ]
    unit = f" ({question.after.strip()})" if question.after.strip() else ""
    return noun + unit + (f", {' and '.join(bounds)}" if bounds else "")


def _hint_scale(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Scale)
    steps = question.range
    words = [f"{step} {word}" for step in steps if (word := question.word(step))]
    return f"a step from {steps[0]} to {steps[-1]}" + (f": {', '.join(words)}" if words else "")


def _hint_texts(reading: Reading, place: Place, question: Question) -> str:
    return "short texts, one a line" + _how_many(question)


def _hint_record(reading: Reading, place: Place, question: Question) -> str:
    return "; ".join(f"{reading.called(one)}: ..." for one in reading.parts(place))


def _hint_grid(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Grid)
    alone = len(question.columns) == 1
    shown = [
        one.row if alone else f"{one.row}.{one.name.rpartition('.')[2]}"
        for one in reading.parts(place)
    ]
    total = f"; together {format_number(question.total)}" if isinstance(question, Shares) else ""
    return "; ".join(f"{one}: ..." for one in shown) + total


_Hint = Callable[[Reading, Place, Question], str]

HINTS: Mapping[str, _Hint] = {
    "text": lambda *_: "a line of text",
    "longtext": lambda *_: "a text of one or more lines",
    "texts": _hint_texts,
    "choice": _hint_one,
    "link": _hint_one,
    "choices": _hint_several,
    "links": _hint_several,
    "ranking": _hint_ranking,
    "yesno": lambda *_: "yes or no",
    "number": _hint_number,
    "money": _hint_number,
    "percent": _hint_number,
    "scale": _hint_scale,
    "date": lambda *_: "a day, such as 2026-09-01 or 1 Sep 2026",
    "record": _hint_record,
    "grid": _hint_grid,
    "shares": _hint_grid,
}
"""What may be typed, for each kind that is answered."""
