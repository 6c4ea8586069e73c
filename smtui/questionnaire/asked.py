"""Takes down the questions of a questionnaire: where each stands, and whether it can be asked."""

from dataclasses import dataclass, field, replace

from smtui import files
from smtui.mistakes import suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.expression import TAKEN
from smtui.questionnaire.kinds import AnyOf, Link, Number, OneOf, Record, Text, Texts
from smtui.questionnaire.notes import Found, Notes, Path
from smtui.questionnaire.rubric import NOT_CHOICES, PART

_NOT_FIRST = frozenset("meta parked note".split())


@dataclass
class Asked:
    """The questions by name, records' fields and what belongs to a question included."""

    notes: Notes
    lists: dict[str, m.ItemList]
    broken: frozenset[str]
    questions: dict[str, m.Question] = field(default_factory=dict)
    homes: dict[str, m.Home] = field(default_factory=dict)

    def sections(self, found: list[Found]) -> tuple[m.Section, ...]:
        """The sections, each with its questions completed."""
        made = []
        for one in found:
            section: m.Section = one.thing
            if self._place("sections", section.id, one) and not PART.fullmatch(section.id):
                what = f"'{section.id}' is not an id of sections"
                self.notes.at(one, what, "use a-z, 0-9 and _, at most 64", below=("id",))
            questions = tuple(_completed(question) for question in section.questions)
            for at, question in enumerate(questions):
                path = self.notes.below(one, "questions", at)
                self._take(question, Found(question, path, one.file), m.Home(section.id))
            made.append(replace(section, questions=questions))
        return tuple(made)

    def _place(self, kind: str, name: str, found: Found) -> bool:
        """Remember where something stands; a second of the same name is a mistake."""
        first = self.notes.places.setdefault((kind, name), found)
        if first is found:
            return True
        line = first.file.positions.line_of(first.path)
        what = f"'{name}' is there twice; first in {first.file.name}:{line}"
        self.notes.at(found, what, "give it another id", below=("id",))
        return False

    def _take(self, question: m.Question, found: Found, home: m.Home) -> None:
        """Register a question, its fields and what belongs to it."""
        name = question.id
        if not self._place("questions", name, found):
            return
        first = name.split(".")[0]
        home = replace(home, list=first if first in self.lists else "")
        self.questions[name] = question
        self.homes[name] = home
        self._check_name(question, found, home)
        self._check_kind(question, found)
        for key, inner in (("then", question.then), ("fields", question.fields_in_order)):
            added = key == "then" and isinstance(question, OneOf) and bool(question.other)
            for at, one in enumerate(inner):
                if one is question:  # of any kind but a record
                    continue
                path: Path = (*found.path, "other")
                if at or not added:
                    path = self.notes.below(found, key, at - added)
                below = {"parent": name} if key == "then" else {"record": name}
                self._take(one, Found(one, path, found.file), m.Home(home.section, **below))

    # what a question must have

    def _check_name(self, question: m.Question, found: Found, home: m.Home) -> None:
        parts = question.id.split(".")
        wrong, mend = "", ""
        if not all(PART.fullmatch(part) for part in parts) or len(parts) != 2 + bool(home.record):
            wrong = f"'{question.id}' is not a name"
            mend = "a name is part.part, each of a-z, 0-9 and _"
        elif parts[0] in _NOT_FIRST:
            wrong, mend = f"a name cannot begin with '{parts[0]}'", "the plan file uses it"
        elif parts[0] in TAKEN:
            wrong, mend = f"a name cannot begin with '{parts[0]}'", "the language uses it"
        elif home.parent and self.homes[home.parent].list != home.list:
            wrong = f"'{question.id}' does not belong to the same list as '{home.parent}' above it"
            mend = "what belongs to a question is asked of the same item"
        if wrong:
            self.notes.at(found, wrong, mend, below=("id",))
        if home.record:
            if not question.label:
                self.notes.at(found, f"'label' is missing in the field '{question.id}'")
        elif not question.ask:
            self.notes.at(found, f"'ask' is missing in the question '{question.id}'")

    def _check_kind(self, question: m.Question, found: Found) -> None:
        if isinstance(question, OneOf):
            self._check_choices(question, found)
        spoilt = any(one.startswith(f"{question.id}.") for one in self.broken)
        if isinstance(question, Record) and not question.fields and not spoilt:
            what = f"the record '{question.id}' has no fields"
            self.notes.at(found, what, "write [[sections.questions.fields]]")
        if isinstance(question, Link) and question.to not in {*self.lists, *self.broken}:
            what = f"there is no list '{question.to}' to link to"
            mend = suggestion(question.to, list(self.lists), noun="lists")
            self.notes.at(found, what, mend, below=("to",))
        if isinstance(question, Number | AnyOf | Texts):
            least, most = question.least, question.most
            if most == 0 and not isinstance(question, Number):
                most = None  # as many as one likes
            if least is not None and most is not None and most < least:
                what = f"'{question.id}' wants at least {least:g} and at most {most:g}"
                self.notes.at(found, what, below=("least",))

    def _check_choices(self, question: OneOf, found: Found) -> None:
        seen = {"other"} if question.other else set()
        for at, choice in enumerate(question.choices):
            what, mend = "", ""
            if not PART.fullmatch(choice.id):
                what, mend = f"'{choice.id}' is not a choice id", "use a-z, 0-9 and _"
            elif choice.id in NOT_CHOICES:
                what = f"a choice cannot be called '{choice.id}': the language uses it"
            elif choice.id in seen:
                what, mend = f"the choice '{choice.id}' is there twice", "give it another id"
            seen.add(choice.id)
            if what:
                self.notes.at(found, what, mend, below=("choices", at, "id"))
        if len(question.choices) > files.CAPS.choices:
            self.notes.at(found, f"'{question.id}' has over {files.CAPS.choices:,} choices")
        if not question.choices and not question.choices_from:
            mend = "give it choices = [...] or choices_from"
            self.notes.at(found, f"'{question.id}' has no choices", mend)


def _completed(question: m.Question) -> m.Question:
    """A question with the text that `other` adds, and so for what belongs to it."""
    then = tuple(_completed(one) for one in question.then)
    if isinstance(question, OneOf) and question.other:
        test = "includes" if isinstance(question, AnyOf) else "is"
        text = Text(
            id=f"{question.id}_other",
            ask=question.other,
            label=question.other,
            show_if=f"{question.id} {test} other",
        )
        then = (text, *then)
    return replace(question, then=then) if then != question.then else question
