"""The keys of the README are those of the program."""

from pathlib import Path

from smtui.tui.keys import readme_table


def test_the_readme_has_the_table_of_the_keys() -> None:
    readme = Path(__file__).resolve().parents[2] / "README.md"
    assert readme_table().strip() in readme.read_text()
