"""The rules of the house (CONTRIBUTING.md says why), read from the sources themselves."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from smtui.questionnaire.compile import load

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "smtui"
QUESTIONNAIRES = ROOT / "questionnaires"

LONGEST_MODULE = 400

# Rule 1: what belongs to the questionnaires, and has no business in Python ...
MARKETING = {
    "influencer", "influencers", "community", "communities", "objective", "objectives",
    "hashtag", "hashtags", "linkedin", "facebook", "b2b", "b2c", "marketing", "brand", "brands",
    "campaign", "campaigns", "persona", "personas", "audience", "audiences",
}  # fmt: skip
# ... but for these words in these files, each for a reason. No entry outlives its need.
MEANT_OTHERWISE: dict[str, dict[str, str]] = {
    "smtui/tui/rows.py": {"segment": "rich's Segment: a piece of a line with its style"},
    "smtui/tui/terminal/filters.py": {
        "segment": "rich's Segment: a piece of a line with its style"
    },
}

# Rule 4: what each room may import beside itself, the standard library and third parties.
GROUND = {
    "crash", "fence", "files", "guard", "mistakes", "paths", "positions", "private", "processes",
    "saving", "settings", "slips", "text",
}  # fmt: skip
MAY_IMPORT: dict[str, set[str]] = {
    **dict.fromkeys(GROUND, GROUND),
    "guard": set(),
    "questionnaire": GROUND,
    "plan": GROUND | {"questionnaire"},
    "scoring": GROUND | {"questionnaire", "plan"},
    "reports": GROUND | {"questionnaire", "plan", "scoring"},
    "plain": GROUND | {"questionnaire", "plan", "scoring"},
    "tui": GROUND | {"questionnaire", "plan", "scoring"},
}
FREE = {"cli", "commands", "__main__"}  # they wire the others together

DISK = ("smtui.plan.keeping", "smtui.plan.journal", "smtui.plan.recovery.trash")
NEVER: list[tuple[str, tuple[str, ...], str]] = [
    ("smtui.questionnaire.expression", ("smtui.questionnaire",), "it is handed a scope"),
    ("smtui.plan.session", ("smtui.files", "smtui.paths", *DISK), "a session knows no disk"),
    ("smtui.scoring", ("smtui.plan.session", *DISK), "a plan's values are enough for it"),
    ("smtui.reports", ("smtui.plan.session", *DISK), "a plan's values are enough for it"),
]

# Rule 3 and 2: these libraries, and the only places for them.
ONLY_IN = {
    "pydantic": "smtui.questionnaire.schema",
    "textual": "smtui.tui",
    "rich": "smtui.tui",
}

# Rule 5: the process belongs to these; everything else is handed what it needs.
OWN_THE_PROCESS = (
    "smtui.cli",
    "smtui.guard",
    "smtui.processes",
    "smtui.commands",
    "smtui.tui.terminal",
)
OF_THE_PROCESS = re.compile(
    r"sys\.(__)?(stdin|stdout|stderr)(__)?|sys\.exit|os\._exit"
    r"|os\.(environb?|getenv|putenv|getcwdb?|chdir)|(pathlib\.)?Path\.cwd|signal(\..*)?"
)


@dataclass(frozen=True)
class Module:
    """One module of smtui: its dotted name and its source."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The package or module directly under smtui that it is or lies in; "" for smtui."""
        return f"{self.name}.".split(".")[1]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of all that it imports: ``from a import b`` gives ``a.b``."""
        package = self.name.split(".")
        if self.path.name != "__init__.py":
            package.pop()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                source = ".".join([*base, *([node.module] if node.module else [])])
                for alias in node.names:
                    yield node.lineno, f"{source}.{alias.name}"


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def dotted(node: ast.AST) -> str:
    """``os.environ`` for that attribute, ``print`` for that name, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (value := dotted(node.value)):
        return f"{value}.{node.attr}"
    return ""


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found.append(Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    assert len(found) > 2
    return found


def none(offences: list[str]) -> None:
    """Fail with all offences, one a line."""
    if offences:
        pytest.fail("\n".join(offences), pytrace=False)


def shipped_ids() -> set[str]:
    """The ids of the sections and lists of the questionnaires that come with smtui."""
    return {
        table["id"].lower()
        for path in QUESTIONNAIRES.glob("*/*.toml")
        for kind in ("sections", "lists")
        for table in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
        if "id" in table
    }


def words_used(text: str, words: set[str]) -> dict[str, int]:
    """Which of the words a source uses, also as a part of a_name or aName: word -> first line."""
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    whole = re.compile(rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])", re.IGNORECASE)
    used: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", line)
        for match in [*whole.finditer(line), *whole.finditer(apart)]:
            used.setdefault(match[0].lower(), number)
    return used


def test_python_knows_no_marketing(modules: list[Module]) -> None:
    words = MARKETING | shipped_ids()
    offences, needed = [], set()
    for module in modules:
        for word, line in words_used(module.text, words).items():
            if word in MEANT_OTHERWISE.get(module.place, {}):
                needed.add((module.place, word))
            else:
                offences.append(f"{module.place}:{line}: {word!r} belongs to a questionnaire")
    for place, reasons in MEANT_OTHERWISE.items():
        offences += [
            f"MEANT_OTHERWISE allows {word!r} in {place}, which does not use it (any more)"
            for word in reasons
            if (place, word) not in needed
        ]
    none(offences)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1  # the brand's own", {"brand"}),
        ("class BrandTable: pass", {"brand"}),
        ("def list_brands(): pass", {"brands"}),
        ("B2BColumn = 'b2c'", {"b2b", "b2c"}),
        ("'plan_measures'", {"plan_measures"}),
        ("branding = brandy = 'Brandenburg'", set()),
    ],
)
def test_words_are_found_whole_and_wherever_they_stand(text: str, found: set[str]) -> None:
    assert set(words_used(text, {"brand", "brands", "b2b", "b2c", "plan_measures"})) == found


def test_libraries_stay_in_their_rooms(modules: list[Module]) -> None:
    none(
        [
            f"{module.place}:{line}: only {ONLY_IN[library]} imports {library}"
            for module in modules
            for line, name in module.imports()
            if (library := name.split(".")[0]) in ONLY_IN
            and not within(module.name, ONLY_IN[library])
        ]
    )


def test_a_screen_does_not_know_the_app(modules: list[Module]) -> None:
    none(
        [
            f"{module.place}:{line}: only cli and commands import smtui.tui.app"
            for module in modules
            if module.room not in ("cli", "commands")
            for line, name in module.imports()
            if within(name, "smtui.tui.app")
        ]
    )


def test_imports_run_one_way(modules: list[Module]) -> None:
    offences = []
    rooms = {module.room for module in modules if module.room}
    for module in modules:
        if module.room and module.room not in MAY_IMPORT.keys() | FREE:
            offences.append(f"{module.place}: {module.room} has no place in MAY_IMPORT yet")
            continue
        for line, name in module.imports():
            if not within(name, "smtui"):
                continue
            room = f"{name}.".split(".")[1]
            if room not in rooms:  # from smtui import __version__
                continue
            if module.room not in FREE and room not in {
                module.room,
                *MAY_IMPORT.get(module.room, set()),
            }:
                offences.append(f"{module.place}:{line}: {module.room or 'smtui'} imports {room}")
            for importer, forbidden, reason in NEVER:
                if (
                    within(module.name, importer)
                    and within(name, *forbidden)
                    and not within(name, importer)
                ):
                    offences.append(f"{module.place}:{line}: imports {name}: {reason}")
    none(offences)


def test_no_import_cycle(modules: list[Module]) -> None:
    known = {module.name for module in modules}
    graph: dict[str, set[str]] = {}
    for module in modules:
        graph[module.name] = set()
        for _, name in module.imports():
            target = name if name in known else name.rpartition(".")[0]
            if target in known and target != module.name:
                graph[module.name].add(target)
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            pytest.fail(" imports ".join([*path[path.index(name) :], name]), pytrace=False)
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, [*path, name])
            done.add(name)

    for name in graph:
        visit(name, [])


def test_functions_import_nothing_but_in_cli(modules: list[Module]) -> None:
    none(
        sorted(
            {
                f"{module.place}:{inner.lineno}: an import inside {outer.name}()"
                for module in modules
                if module.name != "smtui.cli"
                for outer in ast.walk(module.tree)
                if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
                for inner in ast.walk(outer)
                if isinstance(inner, ast.Import | ast.ImportFrom)
            }
        )
    )


def test_modules_are_short_and_say_what_they_are_for(modules: list[Module]) -> None:
    offences = []
    for module in modules:
        if (length := len(module.text.splitlines())) > LONGEST_MODULE:
            offences.append(f"{module.place}: {length} lines: it is about two things; find them")
        if not ast.get_docstring(module.tree):
            offences.append(f"{module.place}: no docstring")
    none(offences)


def test_the_process_is_left_to_its_owners(modules: list[Module]) -> None:
    offences = []
    for module in modules:
        if within(module.name, *OWN_THE_PROCESS):
            continue
        offences += [
            f"{module.place}:{line}: {name} is imported"
            for line, name in module.imports()
            if OF_THE_PROCESS.fullmatch(name)
        ]
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and dotted(node.func) == "print":
                offences.append(f"{module.place}:{node.lineno}: print()")
            elif isinstance(node, ast.Attribute) and OF_THE_PROCESS.fullmatch(dotted(node)):
                offences.append(f"{module.place}:{node.lineno}: {dotted(node)}")
    none(offences)


# ------------------------------------------------------- commands that draw nothing stay light

PROBE = """
import sys
try:
    from smtui.cli import main
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
sys.stdout.flush()
loaded = [name for name in ("textual", "rich", "asyncio", "pydantic") if name in sys.modules]
print("\\nprobe:", code or 0, *loaded, file=sys.stderr)
"""


def run_command(*arguments: str) -> tuple[str, int, set[str]]:
    """What a command prints, its exit code, and which of the heavy libraries it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    probe = re.search(r"^probe: (\d+)(.*)\n\Z", done.stderr, re.MULTILINE)
    assert probe, f"smtui {' '.join(arguments)} broke off:\n{done.stdout}{done.stderr}"
    return done.stdout, int(probe[1]), set(probe[2].split())


# While the command line is being built. Take this line away once smtui/cli.py is there.
def test_commands_that_draw_nothing_never_load_textual(tmp_path: Path) -> None:
    questionnaire = next(QUESTIONNAIRES.glob("*/questionnaire.toml")).parent
    plan = tmp_path / "plan.toml"
    names, *_ = run_command("samples")
    sample = names.split()[0]
    named = load(questionnaire).naming
    answers = tmp_path / "answers.json"
    table, _, key = named.partition(".")
    answers.write_text(json.dumps({table: {key: "A name"}}), encoding="utf-8")
    for arguments in (
        ["--version"],
        ["--help"],
        ["samples"],
        ["samples", sample, "-o", str(plan)],
        ["check", str(questionnaire)],
        ["score", str(plan)],
        ["report", str(plan), "--one-page"],
        ["fill", "--answers", str(answers)],
        ["get", str(plan), named],
        ["set", str(plan), f"{named}=Another"],
    ):
        _, code, loaded = run_command(*arguments)
        assert code in (0, 1), arguments
        assert not loaded & {"textual", "rich", "asyncio"}, arguments
        if arguments in (["--version"], ["--help"]):
            assert not loaded, arguments
