"""Makes the pictures of the README from the shipped sample: python screenshots/make.py

Each is an SVG of the real screen, driven by keys, with a pinned clock and an empty home.
"""

import asyncio
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smtui.commands.opening import PlanOpener
from smtui.commands.surroundings import Surroundings
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.tui.app import SmtuiApp

HERE = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 21, 14, 2)


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the size of the window, and how to get there."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    section: str = ""
    question: str = ""
    item: str = ""
    start: bool = False
    weaker: bool = False
    """Whether some answers are taken away first, so that there is something to say."""


WEAKER = {
    "deadline = 2027-02-28\n": "",
    'backup = "Tom Becker"\n': "",
    'name = "forum"': 'name = "linkedin"',
    'mode = "multilogue"': 'mode = "broadcast"',
    'need = "Is this system lowering my audit risk and night calls?"\n': "",
}
PICTURES = (
    Picture("start", (80, 24), start=True),
    Picture("form", (80, 24), section="voice", question="engage.complaint_path"),
    Picture("form-wide", (120, 36), section="metrics", question="channel.name", item="h1"),
    Picture("list", (80, 24), section="segments", question="segment.behaviours", item="s1"),
    Picture("review", (80, 24), ("f5",), section="profile", question="profile.org", weaker=True),
    Picture(
        "scorecard", (100, 36), ("f9",), section="profile", question="profile.org", weaker=True
    ),
)


async def take(picture: Picture, folder: Path) -> None:
    """Drive the screen to a picture and save it."""
    around = Surroundings(
        io.StringIO(),
        io.StringIO(),
        {"HOME": str(folder), "TERM": "xterm-256color"},
        folder,
        lambda: NOW,
        io.StringIO(),
    )
    opener = PlanOpener(load(shelf.find("")), around)
    plan = Path("northlight-ledger.toml")  # as a person would name it
    os.chdir(folder)
    text = (opener.questionnaire.folder / opener.questionnaire.samples[0].file).read_text()
    place = {"section": picture.section, "question": picture.question, "item": picture.item}
    inside = ", ".join(f'{key} = "{value}"' for key, value in place.items() if value)
    where = f"position = {{ {inside} }}\n"
    for old, new in WEAKER.items() if picture.weaker else ():
        assert old in text, old
        text = text.replace(old, new, 1)
    plan.write_text(text.replace("[meta]\n", "[meta]\n" + (where if picture.section else ""), 1))
    opened = opener.open(plan)
    if picture.start:
        opened.keeper.close()
    app = SmtuiApp(
        opener=opener, first=None if picture.start else opened, folder=folder, clock=lambda: NOW
    )
    async with app.run_test(size=picture.size) as pilot:
        for _ in range(5):
            await pilot.pause(0.2)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause(0.5)
        svg = app.export_screenshot(title="smtui")
    (HERE / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Make all pictures."""
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(take(picture, Path(folder)))


if __name__ == "__main__":
    main()
