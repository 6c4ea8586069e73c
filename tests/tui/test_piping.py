"""The screen asks the reading for every text of a questionnaire: only that fills its values in.

Read from the sources: a text that is taken straight from a question, section, list or choice would
show its braces.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SCREEN = Path(__file__).resolve().parents[2] / "smtui" / "tui"
TEXTS = {
    "ask", "called", "currency", "good", "help", "hint", "label", "per", "title", "unit", "weak",
    "why",
}  # fmt: skip
SOURCES = {"among", "choices", "columns", "entries", "lists", "parts", "questions", "section"}
"""What gives questions, sections, lists and choices as their author wrote them."""
RAW_TYPES = {"Choice", "ItemList", "Question", "Section"}


def raw_texts(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each text that is read from what is as its author wrote it."""
    tree = ast.parse(source)
    scopes = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for scope in [tree, *scopes]:
        names = raw_names(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.Attribute) and node.attr in TEXTS and is_raw(node.value, names):
                yield node.lineno, ast.unparse(node)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
                thing, name = node.args[0], node.args[1]
                of_words = not isinstance(name, ast.Constant) or name.value in TEXTS
                if of_words and is_raw(thing, names):
                    yield node.lineno, ast.unparse(node)


def raw_names(scope: ast.AST) -> set[str]:
    """The names in a function that stand for something as its author wrote it."""
    names: set[str] = set()
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        for argument in (*scope.args.args, *scope.args.kwonlyargs):
            if argument.annotation and ast.unparse(argument.annotation) in RAW_TYPES:
                names.add(argument.arg)
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and is_raw(node.value, names):
            names |= {one.id for one in node.targets if isinstance(one, ast.Name)}
        elif isinstance(node, ast.NamedExpr) and is_raw(node.value, names):
            names.add(node.target.id)
        elif isinstance(node, ast.For | ast.comprehension) and gives_raw(node.iter):
            names |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
    return names


def is_raw(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression gives something as its author wrote it."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Subscript):
        return gives_raw(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "get":
            return gives_raw(node.func.value)
        return node.func.attr == "section"
    return False


def gives_raw(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return gives_raw(node.func)
    if isinstance(node, ast.Attribute) and node.attr in {*SOURCES, "sections", "values"}:
        # `reading.parts(place)` gives places
        return "reading" not in ast.unparse(node.value) or node.attr == "values"
    return False


@pytest.mark.parametrize("path", sorted(SCREEN.glob("*.py")), ids=lambda path: path.name)
def test_no_text_is_read_past_the_reading(path: Path) -> None:
    found = [
        f"{path.name}:{line}: {words}"
        for line, words in raw_texts(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(q):\n  return q.questions[p].ask", True),
        ("def f(s):\n  one = s.questionnaire.questions.get(p)\n  return one.called", True),
        ("def f(s):\n  return s.section(name).title", True),
        ("def f(s):\n  return [one.label for one in s.choices]", True),
        ("def f(s):\n  for one in s.sections:\n    show(one.help)", True),
        ("def f(question: Question):\n  return question.why", True),
        ("def f(s):\n  one = s.lists[x]\n  return getattr(one, what)", True),
        ("def f(reading):\n  return reading.question(place).ask", False),
        ("def f(offer):\n  return offer.label", False),
        ("def f(s):\n  return s.questions[p].answerable", False),
    ],
)
def test_a_text_read_past_the_reading_is_noticed(source: str, found: bool) -> None:
    assert bool(list(raw_texts(source))) is found
