"""Finds what is shown, or called, depending on itself, by however many steps."""

from collections.abc import Callable, Iterable, Mapping

from smtui.questionnaire import model as m
from smtui.questionnaire.expression import Code, RecordOf
from smtui.questionnaire.notes import Notes

Needs = Mapping[str, Iterable[str]]
"""What each thing needs: questions by name, "state NAME" for records, "title LIST" for titles."""
_CodeOf = Callable[[str, str], Code | None]


def note_circles(made: m.Questionnaire, code_of: _CodeOf, notes: Notes) -> None:
    """Note each circle once, at the first question or list on the way that says something."""
    for way in circles(_needs(made, code_of)):
        shown = " -> ".join(one.removeprefix("state ").removeprefix("title ") for one in way)
        title = next((one for one in way if one.startswith("title ")), "")
        names = [one.rpartition(" ")[2] for one in way]
        if title:
            what = f"these items are called after themselves: {shown}"
            notes.of("lists", title.rpartition(" ")[2], what, below=("title",))
        else:
            what = f"this is shown depending on itself: {shown}"
            saying = [one for one in names if code_of(one, "show_if") is not None]
            notes.of("questions", (saying or names)[0], what, below=("show_if",))


def _needs(made: m.Questionnaire, code_of: _CodeOf) -> dict[str, set[str]]:
    def reads(owner: str, attribute: str) -> set[str]:
        code = code_of(owner, attribute)
        found = code.reads if code else frozenset[str]()
        return {
            f"state {one}" if isinstance(made.types.get(one), RecordOf) else one for one in found
        }

    needs: dict[str, set[str]] = {}
    for name, home in made.homes.items():
        needs[name] = reads(name, "show_if") | ({home.parent, home.record} - {""})
        if home.record:
            # a record is answered when those of its fields are that apply and are required
            state = needs.setdefault(f"state {home.record}", {home.record})
            state |= {name, *reads(name, "required")}
    for name in made.lists:
        needs[f"title {name}"] = reads(name, "title")
    return needs


def circles(needs: Needs) -> list[list[str]]:
    """Ways that end where they began, each thing in one at most. Linear, without recursion."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in needs:
        way: list[str] = []
        place: dict[str, int] = {}
        todo: list[tuple[str, bool]] = [(start, False)]
        while todo:
            name, leaving = todo.pop()
            if leaving:
                way.pop()
                del place[name]
                done.add(name)
            elif name in place:
                circle = [*way[place[name] :], name]
                if not any(name in told for told in found):
                    found.append(circle)
            elif name not in done:
                place[name] = len(way)
                way.append(name)
                todo.append((name, True))
                todo += [(other, False) for other in sorted(needs.get(name, ()), reverse=True)]
    return found
