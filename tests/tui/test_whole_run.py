"""The whole short run by keys alone, in a real pty: from the start screen to the files."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.terminal import Terminal

# What a person does at each question, in the order in which they are asked: a text is typed
# and taken with Enter, a choice is looked for with the arrows and taken.
Step = tuple[str, str, str]

STEPS: list[Step] = [
    ("Which organisation", "type", "Harbour Kitchen"),
    ("covers", "pick", "The whole organisation"),
    ("from", "type", "2027-01-04"),
    ("months", "type", "6"),
    ("Who pays you", "pick", "Individual people"),
    ("In one line", "type", "Weekend cooking classes for couples who live near the harbour"),
    ("What does a typical purchase", "pick", "Thought over"),
    ("Is this plan mainly about", "pick", "Customers you already have"),
    ("Which other marketing", "tick", "E-mail"),
    ("Is this plan part of", "pick", "Partly"),
    ("Which goal in that plan", "type", "Fill the Sunday classes"),
    ("How many hours a week", "type", "12"),
    ("What one outcome", "pick", "Retention"),
    (
        "Which business result",
        "type",
        "Raise repeat bookings because guests meet again between classes",
    ),
    ("measure", "pick", "Repeat purchase rate"),
    ("today", "park", ""),
    ("target", "type", "30"),
    ("by", "type", "1 Jun 2027"),
    ("lead", "take", ""),
    ("support", "tick", "Sales"),
    ("Which one person", "type", "Ana Ruiz, head chef"),
    ("If the brand were", "tick", "Warm|Plain-spoken|Curious"),
    ("What kind of exchange", "pick", "We talk with people"),
    ("who answers", "type", "Ana Ruiz"),
    ("who covers", "type", "Tom Becker"),
    ("hours", "type", "daily 9 to 20"),
    ("Within what time", "pick", "The same day"),
    ("What happens when", "pick", "Answer there, solve it in private"),
    ("Name the smallest group", "type", "Couples who came once and live within ten minutes"),
    ("In which capacity", "pick", "They buy for themselves"),
    ("What do they need to know", "type", "How do I cook this again at home on Sunday?"),
    ("How do they use", "tick", "Talk in short posts|Join groups"),
    ("Where do they spend", "tick", "Facebook"),
    ("Where do these people", "type", "Harbour Sundays, a group of 300 guests"),
    ("Is it theirs", "pick", "Ours"),
    ("May anyone read it", "pick", "Members alone"),
    ("What do members share", "type", "Cooking together without showing off"),
    ("Whose word counts", "type", "Jo Brand, who posts her plates every week"),
    ("What gives their word", "tick", "They are one of them"),
    ("ways", "tick", "Follow and comment"),
    ("first steps", "type", "Comment on two plates; ask what she would like to learn"),
    ("months", "type", "4"),
    ("words", "lines", "Harbour Kitchen|cooking class|Sunday recipe"),
    ("places", "lines", "Facebook groups|reviews"),
    ("who reads", "type", "Tom Becker"),
    ("how often", "type", "daily"),
    ("Which channel", "pick", "Facebook"),
    ("Which kind of activity", "pick", "Starting or hosting a group"),
    ("How often will you review", "pick", "Monthly"),
    ("if", "pick", "Repeat purchase rate"),
    ("is below", "type", "22"),
    ("by", "type", "2027-04-01"),
    ("then we", "type", "Move the hours from posts to the group"),
    ("step", "type", "Ask ten guests what they cooked since"),
    ("who", "type", "Ana Ruiz"),
    ("by", "type", "2027-01-15"),
]

_BOX = r" [(\[].[)\]] "
_OPTION = re.compile(rf"(▸| ){_BOX}(.+)")
_POINTED = re.compile(rf"▸{_BOX}")


def point_at(terminal: Terminal, label: str) -> None:
    """Move the cursor of an open choice to an option: look where it is, and press the arrows."""
    for _ in range(100):
        screen = terminal.wait_for(_POINTED)
        found = _OPTION.findall(screen)
        labels = [re.split(" {2}|$", rest)[0] for _, rest in found]
        at = [sign for sign, _ in found].index("▸")
        wanted = [to for to, one in enumerate(labels) if one.startswith(label)]
        if at in wanted:
            return
        if wanted:
            to = wanted[0]
        else:
            to = len(labels) - 1 if "more below" in screen else 0 if "more above" in screen else at
        if to == at:
            terminal.wait_gone(screen)  # the page is still on its way to where all can be seen
            continue
        terminal.press(*["down" if to > at else "up"] * abs(to - at))
        terminal.wait_for(re.compile(rf"▸{_BOX}{re.escape(labels[to])}(  |$)", re.MULTILINE))
    raise AssertionError(f"{label!r} is not offered:\n{terminal.screen()}")


def answer(terminal: Terminal, how: str, value: str) -> None:
    """Give one answer by keys, and go on."""
    if how == "type":
        terminal.type(value)
    elif how == "lines":
        for line in value.split("|"):
            terminal.type(line)
            terminal.press("enter")
        terminal.press("tab")
        return
    elif how == "park":
        terminal.press("F3")
        terminal.wait_for("Not known yet")
        terminal.type("Ana")
        terminal.press("F8")
        return
    elif how == "pick":
        point_at(terminal, value)
    elif how == "tick":
        for label in value.split("|"):
            point_at(terminal, label)
            terminal.press("space")
            terminal.wait_for(re.compile(rf"▸ \[[x•✓]\] {re.escape(label)}"))
    terminal.press("enter")


def wait_for_question(terminal: Terminal, wanted: str) -> None:
    """Wait until the question in focus is the wanted one."""
    terminal.wait_for(re.compile(rf"^\s*▸ {re.escape(wanted)}", re.MULTILINE))


@pytest.mark.parametrize("size", [(80, 24), (60, 18)], ids=["80x24", "60x18"])
def test_short_run_by_keys_alone(size: tuple[int, int], tmp_path: Path) -> None:
    """Somebody new answers everything and has a plan and a scorecard to take to a meeting."""
    program = [sys.executable, "-m", "smtui"]
    with Terminal.spawn(program, size=size, cwd=tmp_path, whole_frames=True) as terminal:
        terminal.wait_for("New plan")
        terminal.press("enter")
        for wanted, how, value in STEPS:
            wait_for_question(terminal, wanted)
            answer(terminal, how, value)
        terminal.wait_for("Review")
        terminal.press("F9")
        terminal.wait_for(re.compile(r"band [A-E]"))
        terminal.press("F2")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0

    plan = tomllib.loads((tmp_path / "harbour-kitchen.toml").read_text())
    assert plan["profile"]["org"] == "Harbour Kitchen"
    assert plan["profile"]["mix"] == ["email"]
    assert plan["objective"]["target"]["target"] == 30
    assert plan["objective"]["owner"]["lead"] == "marketing"
    assert plan["segment"][0]["networks"] == ["facebook"]
    assert plan["community"][0]["kind"] == "existing_ours"
    assert plan["listen"]["plan"]["terms"] == ["Harbour Kitchen", "cooking class", "Sunday recipe"]
    assert plan["parked"] == [{"question": "objective.target.baseline", "owner": "Ana"}]
    card = tomllib.loads((tmp_path / "harbour-kitchen.scorecard.toml").read_text())
    assert card["open"] == []
    assert card["band"] == "B"
    human = (tmp_path / "harbour-kitchen.scorecard.md").read_text()
    assert human.startswith("# Harbour Kitchen")
