"""What a questionnaire teaches with, and hands on: its words, real cases, model plans, sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from smtui.questionnaire.sentences import Checked, Condition, Source, Template


@dataclass(frozen=True, kw_only=True)
class Term(Checked):
    """A word of the trade and what it means here; `also` are other forms that it has in texts."""

    id: str
    term: str
    means: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card(Checked):
    """Something real beside the questions that it teaches: a case, a figure, what has changed.

    `kind` is its heading ("A real case"), `year` when it was so, `lesson` what to take from it,
    `caution` what to mind about it.
    """

    id: str
    kind: str
    title: str
    says: str
    year: str = ""
    lesson: str = ""
    caution: str = ""
    source: str | tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sample(Checked):
    """A plan that comes with the questionnaire; `reasons` is the file that judges its answers.

    What is no `model` is only to look at: lessons are not offered with it.
    """

    id: str
    file: str
    title: str
    about: str = ""
    fictional: bool = True
    reasons: str = ""
    model: bool = True


@dataclass(frozen=True, kw_only=True)
class Reason(Checked):
    """Why one answer of a sample is a good one, or a weak one: one of the two."""

    question: str
    item: str = ""
    good: str = ""
    weak: str = ""


@dataclass(frozen=True, kw_only=True)
class Part(Checked):
    """A line or two of a sheet, under its label; one that has the label of the part before it goes
    on with what that says.

    With `each` it is said of each item or row. `shows` is something that the judgement of the plan
    says: the score and its band, the worst finding, what else is open, or why the plan is not ready
    for a decision; `say` then stands for it where the judgement has nothing to say. What makes a
    plan unready is all that is said under that label.
    """

    label: str
    say: Template = ""
    each: Source = ""
    show_if: Condition = ""
    shows: Literal["", "score", "risk", "open", "unready"] = ""


@dataclass(frozen=True, kw_only=True)
class Sheet(Checked):
    """A page to hand on, made of what the plan says."""

    id: str
    title: Template
    parts: tuple[Part, ...] = field(default_factory=tuple)


Minutes = Mapping[str, int]
"""How long something takes, by run."""
