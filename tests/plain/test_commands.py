"""The commands of the plain interview: one table for the parser, the help and the README."""

from pathlib import Path

import pytest

from smtui.plain.commands import COMMANDS, Typed, help_lines, read, readme_table


def test_the_readme_has_the_table_of_the_commands() -> None:
    readme = Path(__file__).resolve().parents[2] / "README.md"
    assert readme_table().strip() in readme.read_text(encoding="utf-8")


def test_the_help_says_every_command() -> None:
    said = "\n".join(help_lines())
    assert [one.name for one in COMMANDS.values() if f"{one.shown}: {one.help}" not in said] == []


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Ada", Typed("", "Ada")),
        (" Ada ", Typed("", " Ada ")),
        ("/back", Typed("back", "")),
        ("  /PARK  Ana, 2026-12-01 ", Typed("park", "Ana, 2026-12-01")),
        ("?", Typed("help", "")),
        ("/", Typed("help", "")),
        ("why?", Typed("", "why?")),
        ("//r/gala", Typed("", "/r/gala")),
        ("and/or", Typed("", "and/or")),
        ("", Typed("", "")),
    ],
)
def test_what_a_line_means(line: str, meant: Typed) -> None:
    assert read(line) == meant
