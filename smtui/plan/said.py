"""What a person typed, or a file says, as an answer; and what may be typed where.

Words become a raw answer for `Session.answer` here and nowhere else. Whether an answer is right
is not decided here: what cannot be read is given back as it is, for the rules to say what is
wrong with it; what could be read in two ways, or names nothing, raises `NotUnderstood`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smtui.mistakes import closest, suggestion
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.kinds import Link, Money, Number, OneOf, Percent, Record, Texts
from smtui.questionnaire.model import Question
from smtui.text import clean_line, clean_text, format_number

_NUMBER = re.compile(r"([0-9]{1,6})[.)]?")
_BETWEEN = re.compile(r"[,;\n]")
_FIELD = re.compile(r"\s*([^:=\n]{1,200}?)\s*[:=]\s*(.*)", re.DOTALL)
_LONGEST_NAME = 200  # what is longer is a text that somebody pasted, and no name
_SHOWN = 40


class NotUnderstood(Exception):
    """What was said names nothing, or two things. `words` says so, `mend` what to do about it."""

    def __init__(self, words: str, mend: str = "") -> None:
        super().__init__(words, mend)
        self.words = words
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.words}\n    {self.mend}" if self.mend else self.words


def understood(reading: Reading, place: Place, said: object, *, typed: bool = True) -> object:
    """What was said at a place, as a raw answer; None when nothing was said.

    `said` is a text, or what a file holds (a list, a table, a number). A person (`typed`) may
    also give the number of what is offered and the beginning of its name; in a file these would
    change their meaning when the questionnaire does. Raises `NotUnderstood`.
    """
    if isinstance(said, str) and not clean_text(said).strip():
        return None
    question = reading.questionnaire.questions[place.name]
    read = _READ.get(question.kind)
    return read(reading, place, said, typed) if read else question.clean(said)


# names of choices and items


@dataclass(frozen=True)
class Names:
    """What may be named at a place: ids with their labels; the first `offered` have numbers.

    `thing` is the word for one of them in a complaint.
    """

    pairs: Sequence[tuple[str, str]]
    offered: int
    thing: str

    def find(self, words: str, typed: bool) -> str | None:
        """The id that words name; None when they name nothing. Raises `NotUnderstood`."""
        wanted = _folded(words)
        if len(wanted) > _LONGEST_NAME or not wanted:
            return None
        found = self._those(lambda one, label: one == wanted)
        found = found or self._those(lambda one, label: _folded(label) == wanted)
        if not found and typed:
            number = _NUMBER.fullmatch(wanted)
            if number and 1 <= int(number[1]) <= self.offered:
                return self.pairs[int(number[1]) - 1][0]
            found = Names(self.pairs[: self.offered], 0, self.thing)._beginning(wanted)
        if len(found) > 1:
            raise self._twofold(words, found)
        return found[0] if found else None

    def _beginning(self, wanted: str) -> list[str]:
        return self._those(lambda *names: any(_folded(one).startswith(wanted) for one in names))

    def _those(self, fits: Callable[[str, str], bool]) -> list[str]:
        return list(dict.fromkeys(one for one, label in self.pairs if fits(one, label)))

    def _twofold(self, words: str, found: list[str]) -> NotUnderstood:
        labels = dict(self.pairs)
        either = ", ".join(f"{labels[one]} ({one})" for one in found[:8])
        return NotUnderstood(f"'{_short(words)}' may be any of these: {either}", "say which")

    def get(self, words: str, typed: bool) -> str:
        """The id that words name. Raises `NotUnderstood` when they name none or several."""
        found = self.find(words, typed)
        if found is None:
            raise NotUnderstood(f"'{_short(words)}' is no {self.thing} here", self.mend(words))
        return found

    def mend(self, words: str) -> str:
        """What may have been meant."""
        labels, ids = [label for _, label in self.pairs], [one for one, _ in self.pairs]
        near_id = closest(words, labels) is None and closest(words, ids) is not None
        return suggestion(words, ids if near_id else labels, noun="to choose from")

    @property
    def longest(self) -> int:
        """How many pieces the name with the most commas falls into."""
        return 1 + max((len(_BETWEEN.findall(label)) for _, label in self.pairs), default=0)


def _names(reading: Reading, place: Place, typed: bool) -> Names:
    """What may be named at a place; a choice that is not offered now is known by its name too."""
    question = reading.questionnaire.questions[place.name]
    # what is offered has numbers, for those who type; to find out about choices takes a while
    asks = typed or not isinstance(question, OneOf)
    offers = [(one.id, one.label) for one in reading.offers(place)] if asks else []
    if isinstance(question, OneOf):
        seen = {one for one, _ in offers}
        rest = [one for one in reading.questionnaire.among[place.name].rows if one not in seen]
        pairs = offers + [(one, reading.label(place, one)) for one in rest]
        return Names(pairs, len(offers), "choice")
    to = reading.questionnaire.lists[question.to].one if isinstance(question, Link) else "item"
    return Names(offers, len(offers), to)


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
    cuts = [-1, *(cut.start() for cut in _BETWEEN.finditer(text)), len(text)]
    at = 0
    while at < len(cuts) - 1:
        for after in range(min(at + names.longest, len(cuts) - 1), at + 1, -1):
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


# the other kinds

_YES_NO = {"true": True, "false": False}


def _yes_no(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """Yes or no; spreadsheets write TRUE and FALSE."""
    cleaned = reading.questionnaire.questions[place.name].clean(said)
    return _YES_NO.get(_folded(cleaned), cleaned) if isinstance(cleaned, str) else cleaned


def _number(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A number, also with its unit, as it is shown."""
    question = reading.questionnaire.questions[place.name]
    if isinstance(said, str) and isinstance(question, Number):
        text, unit = clean_line(said).strip(), question.after.strip()
        if unit and text.casefold().endswith(unit.casefold()):
            said = text[: -len(unit)]
    return question.clean(said)


def _record(reading: Reading, place: Place, said: object, typed: bool) -> object:
    """A table of fields; typed, "field: value; field: value" or a line for each."""
    question = reading.questionnaire.questions[place.name]
    assert isinstance(question, Record)
    fields = [(one.id.rpartition(".")[2], one.called) for one in question.fields]
    names = Names(fields, 0, "field")
    if isinstance(said, str):
        said = _by_field(names, said)
    if not isinstance(said, Mapping):
        return said
    given = {names.get(str(key), False): value for key, value in said.items()}
    return {key: _field(reading, place, key, value, typed) for key, value in given.items()}


def _field(reading: Reading, record: Place, key: str, said: object, typed: bool) -> object:
    """What was said of one field of a record."""
    place = Place(f"{record.name}.{key}", record.item)
    try:
        return understood(reading, place, said, typed=typed)
    except NotUnderstood as problem:
        called = reading.questionnaire.questions[place.name].called
        raise NotUnderstood(f"{called}: {problem.words}", problem.mend) from None


def _by_field(names: Names, said: str) -> Mapping[str, str]:
    """What a text says of each field. What names no field goes on with the one before."""
    text = clean_text(said).strip()
    found: dict[str, str] = {}
    last = ""
    for piece in text.split("\n" if "\n" in text else ";"):
        part = _FIELD.fullmatch(piece)
        key = names.find(part[1], False) if part else None
        if part and key is not None:
            last = key
            found[last] = part[2].strip()
        elif last:
            found[last] += f";{piece}"
        elif piece.strip():
            mend = suggestion(part[1] if part else piece, [one for one, _ in names.pairs])
            words = f"'{_short(piece)}' does not begin with a field and a colon"
            raise NotUnderstood(words, mend.replace("choices:", "fields:"))
    return found


_Read = Callable[[Reading, Place, object, bool], object]

_READ: Mapping[str, _Read] = {
    "choice": _one,
    "link": _one,
    "choices": _several,
    "links": _several,
    "ranking": _several,
    "yesno": _yes_no,
    "number": _number,
    "money": _number,
    "percent": _number,
    "record": _record,
}
"""How words are read, by kind; of any other kind what its `clean` makes of them."""


# what may be typed


def asked_as(reading: Reading, place: Place) -> str:
    """In one line what may be typed at a place; empty where there is nothing to answer."""
    question = reading.questionnaire.questions[place.name]
    hint = _HINTS.get(question.kind)
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
    hint = _hint_several(reading, place, question)
    return hint.replace("with commas between", "the best first, with commas between")


def _how_many(question: Question) -> str:
    least, most = getattr(question, "least", 0), getattr(question, "most", 0)
    words = [f"at {which} {many}" for which, many in (("least", least), ("most", most)) if many]
    if least and least == most:
        words = [f"exactly {most}"]
    return f"; {', '.join(words)}" if words else ""


def _hint_number(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Number)
    noun = "a whole number" if question.whole else "a number"
    noun = "an amount" if isinstance(question, Money) else noun
    noun = "a percentage" if isinstance(question, Percent) else noun
    bounds = [
        f"at {which} {format_number(bound)}"
        for which, bound in (("least", question.least), ("most", question.most))
        if isinstance(bound, int | float)
    ]
    unit = f" ({question.after.strip()})" if question.after.strip() else ""
    return noun + unit + (f", {' and '.join(bounds)}" if bounds else "")


def _hint_texts(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Texts)
    return "short texts, one a line" + _how_many(question)


def _hint_record(reading: Reading, place: Place, question: Question) -> str:
    assert isinstance(question, Record)
    shown = [one for one in question.fields if reading.visible(Place(one.id, place.item))]
    return "; ".join(f"{one.called}: ..." for one in shown)


_Hint = Callable[[Reading, Place, Question], str]

_HINTS: Mapping[str, _Hint] = {
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
    "date": lambda *_: "a day, such as 2026-09-01 or 1 Sep 2026",
    "record": _hint_record,
}


# where something stands


def place_called(reading: Reading, text: str) -> Place:
    """The place of NAME or NAME@ITEM; ITEM is an item's id, its number from 1 or its title.

    Raises `NotUnderstood`, with what may have been meant.
    """
    name, at, item = text.partition("@")
    name = clean_line(name).strip()
    question = reading.questionnaire.questions.get(name)
    if name in reading.questionnaire.lists:
        inside = [one for one, home in reading.questionnaire.homes.items() if home.list == name]
        words = f"'{name}' is a list, and no question"
        raise NotUnderstood(words, f"name one of its questions: {inside[0]}@1" if inside else "")
    if question is None or not question.answerable:
        known = [one for one, asked in reading.questionnaire.questions.items() if asked.answerable]
        raise NotUnderstood(f"there is no question '{_short(name)}'", _near(name, known))
    owner = reading.questionnaire.homes[name].list
    if not owner:
        if at:
            raise NotUnderstood(f"'{name}' is asked once, not of items", "leave the @ away")
        return Place(name)
    if not at:
        one = reading.questionnaire.lists[owner].one
        raise NotUnderstood(f"'{name}' is asked of each {one}", f"say which: {name}@1")
    return Place(name, item_called(reading, owner, item))


def item_called(reading: Reading, list_id: str, words: str) -> str:
    """The item of a list that has this id, number (from 1) or title. Raises `NotUnderstood`."""
    ids = reading.items(list_id)
    wanted = _NUMBER.fullmatch(clean_line(words).strip())
    if words not in ids and wanted and 1 <= int(wanted[1]) <= len(ids):
        return ids[int(wanted[1]) - 1]
    pairs = [(one, reading.title(list_id, one)) for one in ids]
    return Names(pairs, 0, reading.questionnaire.lists[list_id].one).get(words, False)


def _near(name: str, known: Sequence[str]) -> str:
    """Names that may have been meant, those of the same table first."""
    first = name.partition(".")[0]
    beside = [one for one in known if one.partition(".")[0] == first]
    near = closest(name, beside) is not None or closest(name, known) is None
    return suggestion(name, beside if beside and near else known, noun="questions")


def _folded(words: str) -> str:
    return " ".join(clean_line(words).casefold().split())


def _short(words: str) -> str:
    line = clean_line(words.strip())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."
