"""What a journal holds comes back: into the same file, a changed one, and one of a new version."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.document import Document, read, written
from smtui.plan.journal import Journal
from smtui.plan.journal.leaves import Leaf, apply, difference
from smtui.plan.journal.records import Found, Head, read_journal
from smtui.plan.migration import migrate
from smtui.plan.recovery import Recovery, recovery_of, set_aside_because, together
from smtui.plan.recovery.merging import OURS, THEIRS
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import answered, shared
from tests.plan.test_document import file_of
from tests.plan.trips import trip as trips

NAME = Place("party.name")
SIZE = Place("party.size")
FIRST, LAST = datetime(2026, 11, 21, 14, 2), datetime(2026, 11, 21, 14, 37)
BEFORE, LATER = "a" * 64, "b" * 64


def head(**more: Any) -> Head:
    """Who wrote it."""
    said: dict[str, Any] = {
        "plan": "/plans/plan.toml", "digest": BEFORE, "questionnaire": "party", "version": "1.2",
        "questionnaire_digest": "", "program": "1", "host": "h", "boot": "b", "pid": 1,
        "user": "ada", "started": FIRST,
    }  # fmt: skip
    return Head(**(said | more))


def text_of(answers: Answers, questionnaire: Questionnaire | None = None) -> str:
    """A plan's file."""
    return written(Document(answers), questionnaire or shared())


def journal(base: Answers, ours: Answers, **more: Any) -> Found:
    """What a journal holds that began with a file and went on to other answers."""
    said: dict[str, Any] = {
        "head": head(), "base_text": text_of(base), "base_digest": BEFORE,
        "changes": tuple(difference(base, ours)), "first": FIRST, "last": LAST,
    }  # fmt: skip
    return Found(Path("journal.jsonl"), **(said | more))


def back(found: Found, file: Answers, digest: str = BEFORE) -> Recovery | None:
    """What comes back beside a file."""
    return recovery_of(found, Document(file), shared(), digest)


def surely(found: Found, file: Answers, digest: str = BEFORE) -> Recovery:
    made = back(found, file, digest)
    assert made is not None
    return made


def told(recovery: Recovery) -> list[tuple[str, ...]]:
    return [(row.kind, row.label, row.before, row.after, row.theirs) for row in recovery.rows]


# into the same file


def test_what_was_not_saved_comes_back_and_is_told_in_words() -> None:
    base = answered({"party.name": "Fest", "party.kind": "small"})
    ours = base.with_value(NAME, "Summer fest").with_value(Place("party.kind"), "big")
    ours = ours.with_value(SIZE, 12.3456).with_parked(Place("party.day"), Parked("Bob"))
    ours = ours.with_remark(NAME, Remark("Why?", "Ada"))
    recovery = surely(journal(base, ours), base)
    assert recovery.same_file
    assert recovery.merge.answers == ours
    assert told(recovery) == [
        (OURS, "Name", "Fest", "Summer fest", ""),
        (OURS, "What kind?", "A small one", "A big one", ""),
        (OURS, "How many?", "", "12.3456", ""),
        (OURS, "When?", "", "not known yet (Bob)", ""),
        (OURS, "Name, note", "", "Ada: Why?", ""),
    ]
    assert (recovery.count, recovery.first, recovery.last) == (5, FIRST, LAST)


def test_nothing_comes_back_when_the_file_has_it_all() -> None:
    base, ours = Answers(), answered({"party.name": "Fest"})
    assert back(journal(base, base), base) is None
    assert back(journal(base, ours), ours, LATER) is None, "saved, and then the power went"
    looked = answered({}, guest="k3f9")
    assert back(journal(base, looked), base) is None, "a first empty item says nothing"


def test_items_come_back_with_their_answers() -> None:
    base = answered({"guest.name@a": "Ann", "guest.name@b": "Bob"}, guest="a b")
    session = Session(shared(), base, run="full")
    made = session.add_item("guest")
    session.answer(Place("guest.name", made), "Cy")
    session.delete_item("guest", "a")
    session.move_item("guest", made, -1)
    recovery = surely(journal(base, session.answers), base)
    assert recovery.merge.answers == session.answers
    assert (OURS, "guest 'Ann'", "", "deleted", "") in told(recovery)
    assert (OURS, "Cy: Who?", "", "Cy", "") in told(recovery)


def test_what_was_saved_in_between_counts_for_the_base() -> None:
    """The file was saved once in the session, and then pulled anew by somebody else."""
    base = answered({"party.name": "Fest"})
    saved = base.with_value(SIZE, 5)
    ours = saved.with_value(NAME, "Summer fest")
    found = journal(base, ours, before=tuple(difference(base, saved)))
    found = replace(found, changes=tuple(difference(saved, ours)))
    theirs = saved.with_value(SIZE, 9)
    recovery = surely(found, theirs, LATER)
    assert recovery.merge.answers == answered({"party.name": "Summer fest", "party.size": 9})


# into a file that has changed


def test_a_changed_file_is_merged_and_both_versions_are_shown() -> None:
    base = answered({"party.name": "Fest"})
    ours = base.with_value(NAME, "Mine").with_value(SIZE, 5)
    theirs = base.with_value(NAME, "Theirs").with_value(Place("party.about"), "Cake")
    recovery = surely(journal(base, ours), theirs, LATER)
    assert not recovery.same_file
    assert told(recovery) == [
        ("both", "Name", "Fest", "Mine", "Theirs"),
        (OURS, "How many?", "", "5", ""),
        (THEIRS, "What is it about?", "", "Cake", ""),
    ]
    assert recovery.count == 2
    assert recovery.rows[0].place == NAME
    answers = recovery.merge.taking({NAME: THEIRS})
    assert answers.value(NAME) == "Theirs"
    assert "Mine" in answers.remarks[NAME].text


def test_an_item_that_stays_against_a_deletion_is_told() -> None:
    base = answered({"guest.name@a": "Ann"}, guest="a")
    gone = Session(shared(), base)
    gone.delete_item("guest", "a")
    theirs = base.with_value(Place("guest.food", "a"), "green")
    recovery = surely(journal(base, gone.answers.with_value(NAME, "Fest")), theirs, LATER)
    row = recovery.rows[0]
    assert (row.kind, row.label, row.place) == ("both", "guest 'Ann'", None)
    assert row.why.startswith("deleted here")


@pytest.mark.parametrize("text", ["", "no [toml", "[meta]\nquestionnaire = 'other'\n", "\0"])
def test_without_the_file_as_it_was_its_leaves_still_come_back(text: str) -> None:
    base = answered({"party.name": "Fest"})
    ours = base.with_value(NAME, "Mine")
    theirs = base.with_value(SIZE, 9)
    recovery = surely(journal(base, ours, base_text=text), theirs, LATER)
    assert recovery.merge.answers == answered({"party.name": "Mine", "party.size": 9})


def test_a_lost_head_or_broken_lines_do_not_hide_the_rest() -> None:
    base = answered({"guest.name@a": "Ann"}, guest="a")
    said = (Leaf("values", "guest.name", "k3f9", "Cy"), Leaf("values", "party.name", "", "Fest"))
    found = journal(base, base, head=None, changes=said, broken=2)
    recovery = surely(found, base)
    answers = recovery.merge.answers
    assert answers.ids("guest") == ("a", "k3f9"), "the line that told of the item is broken"
    assert answers.value(Place("guest.name", "k3f9")) == "Cy"
    assert answers.value(NAME) == "Fest"
    assert not recovery.unplaced


# what is not offered


def test_a_journal_of_another_questionnaire_or_a_newer_smtui_is_not_offered() -> None:
    base, ours = Answers(), answered({"party.name": "Fest"})
    other = journal(base, ours, head=head(questionnaire="trip"))
    newer = journal(base, ours, newer_format=True)
    unread = journal(base, ours, unread="Permission denied")
    for found, words in ((other, "'trip'"), (newer, "newer"), (unread, "Permission denied")):
        assert back(found, base) is None
        assert words in set_aside_because(found, shared())
    assert set_aside_because(journal(base, ours), shared()) == ""


# into another version


def test_what_has_no_place_any_more_is_kept_in_the_file_as_text() -> None:
    said = (
        Leaf("values", "party.name", "", "Fest"),
        Leaf("values", "party.gone", "", 12.5),
        Leaf("values", "guest.name", "zz", "Nobody"),
        Leaf("remarks", "party.gone", "", Remark("why?", "Ada")),
        Leaf("parked", "party.gone", "", Parked("Bob", date(2026, 12, 1))),
        Leaf("items", "speaker", "", ("s1", "s2")),
        Leaf("values", "party.place", "x.y", "odd"),
        Leaf("values", "party.words", "", "a note is not answered"),
        Leaf("values", "party.never", "", None),
    )
    recovery = surely(journal(Answers(), Answers(), changes=said), Answers())
    assert recovery.merge.answers == answered({"party.name": "Fest"})
    assert {row.label for row in recovery.rows if row.kind == "unplaced"} == {
        "party.gone", "guest.name of zz", "speaker", "party.place of x.y", "party.words",
    }  # fmt: skip
    document = recovery.kept_in(Document(recovery.merge.answers, unknown={"mine": {"a": 1}}))
    text = written(document, shared())
    assert text.count("[[unplaced]]") == 7
    for words in ('"12.5"', '"Nobody"', '"why? (Ada)"', "Bob, by Tue 1 Dec 2026", '"s1, s2"'):
        assert words in text
    again = read(file_of(text), shared())
    assert again.answers == recovery.merge.answers
    assert written(again, shared()) == text
    assert recovery.kept_in(again).unknown["unplaced"] == again.unknown["unplaced"], "only once"


def test_answers_find_the_names_of_a_newer_version() -> None:
    made = trips()
    base = "[meta]\nquestionnaire = 'trip'\nversion = '1.0'\n[about]\ntitle = 'River'\n"
    data = file_of(base)
    plan = read(replace(data, data=migrate(data.data, made).data), made)
    changes = (
        Leaf("values", "about.title", "", "Up the river"),
        Leaf("values", "about.style", "", "big"),
        Leaf("items", "guest", "", ("g1",)),
        Leaf("values", "guest.name", "g1", "Ann"),
        Leaf("values", "about.nowhere", "", "lost?"),
    )
    found = journal(
        Answers(), Answers(), head=head(questionnaire="trip", version="1.0"),
        base_text=base, changes=changes,
    )  # fmt: skip
    for digest in (BEFORE, LATER):
        recovery = recovery_of(found, plan, made, digest)
        assert recovery is not None
        answers = recovery.merge.answers
        assert answers.value(Place("trip.called")) == "Up the river"
        assert answers.value(Place("trip.style")) == ("huge",)
        assert answers.ids("person") == ("g1",)
        assert answers.value(Place("person.name", "g1")) == "Ann"
        assert [leaf.value for leaf in recovery.unplaced] == ["lost?"]


@pytest.mark.parametrize(
    "ids",
    [("../x",), ("a", "a"), ("A b",), tuple(f"i{n}" for n in range(700)), ("g1",)],
    ids=["path", "twice", "blank", "many", "of another list"],
)
def test_a_file_with_odd_items_is_never_made(ids: tuple[str, ...]) -> None:
    file = answered({"gift.what@g1": "Cake"}, gift="g1")
    changes = (Leaf("items", "guest", "", ids), Leaf("values", "party.name", "", "Fest"))
    recovery = surely(journal(file, file, changes=changes), file)
    back_again = read(file_of(written(Document(recovery.merge.answers), shared())), shared())
    assert back_again.answers.value(Place("gift.what", "g1")) == "Cake"


def test_hostile_text_comes_back_as_it_is_told_on_one_line(hostile: str) -> None:
    base = Answers()
    ours = base.with_value(Place("party.about"), hostile).with_value(NAME, "Fest")
    recovery = surely(journal(base, ours), base)
    for row in recovery.rows:
        assert "\n" not in row.label + row.before + row.after
        assert "\x1b" not in row.after
    assert apply(base, recovery.found.changes) == ours


def test_what_smtui_does_not_know_is_as_the_file_has_it_now() -> None:
    head = "[meta]\nquestionnaire = 'party'\nversion = '1.2'\n"
    mine = "[[guest]]\nid = 'a'\nname = 'Ann'\nshoes = 38\n[[guest]]\nid = 'b'\nhat = 'red'\n"
    ours = read(file_of(f"{head}[budget]\nsum = 1\n{mine}"), shared())
    ours = replace(ours, unknown={**ours.unknown, "unplaced": [{"value": "old"}]})
    theirs = read(file_of(f"{head}[budget]\nsum = 2\n[[guest]]\nid = 'b'\n"), shared())
    answers = ours.answers.with_value(NAME, "Fest")
    made = together(ours, theirs, answers)
    again = read(file_of(written(made, shared())), shared())
    assert again.answers == answers
    assert again.unknown["budget"] == {"sum": 2}
    assert again.unknown["unplaced"] == [{"value": "old"}]
    assert again.unknown_within == {("item", "a"): {"shoes": 38}}


# from a real journal, all the way


def test_what_was_typed_after_the_last_save_comes_back_from_the_disk(tmp_path: Path) -> None:
    """A session that saved once and then was killed; meanwhile somebody else changed the file."""
    base = answered({"party.name": "Fest", "guest.name@a": "Ann"}, guest="a")
    session = Session(shared(), base, run="full")
    journal = Journal([tmp_path / "sessions"], head(), base, text_of(base), clock=lambda: FIRST)
    session.listen(lambda change: journal.put(session.answers))
    session.answer(SIZE, 5)
    assert journal.flush()
    journal.saved(LATER, session.answers, text_of(session.answers))
    saved = session.answers
    assert journal.flush()
    session.answer(NAME, "Summer fest")
    session.answer(Place("guest.name", session.add_item("guest")), "Bob")
    session.remark(NAME, "why?")
    assert journal.flush()
    assert journal.path is not None
    found = read_journal(journal.path)
    assert found is not None
    # the file as it was saved
    assert surely(found, saved, LATER).merge.answers == session.answers
    # the file as somebody else has changed it since
    theirs = saved.with_value(NAME, "Winter fest").with_value(SIZE, 9)
    recovery = surely(found, theirs, "c" * 64)
    answers = recovery.merge.answers
    assert answers.value(NAME) == "Summer fest"
    assert answers.value(SIZE) == 9
    assert answers.remarks[NAME].text == "why?\nOther version (from the file): Winter fest"
    assert len(answers.ids("guest")) == 2
    # cut anywhere, it still can be asked about, and what is brought back can be saved
    whole = journal.path.read_bytes()
    cut = tmp_path / "cut.jsonl"
    for length in range(0, len(whole), 7):
        cut.write_bytes(whole[:length])
        part = read_journal(cut)
        assert part is not None
        for file, digest in ((saved, LATER), (theirs, "c" * 64), (base, BEFORE)):
            brought = back(part, file, digest)
            made = brought.merge.answers if brought else file
            assert read(file_of(text_of(made)), shared()).answers == made
