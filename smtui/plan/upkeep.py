"""The items of a list: added, one or many, and moved. What binds them is for `bonds`."""

from collections.abc import Callable, Iterable

from smtui.plan.answers import Answers, Place


def with_new(answers: Answers, list_id: str, made: str, after: str) -> Answers:
    """With a new item behind another one; without that, last."""
    ids = answers.ids(list_id)
    at = ids.index(after) + 1 if after in ids else len(ids)
    return answers.with_items(list_id, (*ids[:at], made, *ids[at:]))


def moved(answers: Answers, list_id: str, item: str, by: int) -> Answers:
    """With an item so many places up or down, at most to the end."""
    ids = list(answers.ids(list_id))
    if item not in ids:
        return answers
    at = ids.index(item)
    to = min(max(at + by, 0), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    return answers.with_items(list_id, tuple(ids))


def with_lines(
    answers: Answers,
    list_id: str,
    lines: Iterable[tuple[Place, object]],
    most: int,
    new_id: Callable[[Answers], str],
) -> tuple[Answers, str]:
    """With an item for each answer, and the last of them; its place's item is not looked at.

    An only item about which nothing is said takes the first. What there is no room for is left
    out; without any room the item is empty.
    """
    ids, made = answers.ids(list_id), ""
    blank = ids[0] if len(ids) == 1 and not any(answers.of_item(ids[0])) else ""
    for place, value in lines:
        if not blank:
            if len(answers.ids(list_id)) >= most:
                break
            answers = with_new(answers, list_id, new_id(answers), "")
        made, blank = blank or answers.ids(list_id)[-1], ""
        answers = answers.with_value(Place(place.name, made), value)
    return answers, made


def with_first(answers: Answers, list_id: str, made: str) -> Answers:
    """With a list's first item, where it has none."""
    if answers.ids(list_id) or made in answers.all_ids():
        return answers
    return answers.with_items(list_id, (made,))
