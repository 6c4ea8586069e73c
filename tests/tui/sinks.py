"""Finds where a text goes to a widget without having been made `Content` on the way.

A `str` that Textual gets as a text to show may be read as markup, and what is in it then acts. So
whatever may hold words of a file or a person must be `Content`, made by `smtui.tui.texts`; only
words that stand in the source itself may go as they are.

This is no type checker: an expression counts as `Content` when its parts are known to be. What is
not known is refused.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SHOWS: dict[str, tuple[int, tuple[str, ...]]] = {
    # what is called: how many of its first arguments are shown, and which keywords
    "Static": (1, ("content",)),
    "Label": (1, ("content",)),
    "Button": (1, ("label", "tooltip")),
    "Checkbox": (1, ("label", "tooltip")),
    "RadioButton": (1, ("label", "tooltip")),
    "RadioSet": (99, ("tooltip",)),
    "Option": (1, ("prompt",)),
    "OptionList": (99, ()),
    "Select": (1, ("options", "prompt", "tooltip")),
    "SelectionList": (99, ()),
    "Selection": (1, ("prompt",)),
    "ListItem": (99, ()),
    "Tab": (1, ("label",)),
    "TabPane": (1, ("title",)),
    "TabbedContent": (99, ()),
    "Tabs": (99, ()),
    "Collapsible": (99, ("title",)),
    "Placeholder": (1, ("label",)),
    "Tree": (1, ("label",)),
    "Link": (1, ("text", "url", "tooltip")),
    "Digits": (1, ("value",)),
    "Pretty": (1, ()),
    "Rule": (0, ()),
    "Input": (0, ("placeholder", "tooltip", "suggester")),
    "TextArea": (0, ("placeholder", "tooltip")),
    "Area": (0, ("placeholder", "tooltip")),
    "MaskedInput": (0, ("placeholder", "tooltip")),
    "Row": (1, ("text",)),
    "Tooltip": (1, ()),
    "Toast": (1, ()),
    "Visual": (1, ()),
    "visualize": (99, ()),
    "Text": (1, ("text",)),
    "Content": (1, ("text",)),
}
"""What makes a widget or a text, by the name it is called."""

METHODS: dict[str, int] = {
    "update": 1,
    "add_option": 1,
    "add_options": 1,
    "set_options": 1,
    "replace_option_prompt": 2,
    "replace_option_prompt_at_index": 2,
    "add_row": 99,
    "add_column": 1,
    "add_columns": 99,
    "update_cell": 3,
    "update_cell_at": 2,
    "set_label": 1,
    "add_leaf": 1,
    "with_tooltip": 1,
    "write_line": 1,
    "write_lines": 1,
}
"""Methods that show what they get: how many of their first arguments."""

SHOWN_ATTRIBUTES = frozenset(
    "border_title border_subtitle tooltip placeholder title sub_title label prompt text_to_show "
    "loading_text".split()
)
"""What is shown when something is assigned to it, at an object of Textual."""

NEVER = {
    "Markdown": "it reads markup and follows links",
    "MarkdownViewer": "it reads markup and follows links",
    "RichLog": "it takes any renderable",
    "Log": "it shows text as it is",
    "DataTable": "its cells are read as markup",
    "DirectoryTree": "file names become labels",
    "from_markup": "it reads markup",
    "from_rich_text": "a style of rich may hold an action",
    "from_ansi": "it reads escape sequences",
    "render_str": "it reads markup",
    "to_content": "it reads markup",
    "notify": "it reads markup: take `say` of smtui.tui.saying",
    "open_url": "no text leads out of the program",
    "on_click_action": "no text acts",
    "from_meta": "a style with a meta may act",
    "deliver_screenshot": "it writes a file",
    "save_screenshot": "it writes a file",
    "deliver_text": "it writes a file",
    "deliver_binary": "it writes a file",
    "run_action": "an action by its name is not known before",
    "push_screen_wait": "a worker keeps a screen",
    "exec": "no code out of texts",
    "eval": "no code out of texts",
}
"""What no screen may use."""


@dataclass
class Known:
    """What gives `Content`: functions and methods by name, attributes by name, in all of tui."""

    functions: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    """Functions that give several."""
    attributes: set[str] = field(default_factory=set)
    other_attributes: set[str] = field(default_factory=set)
    """Names that are annotated otherwise somewhere: they prove nothing."""


CONTENT = ("Content",)
SEVERAL = ("list[Content]", "tuple[Content, ...]", "Sequence[Content]", "Iterator[Content]",
           "Iterable[Content]")  # fmt: skip


def known_in(trees: Iterable[ast.Module]) -> Known:
    """What the annotations say."""
    known = Known()
    others: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
                returns = ast.unparse(node.returns).strip("'\"")
                for kinds, names in ((CONTENT, known.functions), (SEVERAL, known.lists)):
                    if returns in kinds:
                        names.add(node.name)
                if returns not in CONTENT and returns not in SEVERAL:
                    others.add(node.name)
            if isinstance(node, ast.AnnAssign):
                target = node.target
                name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
                said = ast.unparse(node.annotation).strip("'\"")
                (known.attributes if said in CONTENT else known.other_attributes).add(name)
    # a name that gives something else elsewhere proves nothing
    known.functions -= others
    known.lists -= others
    known.attributes -= known.other_attributes
    return known


class Finder(ast.NodeVisitor):
    """Walks over a module and notes what is shown without being known to be `Content`."""

    def __init__(self, known: Known, place: str, *, making: bool = False) -> None:
        self.found: list[str] = []
        self._known = known
        self._place = place
        self._making = making
        """Whether this is the module that makes `Content`."""
        self._names: list[dict[str, bool]] = [{}]

    # what is known to be Content

    def is_content(self, node: ast.AST | None) -> bool:
        """Whether an expression is known to be `Content`, or is written out in the source."""
        match node:
            case None | ast.Constant():
                return True
            case ast.Name(id=name):
                return any(scope.get(name, False) for scope in reversed(self._names)) or (
                    name.isupper() and name in self._known.attributes | {"NOTHING"}
                )
            case ast.Attribute(attr=name):
                return name in self._known.attributes
            case ast.Call(func=function, args=args):
                return self._gives(function, args, node)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_content(left) and self.is_content(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=_):
                return self.is_content(left)
            case ast.IfExp(body=body, orelse=other):
                return self.is_content(body) and self.is_content(other)
            case ast.BoolOp(values=values):
                return all(map(self.is_content, values))
            case ast.NamedExpr(value=value):
                return self.is_content(value)
            case ast.Subscript(value=value):
                return self.is_content(value) or self.is_several(value)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(self.is_content(one) or self.is_several(one) for one in parts)
            case ast.Starred(value=value):
                return self.is_several(value)
        return False

    def _gives(self, function: ast.expr, args: list[ast.expr], call: ast.AST) -> bool:
        name = _called(function)
        if name in ("Content", "Text", "Row", "Option", "Selection", "Rows"):
            return True  # looked at where it is made
        if isinstance(function, ast.Attribute) and name in _OF_CONTENT:
            return self.is_content(function.value)
        return name in self._known.functions or name in self._known.lists

    def is_several(self, node: ast.AST) -> bool:
        """Whether an expression gives several `Content`, or what is looked at by itself."""
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(self.is_content(one) or self.is_several(one) for one in parts)
            case ast.GeneratorExp(elt=one) | ast.ListComp(elt=one):
                return self.is_content(one)
            case ast.Call(func=function):
                return _called(function) in self._known.lists
            case ast.Name(id=name):
                return any(scope.get(name, False) for scope in reversed(self._names))
            case ast.IfExp(body=body, orelse=other):
                return self.is_several(body) and self.is_several(other)
        return False

    # names

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        args = node.args
        scope = {
            one.arg: one.annotation is not None
            and ast.unparse(one.annotation).strip("'\"") in (*CONTENT, *SEVERAL)
            for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)
        }
        self._names.append(scope)
        given: dict[str, list[ast.AST]] = {}
        for inner in ast.walk(node):
            if isinstance(inner, ast.Assign):
                for target in inner.targets:
                    if isinstance(target, ast.Name):
                        given.setdefault(target.id, []).append(inner.value)
                    elif isinstance(target, ast.Tuple):
                        for one in target.elts:
                            if isinstance(one, ast.Name):
                                given.setdefault(one.id, []).append(ast.Name("", ast.Load()))
            elif isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                kind = ast.unparse(inner.annotation).strip("'\"")
                scope[inner.target.id] = kind in (*CONTENT, *SEVERAL)
            elif isinstance(inner, ast.AugAssign | ast.NamedExpr) and isinstance(
                inner.target, ast.Name
            ):
                given.setdefault(inner.target.id, []).append(inner.value)
            elif isinstance(inner, ast.comprehension | ast.For) and isinstance(
                inner.target, ast.Name
            ):
                several = self.is_several(inner.iter)
                scope.setdefault(inner.target.id, several)
        for _ in range(3):  # one name may stand on another
            for name, values in given.items():
                if name not in scope or not scope[name]:
                    scope[name] = all(self.is_content(v) or self.is_several(v) for v in values)
        self.generic_visit(node)
        self._names.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    # what is shown

    def visit_Call(self, node: ast.Call) -> None:
        """A call of something that shows."""
        name = _called(node.func)
        if name in NEVER and not self._making:
            self._note(node, f"{name}: {NEVER[name]}")
        for one in self._shown(node, name):
            if not (self.is_content(one) or self.is_several(one)):
                self._note(one, f"{name}({ast.unparse(one)[:60]}) may be a str")
        self.generic_visit(node)

    def _shown(self, node: ast.Call, name: str) -> Iterator[ast.AST]:
        if name in SHOWS and isinstance(node.func, ast.Name):
            count, keywords = SHOWS[name]
        elif name in METHODS and isinstance(node.func, ast.Attribute):
            count, keywords = METHODS[name], ()
            if name == "update" and not self._is_widget(node.func.value):
                return
        elif name == "__init__" and isinstance(node.func, ast.Attribute):
            count, keywords = 0, ("placeholder", "tooltip", "label", "prompt", "markup")
            for one in node.keywords:
                if one.arg == "markup" and not _is_false(one.value):
                    self._note(node, "markup is on")
        else:
            return
        if name in ("Content", "Text") and self._making:
            return
        yield from node.args[:count]
        for one in node.keywords:
            if one.arg in keywords and one.arg != "markup":
                yield one.value

    def _is_widget(self, node: ast.AST) -> bool:
        """Whether `update` is that of a widget: not that of a set or dict of our own."""
        return not (isinstance(node, ast.Name) and node.id in ("told", "seen", "found", "kept"))

    def visit_Assign(self, node: ast.Assign) -> None:
        """Something given to an attribute that is shown."""
        for target in node.targets:
            if (
                isinstance(target, ast.Attribute)
                and target.attr in SHOWN_ATTRIBUTES
                and not self.is_content(node.value)
                and not (target.attr == "placeholder" and _is_plain_line(node.value))
            ):
                self._note(node, f".{target.attr} = {ast.unparse(node.value)[:60]} may be a str")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """What is not even to be named."""
        if node.attr in NEVER and not self._making:
            self._note(node, f"{node.attr}: {NEVER[node.attr]}")
        self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Widgets that no screen may use."""
        for one in node.names:
            if one.name in NEVER:
                self._note(node, f"{one.name}: {NEVER[one.name]}")

    def visit_Constant(self, node: ast.Constant) -> None:
        """An action in a text of our own."""
        if isinstance(node.value, str) and "@click" in node.value and not self._in_docstring(node):
            self._note(node, "a text with an action in it")

    def _in_docstring(self, node: ast.Constant) -> bool:
        return "\n" in str(node.value)

    def _note(self, node: ast.AST, words: str) -> None:
        line = f"{self._place}:{getattr(node, 'lineno', 0)}: {words}"
        if line not in self.found:
            self.found.append(line)


_OF_CONTENT = frozenset(
    "truncate rstrip rstrip_end pad pad_left pad_right stylize stylize_before wrap expand_tabs "
    "right_crop divide join simplify append append_text first_line center align splitlines "
    "split".split()
)
"""Methods of `Content` that give `Content`."""


def _called(function: ast.expr) -> str:
    """The last part of the name of what is called."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _called(value)
    return ""


def _is_plain_line(node: ast.AST) -> bool:
    """Whether it is made for the placeholder of an `Input`, which takes nothing but a `str`."""
    return isinstance(node, ast.Call) and _called(node.func) == "plain_line"


def _is_false(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def offences(source: str, known: Known, place: str, *, making: bool = False) -> list[str]:
    """What in a module is shown without being `Content`."""
    finder = Finder(known, place, making=making)
    finder.visit(ast.parse(source))
    return finder.found
