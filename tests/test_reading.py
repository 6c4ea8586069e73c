"""There is one way to read a file of a person, and no text of one is ever run: from the sources."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "smtui"
ROOT = PACKAGE.parent

LOADER = "smtui/files.py"
"""Opens, bounds and decodes every file; the others get text or data from it."""

MAY: dict[tuple[str, str], str] = {
    ("smtui/cli.py", "open"): "/dev/null in the place of a stream that was closed",
    ("smtui/cli.py", "os.open"): "/dev/null, when nobody reads any more",
    ("smtui/commands/plain.py", "os.open"): "/dev/null, when nobody reads any more",
    ("smtui/questionnaire/index.py", "open"): "comes with the program; help must answer at once",
    ("smtui/questionnaire/index.py", "tomllib.load"): "comes with the program",
    ("smtui/questionnaire/notes.py", "tomllib.loads"): "one text in quotes, of a file read before",
    ("smtui/positions.py", "tomllib.loads"): "one key in quotes, of a file read before",
    ("smtui/plan/given.py", "json.loads"): "a text that the loader has read and bounded",
    ("smtui/plan/given.py", "csv.reader"): "a text that the loader has read and bounded",
    (
        "smtui/plan/keeping/planfile.py",
        ".read_bytes",
    ): "a plan that was read before, to keep a copy",
    ("smtui/plan/keeping/readback.py", "tomllib.loads"): "a text that was written here, just now",
    ("smtui/plan/recovery/trash.py", "open"): "a journal of our own, to move it to another disk",
    ("smtui/plan/recovery/trash.py", "shutil.copyfileobj"): "the same",
    ("smtui/questionnaire/glossary.py", "re.compile"): "escaped words, none of them repeated",
    ("smtui/crash.py", "open"): "to write a new report",
    ("smtui/fence.py", "os.open"): "opens for the loader, without following a link",
    ("smtui/processes.py", ".read_text"): "what the system says of this computer",
    ("smtui/processes.py", ".read_bytes"): "what the system says of a process",
    ("smtui/processes.py", "subprocess.run"): "ps, with a number, where there is no /proc",
}
"""What may read or open, each with its reason. No entry outlives its need."""

WRITES_OR_OWN = (
    "smtui/saving",
    "smtui/private.py",
    "smtui/plan/keeping/lock.py",
    "smtui/plan/keeping/backups.py",
    "smtui/plan/journal",
    "smtui/guard.py",
    "smtui/tui/terminal",
)
"""Modules of the ground and of keeping that open what is our own, each in its own careful way."""

READS = frozenset(
    "open os.open os.fdopen io.open io.open_code codecs.open json.load json.loads json.JSONDecoder "
    "tomllib.load tomllib.loads csv.reader csv.DictReader configparser.ConfigParser "
    "mmap.mmap fileinput.input linecache.getline gzip.open bz2.open lzma.open zipfile.ZipFile "
    "shutil.copyfile shutil.copy shutil.copy2 shutil.copyfileobj".split()
)
READING_METHODS = frozenset({"read_text", "read_bytes", "open", "read_lines"})
"""Of a path."""

RUNS = frozenset(
    "eval exec compile __import__ importlib.import_module runpy.run_path runpy.run_module "
    "os.system os.popen os.execv os.execve os.execvp os.spawnv subprocess.run subprocess.Popen "
    "subprocess.call subprocess.check_output pickle.load pickle.loads marshal.loads shelve.open "
    "ast.literal_eval webbrowser.open".split()
)
"""What makes a program of a text, or starts one."""

PATTERNS = frozenset(
    "re.compile re.match re.search re.fullmatch re.sub re.subn re.split re.findall re.finditer "
    "fnmatch.fnmatch fnmatch.filter glob.glob".split()
)


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def is_of_the_source(node: ast.AST) -> bool:
    """Whether a pattern stands in the source: written out, or made of parts that do."""
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr(values=values):
            return all(map(is_of_the_source, values))
        case ast.FormattedValue(value=value):
            return is_of_the_source(value)
        case ast.BinOp(left=left, right=right):
            return is_of_the_source(left) and is_of_the_source(right)
        case ast.Name(id=name):
            return name.isupper()  # a constant of the module
        case ast.Attribute(value=value, attr="pattern"):
            return isinstance(value, ast.Name) and value.id.isupper()
        case ast.Subscript(value=value):
            return is_of_the_source(value)
        case ast.Call(func=function):
            return dotted(function) == "re.escape"
    return False


def offences(source: str, place: str) -> list[tuple[str, str]]:
    """What a module does that only the loader may: (what, where)."""
    tree = ast.parse(source)
    found = []
    for node, name in calls(tree):
        where = f"{place}:{node.lineno}: {name}()"
        method = name.rpartition(".")[2]
        if name in READS:
            found.append((name, where))
        elif isinstance(node.func, ast.Attribute) and method in READING_METHODS - {"open"}:
            found.append((f".{method}", where))
        elif method == "open" and _of_a_path(node):
            found.append((".open", where))
        elif name in RUNS:
            found.append((name, f"{where} makes a program of a text"))
        elif name in PATTERNS and not (node.args and is_of_the_source(node.args[0])):
            found.append((name, f"{where} with a pattern that does not stand in the source"))
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module in ("tomllib", "json", "csv", "re"):
            found.append(("from", f"{place}:{one.lineno}: import the whole {one.module}"))
    return found


def _of_a_path(node: ast.Call) -> bool:
    """Whether `open` is called as that of a path: with a mode; our own methods take none."""
    modes = [*node.args, *(one.value for one in node.keywords)]
    return isinstance(node.func, ast.Attribute) and any(
        isinstance(one, ast.Constant) and one.value in ("r", "rb", "w", "wb", "r+b", "a")
        for one in modes
    )


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_only_the_loader_reads_files() -> None:
    left, used = [], set()
    for place, source in sources():
        if place == LOADER:
            continue
        for what, where in offences(source, place):
            used.add((place, what))
            own = place.startswith(WRITES_OR_OWN) and what not in RUNS | PATTERNS
            if (place, what) not in MAY and not own:
                left.append(where)
    assert not left, "\n".join(left)
    assert not MAY.keys() - used, f"MAY allows what is not there any more: {MAY.keys() - used}"


@pytest.mark.parametrize(
    "line",
    [
        "open(name)",
        "os.open(name, 0)",
        "path.read_text()",
        "path.read_bytes()",
        "path.open('rb')",
        "Path(name).open(mode='r')",
        "json.loads(text)",
        "json.load(stream)",
        "tomllib.loads(text)",
        "csv.reader(stream)",
        "from json import loads",
        "eval(text)",
        "exec(text)",
        "pickle.loads(data)",
        "subprocess.run(words)",
        "re.compile(question.pattern)",
        "re.match(pattern, text)",
        "re.search(f'{name}', text)",
        "re.search('a' + name, text)",
        "fnmatch.fnmatch(text, pattern)",
    ],
)
def test_what_reads_or_runs_is_found(line: str) -> None:
    assert offences(line, "x.py")


@pytest.mark.parametrize(
    "line",
    [
        "page.open(place)",
        "json.dumps(tree)",
        "re.compile('a+')",
        "re.sub(f'[{_BETWEEN}]', '', text)",
        "re.compile(rf'{re.escape(name)} *=')",
        "read_text(path, max_bytes=3, what='plan')",
    ],
)
def test_what_does_not_is_left_alone(line: str) -> None:
    assert not offences(line, "x.py")
