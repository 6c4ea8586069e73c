"""No text reaches a widget but as `Content`, read from the sources; `sinks.py` says how."""

import ast
from pathlib import Path

import pytest

from tests.tui.sinks import Known, known_in, offences

TUI = Path(__file__).resolve().parent.parent.parent / "smtui" / "tui"
MAKES = "texts.py"
"""The module that makes `Content`."""

REVIEWED: dict[tuple[str, str], str] = {
    ("guide.py", "run_action"): "the name is one of keys.py: the search gives no other",
    ("saying.py", "notify"): "the one place for it, with markup=False",
    ("steady.py", "Text(line)"): "rich's Text reads no markup; the line holds no answer",
    ("steady.py", "deliver_screenshot"): "it is taken away there",
    ("steady.py", "open_url"): "it is taken away there",
}
"""What may be, each with its reason. No entry outlives its need."""


@pytest.fixture(scope="module")
def known() -> Known:
    return known_in(ast.parse(path.read_text(encoding="utf-8")) for path in TUI.rglob("*.py"))


def test_every_text_is_content_before_it_is_shown(known: Known) -> None:
    left, used = [], set()
    for path in sorted(TUI.rglob("*.py")):
        name = path.relative_to(TUI).as_posix()
        source = path.read_text(encoding="utf-8")
        for offence in offences(source, known, name, making=name == MAKES):
            reviewed = [one for one in REVIEWED if one[0] == name and one[1] in offence]
            used.update(reviewed)
            left += [] if reviewed else [offence]
    assert not left, "\n".join(left)
    unused = {one for one in REVIEWED if one not in used and one[1] not in _TAKEN_AWAY}
    assert not unused, f"REVIEWED allows what is not there any more: {unused}"


_TAKEN_AWAY = ("deliver_screenshot", "open_url")

BAD = [
    "Static(name)",
    "Static(f'{name}')",
    "Static('a' + name)",
    "Static(name if name else '')",
    "Static(clean_line(name))",
    "Static(str(name))",
    "Static(name.upper())",
    "Static(content=name)",
    "Static(Content(name))",
    "Static(Content.from_markup(name))",
    "Static(Text.from_markup(name))",
    "Label(session.title)",
    "Button(name)",
    "Button('ok', tooltip=name)",
    "Checkbox(name)",
    "RadioButton(name)",
    "Option(name)",
    "Option(row.other or ' ')",
    "OptionList(name)",
    "OptionList(*names)",
    "OptionList(*[Option(one) for one in names])",
    "Select(names)",
    "Select([(name, 1)])",
    "SelectionList(*names)",
    "ListItem(Label(name))",
    "Tab(name)",
    "Collapsible(title=name)",
    "Tree(name)",
    "Input(placeholder=name)",
    "TextArea(placeholder=name)",
    "Row(name)",
    "Row(ui_text('a') + name)",
    "widget.update(name)",
    "widget.update(ui_text('a') if name else name)",
    "widget.set_options(names)",
    "widget.add_option(name)",
    "widget.border_title = name",
    "widget.border_subtitle = f'{name}'",
    "widget.tooltip = name",
    "widget.placeholder = name",
    "app.title = name",
    "app.sub_title = name",
    "widget.notify(name)",
    "widget.notify(name, markup=False)",
    "app.open_url(name)",
    "app.run_action(name)",
    "app.deliver_screenshot(name)",
    "super().__init__(markup=True)",
    "Style.from_meta({'a': name})",
    "Static('[@click=app.quit]x[/]')",
    "made = name\nStatic(made)",
    "Static((made := name))",
    "for one in names:\n    Static(one)",
    "made = ui_text('a')\nmade += name\nStatic(made)",
    "from textual.widgets import Markdown",
    "from textual.widgets import DataTable",
]

GOOD = [
    "Static()",
    "Static('words of our own')",
    "Static(ui_text(name))",
    "Static(ui_text(name) + ' and ' + mark('done'), classes=name, id=name)",
    "Static(cut(ui_text(name), 5) if name else NOTHING)",
    "Row(stacked([ui_text(one) for one in names]), name)",
    "widget.update(made)",
    "made = ui_text(name)\nwidget.update(made)",
    "widget.tooltip = ui_text(name)",
    "field.placeholder = plain_line(name)",
    "field.value = name",
    "lines = wrapped(ui_text(name), 5)\nwidget.update(stacked(lines))",
    "found.update(names)",
    "Rows([Row(ui_text(one)) for one in names])",
    "super().__init__(markup=False)",
]


def within(statements: str) -> str:
    """A function of these statements, with names that may be anything, and one that is Content."""
    body = "\n".join(f"    {line}" for line in statements.split("\n"))
    return f"def shown(name: str, names: list[str], made: Content, row, widget, app):\n{body}\n"


@pytest.mark.parametrize("statements", BAD)
def test_what_may_be_markup_is_found(known: Known, statements: str) -> None:
    source = within(statements)
    if "made" in statements:
        source = source.replace(", made: Content", "")
    assert offences(source, known, "x.py")


@pytest.mark.parametrize("statements", GOOD)
def test_what_is_content_is_left_alone(known: Known, statements: str) -> None:
    assert not offences(within(statements), known, "x.py")
