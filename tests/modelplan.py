"""A questionnaire with a sample that has reasons, for tests of what is learnt with it."""

from pathlib import Path

import tomli_w

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.tui.stage import document

PLAN = """\
[meta]
questionnaire = "visit"
version = "1.0"
run = "quick"
fictional = true

[basics]
name = "Garden party"
size = 12
place = "The orchard"

[[guest]]
id = "g1"
name = "Ada"

[[guest]]
id = "g2"
name = "Ben"
"""
REASONS = """\
[[reasons]]
question = "basics.name"
good = "Everybody knows at once what it is."

[[reasons]]
question = "basics.size"
weak = "Twelve is a guess."

[[reasons]]
question = "guest.name"
item = "g2"
good = "Ben brings the music."
"""


def home(folder: Path, *, reasons: str = REASONS, plan: str = PLAN) -> Path:
    """The folder of the questionnaire, with its sample `garden`."""
    made = folder / "visit"
    made.mkdir(exist_ok=True)
    sample = {"id": "garden", "file": "garden.toml", "title": "Garden", "about": "In June"}
    weak = {"id": "weak", "file": "garden.toml", "title": "Weeds", "model": False}
    whole = document() | {"samples": [weak, {**sample, "reasons": "garden.reasons.toml"}]}
    (made / "questionnaire.toml").write_text(tomli_w.dumps(whole), encoding="utf-8")
    (made / "garden.toml").write_text(plan, encoding="utf-8")
    (made / "garden.reasons.toml").write_text(reasons, encoding="utf-8")
    return made


def questionnaire(folder: Path) -> Questionnaire:
    """The same, read."""
    return load(home(folder))
