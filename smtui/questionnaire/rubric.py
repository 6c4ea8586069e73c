"""Checks ids, and what they refer to: dimensions, checks, bands, sources, files."""

import os.path
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePath

from smtui.mistakes import suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.expression import TAKEN
from smtui.questionnaire.glossary import folded, forms_of
from smtui.questionnaire.notes import Found, Notes

PART = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
NOT_CHOICES = frozenset("answered parked applicable not one only full".split())
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_CHECK = re.compile(r"[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
_WITH_CAPITALS = ("checks", "bands", "findings")
_WITH_HYPHENS = ("sheets",)
"""Kinds of things that are called by their id on the command line alone."""
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")
_MOST_POINTS = 10_000
_NAMED = ("lists", "computed", "tables", "words")
"""Kinds of things that a sentence calls by their name."""


def is_inside(name: str) -> bool:
    """Whether a file named in a questionnaire lies in its folder."""
    path = PurePath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def leads_inside(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder when all links are followed."""
    home = os.path.realpath(folder)
    return os.path.commonpath([home, os.path.realpath(path)]) == home


def may_read(folder: Path, name: str, where: Found, notes: Notes) -> bool:
    """Whether a file that is named is there, in this folder; if not, that is noted."""
    if not os.path.exists(folder / name):
        notes.at(where, f"there is no file '{name}'", "is its name right?")
    elif not leads_inside(folder / name, folder):
        what = f"'{name}' is a link out of the questionnaire's folder"
        notes.at(where, what, "put the file itself into the folder")
    else:
        return True
    return False


@dataclass
class References:
    """Checks ids and what they refer to. `broken` are ids whose own mistake is told already."""

    made: m.Questionnaire
    found: dict[str, list[Found]]
    notes: Notes
    broken: frozenset[str]

    def check(self) -> None:
        """Note every wrong id and every reference to something that is not there."""
        self._ids()
        self._computed()
        self._tables()
        for found in self.found.get("words", ()):
            if not found.thing.words or not all(one.strip() for one in found.thing.words):
                self.notes.at(found, f"the word list '{found.key}' has an empty word", "remove it")
        for found in self.found.get("lists", ()):
            fewest, most = found.thing.fewest, found.thing.most
            if most < fewest:
                what = f"the list '{found.thing.id}' wants at least {fewest} and at most {most}"
                self.notes.at(found, what, below=("fewest",))
        for found in self.found.get("runs", ()):
            if found.key not in m.RUNS:
                self.notes.at(found, f"there is no run '{found.key}'", "runs are quick and full")
        for name, question in self.made.questions.items():
            place = self.notes.places.get(("questions", name))
            if place is not None:
                self._known("source", place, question.sources, self.made.sources)
        for found in self.found.get("checks", ()):
            self._known("dimension", found, (found.thing.dimension,), self._ids_of("dimensions"))
            if found.thing.question:
                self._known("question", found, (found.thing.question,), self.made.questions)
            if found.thing.points <= 0:
                what = f"the check '{found.thing.id}' gives no points"
                self.notes.at(found, what, below=("points",))
            elif found.thing.points > _MOST_POINTS:
                what = f"the check '{found.thing.id}' gives over {_MOST_POINTS:,} points"
                self.notes.at(found, what, "points are few, such as 6", below=("points",))
        for found in self.found.get("findings", ()):
            self._finding(found)
        self._bands()
        for found in self.found.get("samples", ()):
            self._sample(found)
        self._terms()
        for found in self.found.get("cards", ()):
            self._card(found)
        for found in self.found.get("sheets", ()):
            self._sheet(found)

    def _ids(self) -> None:
        made = self.made
        if made.id and not _NAME.fullmatch(made.id):
            self.notes.of("head", "id", f"'{made.id}' is not an id", "use a-z, 0-9, _ and -")
        if made.version and not _VERSION.fullmatch(made.version):
            # older plans are found by it: versions must have an order
            what = f"the version '{made.version}' is not made of numbers and dots"
            mend = "write it like 1.0, and raise it when names or choices change"
            self.notes.of("head", "version", what, mend)
        for key, things in self.found.items():
            for found in things:
                name = found.key or found.thing.id
                self._id(key, name, found)

    def _id(self, key: str, name: str, found: Found) -> None:
        below = () if found.key else ("id",)
        if key in _WITH_CAPITALS and not _CHECK.fullmatch(name):
            mend = "use a capital, then letters, digits and -"
            self.notes.at(found, f"'{name}' is not an id of {key}", mend, below=below)
        elif key in _WITH_HYPHENS and not _NAME.fullmatch(name):
            mend = "use a-z, 0-9, _ and -, at most 64"
            self.notes.at(found, f"'{name}' is not an id of {key}", mend, below=below)
        elif key not in (*_WITH_CAPITALS, *_WITH_HYPHENS) and not PART.fullmatch(name):
            mend = "use a-z, 0-9 and _, at most 64"
            self.notes.at(found, f"'{name}' is not an id of {key}", mend, below=below)
        elif key in _NAMED and name in TAKEN:
            what = f"nothing can be called '{name}': the language uses it"
            self.notes.at(found, what, "choose another id", below=below)
        if key == "computed" and found.thing.alias:
            alias = found.thing.alias
            if not PART.fullmatch(alias) or alias in TAKEN:
                self.notes.at(found, f"'{alias}' is no name for what is in hand", below=("for",))

    def _computed(self) -> None:
        for found in self.found.get("computed", ()):
            table = self.made.tables.get(found.thing.base)
            if table is not None and table.by and table.by != ("id",):
                what = f"the table '{found.thing.base}' has no rows with an id of their own"
                mend = 'a value can be computed for a table with by = ["id"]'
                self.notes.at(found, what, mend, below=("for",))

    def _tables(self) -> None:
        for found in self.found.get("tables", ()):
            table: m.Table = found.thing
            if found.key in self.made.lists:
                what = f"'{found.key}' is a list and a table"
                self.notes.at(found, what, "give one of them another name")
            if not table.by:
                self.notes.at(found, f"the table '{found.key}' has no key", 'by = ["id"]')
            for column in table.columns:
                if not PART.fullmatch(column):
                    what = f"'{column}' is not a name of a column"
                    self.notes.at(found, what, "use a-z, 0-9 and _", below=("columns", column))
            if table.by == ("id",):
                for row in table.rows:
                    if not PART.fullmatch(row) or row in NOT_CHOICES:
                        what = f"a row cannot be called '{row}'"
                        mend = "rows are choices: use a-z, 0-9 and _, and no word of the language"
                        self.notes.at(found, what, mend, below=("rows", row))

    def _known(
        self, noun: str, found: Found, names: Iterable[str], known: Iterable[str], key: str = ""
    ) -> None:
        """Note every name that is not one of those known.

        `key` gives it, where that is not called like the `noun`.
        """
        listed = list(known)
        for name in names:
            if name not in listed and name not in self.broken:
                mend = suggestion(name, listed, noun=f"{noun}s")
                self.notes.at(found, f"there is no {noun} '{name}'", mend, below=(key or noun,))

    def _ids_of(self, key: str) -> Iterator[str]:
        return (found.thing.id for found in self.found.get(key, ()))

    def _finding(self, found: Found) -> None:
        finding: m.Finding = found.thing
        if bool(finding.when) == bool(finding.each):
            what = f"the finding '{finding.id}' needs 'when' or 'each', one of the two"
            self.notes.at(found, what)
        self._known("dimension", found, (finding.dimension,), self._ids_of("dimensions"))
        checks = list(self._ids_of("checks"))
        for check in finding.recovers:
            if check not in checks and check not in self.broken:
                mend = suggestion(check, checks, noun="checks")
                self.notes.at(found, f"there is no check '{check}'", mend, below=("recovers",))
        if finding.question:
            self._known("question", found, (finding.question,), self.made.questions)
        codes = (finding.source,) if isinstance(finding.source, str) else finding.source
        self._known("source", found, codes, self.made.sources)

    def _sheet(self, found: Found) -> None:
        sheet: m.Sheet = found.thing
        if not sheet.parts:
            mend = "write [[sheets.parts]] with label and say below it"
            self.notes.at(found, f"the sheet '{sheet.id}' has no parts", mend)
        for at, part in enumerate(sheet.parts):
            below = ("parts", at)
            if not part.say and (part.each or not part.shows):
                what = f"the part '{part.label}' of the sheet '{sheet.id}' says nothing"
                self.notes.at(found, what, 'write say = "..."', below=below)
            elif part.each and part.shows:
                what = f"the part '{part.label}' of the sheet '{sheet.id}' has 'each' and 'shows'"
                self.notes.at(found, what, "make two parts of it", below=below)

    def _bands(self) -> None:
        found = self.found.get("bands", [])
        for above, below in pairwise(found):
            if above.thing.start <= below.thing.start:
                what = f"the band '{below.thing.id}' does not begin below '{above.thing.id}'"
                mend = "let the bands stand from the highest to the lowest"
                self.notes.at(below, what, mend, below=("from",))
                return
        for one in found:
            if not 0 <= one.thing.start <= 100:
                what = f"the band '{one.thing.id}' begins outside 0 to 100"
                self.notes.at(one, what, below=("from",))
                return
        for run in m.RUNS:
            lowest = next((one for one in reversed(found) if run in one.thing.runs), None)
            if found and (lowest is None or lowest.thing.start != 0):
                start = f"{lowest.thing.start:g}" if lowest else "0"
                what = f"in the run '{run}' there is no band below {start}"
                if lowest is None:
                    what = f"in the run '{run}' there is no band"
                self.notes.at(found[-1], what, "let the lowest band begin at 0", below=("from",))
                return
        if self.made.checks and not found and not self.broken:
            self.notes.whole("there are checks and no bands", "write [[bands]]")

    def _sample(self, found: Found) -> None:
        self._sample_file(found, "file")
        if found.thing.reasons:
            self._sample_file(found, "reasons")

    def _sample_file(self, found: Found, key: str) -> None:
        file = getattr(found.thing, key)
        if not is_inside(file):
            what = f"'{file}' lies outside the questionnaire's folder"
            self.notes.at(found, what, "name a file of this folder", below=(key,))
        elif not os.path.isfile(path := self.made.folder / file):
            self.notes.at(found, f"the file '{file}' is not there", below=(key,))
        elif not leads_inside(path, self.made.folder):
            what = f"'{file}' is a link out of the questionnaire's folder"
            self.notes.at(found, what, "put the file itself into the folder", below=(key,))

    def _terms(self) -> None:
        """A form that stands twice would be told with one of two meanings, nobody knows which."""
        first: dict[str, m.Term] = {}
        for found in self.found.get("terms", ()):
            term: m.Term = found.thing
            if not term.term.strip() or not all(one.strip() for one in term.also):
                self.notes.at(found, f"the term '{term.id}' has an empty form", "remove it")
            for form in forms_of(term):
                if not form[0].isalnum():
                    what = f"'{form}' does not begin with a letter or a digit"
                    self.notes.at(found, what, "it would not be found in a text")
            mine = {folded(form): form for form in forms_of(term)}
            if len(mine) < len(forms_of(term)):
                what = f"the term '{term.id}' has the same form twice"
                self.notes.at(found, what, "once is enough", below=("also",))
            for form, said in mine.items():
                near = (form, f"{form}s", form.removesuffix("s"))
                other = next((first[one] for one in near if one in first), None)
                if other is not None:
                    what = f"'{said}' is a form of the terms '{other.id}' and '{term.id}'"
                    self.notes.at(found, what, "a word has one meaning here: leave one out")
            first.update(dict.fromkeys(mine, term))

    def _card(self, found: Found) -> None:
        card: m.Card = found.thing
        codes = (card.source,) if isinstance(card.source, str) else card.source
        self._known("source", found, (code for code in codes if code), self.made.sources)
        self._known("question", found, card.questions, self.made.questions, "questions")
