"""Brings an answer of an older kind to the kind that its question has today."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from smtui.questionnaire.kinds import LONGEST_ANSWER, Link, Links, OneOf
from smtui.questionnaire.model import Question, Questionnaire
from smtui.text import clean_line, clean_text, format_number

Conversion = Callable[[Question, Any], Any]


def lies_askew(question: Question, raw: Any) -> bool:
    """Whether a value cannot lie where its question's answers lie: a table, or none."""
    return isinstance(raw, Mapping) is not bool(question.parts)


def converted(question: Question, raw: Any) -> Any:
    """A value as the question's kind has it; as it was where nothing sensible can be made of it."""
    return INTO.get(question.kind, _as_it_is)(question, raw)


def trouble(questionnaire: Questionnaire, question: Question, raw: Any) -> str:
    """Why a value cannot be one of its question's kind, or names a choice that has gone.

    Empty when it can be read: too few, too low and the like were so before, and the plan says it.
    """
    value = question.clean(raw)
    if words := question.misfit(value):
        if not isinstance(question, Link):
            return words
        entry = questionnaire.lists[question.to]
        return (
            f"Choose {entry.many}." if isinstance(question, Links) else f"Choose one {entry.one}."
        )
    if not isinstance(question, OneOf):
        return ""
    rows = questionnaire.among[question.id].rows
    gone = [one for one in question.ids_in(value) if one not in rows]
    return f"'{gone[0]}' is not one of the choices any more. Choose another." if gone else ""


def retired(questionnaire: Questionnaire, question: Question, raw: Any) -> list[str]:
    """What is said of the choices of a value that are kept, but offered to nobody any more."""
    rows = questionnaire.among[question.id].rows if isinstance(question, OneOf) else {}
    chosen = (rows[one] for one in question.ids_in(question.clean(raw)) if one in rows)
    return [f"'{one.label}' is no longer offered" for one in chosen if one.retired]


def shown(question: Question, raw: Any, label: Callable[[str], str]) -> str:
    """A value for people; one that does not fit as it was written, its ids by their labels."""
    value = question.clean(raw)
    if not question.misfit(value):
        return question.show(value, label)
    named = [raw] if isinstance(raw, str) else raw
    if isinstance(question, OneOf | Link) and isinstance(named, list):
        return ", ".join(label(one) if isinstance(one, str) else for_people(one) for one in named)
    return for_people(raw)


def for_people(raw: Any) -> str:
    """A value of a file on one line, as people would write it."""
    if isinstance(raw, Mapping):
        return "   ".join(f"{clean_line(key)} {for_people(one)}" for key, one in raw.items())
    if isinstance(raw, list | tuple):
        return ", ".join(for_people(one) for one in raw)
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, int | float):
        return format_number(raw)
    return clean_line(str(raw))


# Each gives back what it cannot convert.


def _as_it_is(question: Question, raw: Any) -> Any:
    return raw


def _cleaned(question: Question, raw: Any) -> Any:
    """What was typed as text, where the kind understands it."""
    made = question.clean(raw) if isinstance(raw, str) else raw
    return raw if isinstance(made, str) else made


def _one(question: Question, raw: Any) -> Any:
    """The only one of several; the choices yes and no for what was yes or no."""
    if isinstance(raw, bool):
        word = "yes" if raw else "no"
        known = isinstance(question, OneOf) and word in {one.id for one in question.choices}
        return word if known else raw
    only = isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], str)
    return raw[0] if only else raw


def _several(question: Question, raw: Any) -> Any:
    one = _one(question, raw)
    return [one] if isinstance(one, str) else raw


def _written(raw: Any) -> Any:
    """A value as text; `raw` where that would be a guess."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, int | float | date):
        return str(raw)
    return raw


def _joined(raw: Any, between: str) -> Any:
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        return _written(raw)
    text = between.join(raw)
    return text if len(text) <= LONGEST_ANSWER else raw


def _line(question: Question, raw: Any) -> Any:
    return _joined(raw, ", ")


def _lines(question: Question, raw: Any) -> Any:
    return _joined(raw, "\n")


def _list_of_lines(question: Question, raw: Any) -> Any:
    text = _written(raw)
    if not isinstance(text, str):
        return raw
    return [line for line in clean_text(text).split("\n") if line.strip()]


INTO: Mapping[str, Conversion] = MappingProxyType(
    {
        "text": _line,
        "longtext": _lines,
        "texts": _list_of_lines,
        "choice": _one,
        "link": _one,
        "choices": _several,
        "ranking": _several,
        "links": _several,
        "yesno": _cleaned,
        "number": _cleaned,
        "money": _cleaned,
        "percent": _cleaned,
        "scale": _cleaned,
        "date": _cleaned,
    }
)
"""How a value comes to each kind that holds its own answer, and not its parts."""
