"""The interview line by line: what is asked, in which order, and what becomes of what is typed."""

import io
from datetime import date
from pathlib import Path

import pytest

from smtui.plan.answers import Parked, Place
from smtui.plan.session import Position
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Talk
from tests.plan.party import answered, party, shared
from tests.plan.workshop import WORKSHOP


@pytest.fixture
def quiz() -> Questionnaire:
    """The party."""
    return shared()


@pytest.fixture
def workshop(tmp_path: Path) -> Questionnaire:
    """The kinds that are made of parts."""
    return party(tmp_path, WORKSHOP)


def at(name: str, item: str = "", section: str = "first") -> Position:
    return Position(section, name, item)


# what is asked


def test_a_question_says_its_words_its_choices_and_what_enter_does(quiz: Questionnaire) -> None:
    talk = Talk(quiz, position=at("party.kind"))
    assert talk.after("What kind?").splitlines()[:6] == [
        "What kind?",
        "1. A big one",
        "2. A small one",
        "3. Another, namely",
        "A number from 1 to 3, or a name. Enter goes on.",
        "> ",
    ]


def test_how_to_answer_is_said_in_full_once(quiz: Questionnaire) -> None:
    answers = answered({"party.music": ("jazz",)})
    talk = Talk(quiz, "2", "/go tune", "/again", answers=answers, position=at("party.kind"))
    first, second, third = talk.said.split("Which of these first?")
    assert "A number from 1 to 3, or a name." in first
    assert "\nOne of these. Optional. Enter goes on.\n" in second
    assert "\nA number from 1 to 1, or a name. Optional." in third


def test_sections_are_counted(quiz: Questionnaire) -> None:
    talk = Talk(quiz, position=at("party.tune"))
    assert "Section 1 of 3: The party\n" in talk.said
    talk = Talk(quiz, "", position=at("party.tune"))
    assert "Section 2 of 3: The guests\n" in talk.said


def test_questions_come_in_the_order_of_the_questionnaire(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Gala", "", "1", "Town hall", "50")
    assert talk.asked[:6] == [
        "What is it called?",
        "What is it about?",
        "What kind?",
        "In which hall?",
        "How many?",
        "Which music?",
    ]


def test_a_hidden_question_is_never_asked_and_one_that_appears_is(quiz: Questionnaire) -> None:
    small = Talk(quiz, "Gala", "", "2", "50")
    assert "In which hall?" not in small.said
    big = Talk(quiz, "/back", "1", answers=small.session.answers, position=at("party.size"))
    assert big.asked[-1] == "In which hall?"


def test_the_short_run_asks_less(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Gala", "2", run="quick")
    assert talk.asked[:3] == ["What is it called?", "What kind?", "How many?"]


def test_a_record_is_asked_part_by_part(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Oslo", "2", "1 Sep 2027", "", position=at("party.place"))
    assert "Where? (3 parts)" in talk.said
    assert talk.asked[1:4] == ["Part 2: rooms", "Part 3: from", "Part 4: hint"]
    assert talk.value("party.place.town") == "Oslo"
    assert talk.value("party.place.from") == date(2027, 9, 1)


def test_a_text_to_read_is_read_and_not_asked(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "", position=at("party.tune"))
    assert "Nearly there.\n" in talk.said
    assert "Nearly there." not in talk.asked


# what is typed


def test_an_empty_line_keeps_takes_or_goes_on_and_says_which(quiz: Questionnaire) -> None:
    answers = answered({"party.name": "Gala", "party.kind": "big"})
    talk = Talk(quiz, "", "", "", "", "", answers=answers, position=at("party.name"))
    assert "Answered: Gala. Enter keeps it." in talk.said
    assert "Optional. Enter goes on." in talk.after("What is it about?")
    assert "Suggested: 100. Enter takes it." in talk.after("How many?")
    assert talk.value("party.name") == "Gala"
    assert talk.value("party.size") == 100


def test_what_was_understood_is_said_where_it_is_not_plain(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "2", "10", "folk, 1", position=at("party.kind"))
    assert "Taken: A small one\n" in talk.said
    assert "Taken: 10" not in talk.said
    assert "Taken: Jazz, Folk\n" in talk.said
    assert talk.value("party.music") == ("jazz", "folk")


def test_a_longer_text_ends_with_an_empty_line(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "One.", ".", "Two.", "", "1", position=at("party.about"))
    assert talk.value("party.about") == "One.\n\nTwo."
    assert talk.value("party.kind") == "big"


def test_short_texts_come_one_a_line(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "No shoes", "No phones", "", position=at("party.rules"))
    assert talk.value("party.rules") == ("No shoes", "No phones")


def test_a_command_ends_a_longer_text_and_keeps_it(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "One.", "/back", position=at("party.about"))
    assert talk.value("party.about") == "One."
    assert talk.asked[-1] == "What is it called?"


def test_a_doubled_slash_is_a_slash(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "//r/gala", position=at("party.name"))
    assert talk.value("party.name") == "/r/gala"


def test_a_wrong_answer_at_a_terminal_is_kept_and_asked_again(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "900", "90", position=at("party.size"))
    assert "Wrong: At most 500.\nType another answer, or Enter to leave it so.\n> 90" in talk.said
    assert talk.value("party.size") == 90
    left = Talk(quiz, "900", "", "1", position=at("party.size"))
    assert left.value("party.size") == 900
    assert left.value("party.music") == ("jazz",)
    assert "1 answer is wrong" in left.said


def test_a_wrong_answer_in_a_pipe_is_said_and_the_next_line_is_the_next_answer(
    quiz: Questionnaire,
) -> None:
    talk = Talk(quiz, "900", "polka", "yes", position=at("party.size"), interactive=False)
    assert "Wrong: At most 500." in talk.said
    assert "Not understood: 'polka' is no choice here." in talk.said
    assert talk.value("party.size") == 900
    assert talk.value("party.open") is True
    assert talk.interview.refused == 1


def test_a_pipe_leaves_a_log_of_what_was_asked_and_answered(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Gala", interactive=False)
    assert "What is it called?\nEnter goes on.\n> Gala\n" in talk.said


def test_follow_up_sentences_come_after_the_answer(tmp_path: Path) -> None:
    made = party(
        tmp_path,
        """
id = "q"
version = "1"
title = "Q"
[runs.full]
title = "Full"
[[sections]]
id = "s"
title = "S"
[[sections.questions]]
id = "s.size"
kind = "number"
ask = "How many?"
prompts = [{ when = "s.size > 50", say = "Two groups?" }]
valid_if = [{ rule = "s.size < 90", say = "That is many.", severity = "warning" }]
""",
    )
    assert "Two groups?" not in Talk(made, "20").said
    assert "> 95\nWarning: That is many.\nAdvice: Two groups?\n" in Talk(made, "95").said


def test_a_read_only_plan_can_be_walked_through_but_not_changed(quiz: Questionnaire) -> None:
    answers = answered({"party.name": "Gala"})
    talk = Talk(quiz, "Fete", "", "/clear", answers=answers, read_only=True)
    assert talk.value("party.name") == "Gala"
    assert talk.asked[-1] == "What is it about?"


# commands


def test_help_names_every_command(quiz: Questionnaire) -> None:
    for typed in ("/help", "?", "/HELP"):
        talk = Talk(quiz, typed)
        assert "/park OWNER, DATE: Not known yet" in talk.said
        assert talk.said.rstrip("\n> ").count("Here: What is it called?") == 1


def test_an_unknown_command_says_what_may_have_been_meant(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/bcak", position=at("party.size"))
    assert "There is no command /bcak. Did you mean /back? /help says them all." in talk.said
    assert talk.value("party.size") is None


def test_going_back_never_checks_and_never_loses(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "900", "/back", "/back", "/back", "/back", position=at("party.size"))
    assert talk.value("party.size") == 900
    assert talk.asked[-1] == "What is it called?"
    assert "This is the first question." in talk.said


def test_parking_notes_who_and_when_and_goes_on(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/park Ana Ruiz, 1 Dec 2026", position=at("party.size"))
    assert talk.session.answers.parked[Place("party.size")] == Parked("Ana Ruiz", date(2026, 12, 1))
    assert "Parked: Ana Ruiz, by Tue 1 Dec 2026." in talk.said
    assert talk.asked[-1] == "Which music?"
    back = Talk(quiz, "/back", answers=talk.session.answers, position=at("party.music"))
    assert "Parked: Ana Ruiz, by Tue 1 Dec 2026. Enter leaves it so." in back.said


@pytest.mark.parametrize(
    ("typed", "owner", "until"),
    [
        ("/park", "", None),
        ("/park Ana", "Ana", None),
        ("/park 2026-12-01", "", date(2026, 12, 1)),
        ("/park Ana, Bo, 2026-12-01", "Ana, Bo", date(2026, 12, 1)),
        ("/park Ana, 1 dec", "Ana", date(2026, 12, 1)),
        ("/park Ana, next week", "Ana, next week", None),
    ],
)
def test_parking_takes_what_there_is(
    quiz: Questionnaire, typed: str, owner: str, until: date | None
) -> None:
    talk = Talk(quiz, typed, position=at("party.size"))
    assert talk.session.answers.parked[Place("party.size")] == Parked(owner, until)
    assert ("'next week' is no date" in talk.said) == ("week" in typed)


def test_clearing_takes_the_parking_then_the_answer_away(quiz: Questionnaire) -> None:
    answers = answered({"party.size": 50}).with_parked(Place("party.size"), Parked("Ana"))
    talk = Talk(quiz, "/clear", answers=answers, position=at("party.size"))
    assert not talk.session.answers.parked
    assert talk.value("party.size") == 50
    assert (
        Talk(quiz, "/clear", "/clear", answers=answers, position=at("party.size")).value(
            "party.size"
        )
        is None
    )


def test_a_note_is_kept_said_and_taken_away(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/note ask Ana", "/back", position=at("party.about"))
    assert talk.session.answers.remarks[Place("party.about")].text == "ask Ana"
    again = Talk(quiz, "/note -", answers=talk.session.answers, position=at("party.about"))
    assert "Note: ask Ana" in again.said
    assert not again.session.answers.remarks


def test_undo_and_redo_go_where_the_change_was(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "50", "1", "/undo", "/undo", "/redo", "/redo", position=at("party.size"))
    assert talk.asked[2:5] == ["May anybody come?", "Which music?", "How many?"]
    assert talk.value("party.music") == ("jazz",)
    assert "There is nothing to take back." in Talk(quiz, "/undo").said


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/go 2", "Who?"),
        ("/go guests", "Who?"),
        ("/go the gue", "Who?"),
        ("/go party.price", "What may it cost?"),
        ("/go price", "What may it cost?"),
        ("/go MAY COST", "What may it cost?"),
        ("/go rooms", "Part 2: rooms"),
        ("/go party.place", "Part 1: town"),
    ],
)
def test_going_somewhere_by_number_name_or_words(
    quiz: Questionnaire, typed: str, asked: str
) -> None:
    assert Talk(quiz, typed).asked[-1] == asked


def test_when_several_places_fit_they_are_said_and_numbered(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/go which", "/go 2")
    assert "3 places fit; say which, with /go and its number:\n1. Which music?" in talk.said
    assert "1. Which music? (question)\n" in talk.said
    assert talk.asked[-1] == "Which rules?"
    assert "Nothing is called 'zzz'." in Talk(quiz, "/go zzz").said


def test_what_is_hidden_cannot_be_gone_to(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/go party.hall", "Gala")
    assert "As the answers stand, 'In which hall?' is not asked." in talk.said
    assert talk.value("party.name") == "Gala"


def test_an_item_is_gone_to_by_its_title_or_its_number(quiz: Questionnaire) -> None:
    answers = answered({"guest.name@g1": "Ada", "guest.name@g2": "Bo"}, guest="g1 g2")
    for typed in ("/go bo", "/go guest.name@2"):
        talk = Talk(quiz, typed, answers=answers)
        assert "Guest 2: Bo" in talk.said
        assert talk.asked[-1] == "Who?"


def test_a_list_is_gone_to_by_what_its_items_are_called(quiz: Questionnaire) -> None:
    answers = answered({"guest.name@g1": "Ada", "guest.name@g2": "Bo"}, guest="g1 g2")
    for typed in ("/go guest", "/go Guests", "/go GUEST"):
        assert "1. Ada" in Talk(quiz, typed, answers=answers).said


def test_a_section_and_its_question_of_one_name_are_told_apart() -> None:
    said = Talk(load(shelf.find("")), "/go objective").said
    assert "1. Objective (section)\n2. Objective (What one outcome" in said


def test_list_says_how_each_section_stands(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "900", "", "/list", position=at("party.size"), run="quick")
    assert "1. The party: 1 wrong, 3 open (you are here)\n2. The guests: 1 open\n" in talk.said


def test_open_says_what_is_left_and_leads_there(quiz: Questionnaire) -> None:
    answers = answered({"party.size": 900}).with_parked(Place("party.kind"), Parked("Ana"))
    talk = Talk(quiz, "/open", "/go 2", answers=answers, run="quick")
    lines = talk.after("1. Open").splitlines()
    assert lines[0] == "1. Open: Name"
    assert lines[1] == "2. Parked: What kind? Ana"
    assert lines[2] == "3. Wrong: How many? At most 500."
    assert talk.asked[-1] == "What kind?"


@pytest.mark.parametrize("others", [{}, {"work.presence.state@.post": "active"}])
def test_a_parked_cell_is_listed_with_its_row_and_led_to(
    workshop: Questionnaire, others: dict[str, str]
) -> None:
    """Whether or not the rest of its grid is answered."""
    fax = Place("work.presence.state", ".mail")
    answers = answered({"work.media": ("mail", "post"), **others})
    answers = answers.with_parked(fax, Parked("Mary", date(2026, 12, 1)))
    talk = Talk(workshop, "/open", answers=answers)
    line = "Parked: How do they go?: Mail: state. Mary, by Tue 1 Dec 2026"
    found = next(one for one in talk.said.splitlines() if one.endswith(line))
    talk = Talk(workshop, "/open", f"/go {found.split('.')[0]}", answers=answers)
    assert talk.session.position.place == fax


def test_a_broken_rule_of_a_list_is_listed_and_leads_to_the_list(workshop: Questionnaire) -> None:
    shares = {f"person.share@p{at}": 80.0 for at in (1, 2)}
    caps = {f"person.cap@p{at}": 90.0 for at in (1, 2)}
    answers = answered({**shares, **caps}, person="p1 p2")
    talk = Talk(workshop, "/open", answers=answers)
    line = "Wrong: People. Their shares come to over 100."
    found = next(one for one in talk.said.splitlines() if one.endswith(line))
    talk = Talk(workshop, "/open", f"/go {found.split('.')[0]}", answers=answers)
    assert talk.asked[-1] == "People: 2."


def test_open_says_each_of_the_wrong_answers_in_a_grid(workshop: Questionnaire) -> None:
    marks = {"person.marks.mark@p1.reach": 9, "person.marks.mark@p1.bond": 8}
    talk = Talk(workshop, "/open", answers=answered(marks, person="p1"))
    wrong = [one for one in talk.said.splitlines() if ". Wrong: " in one]
    assert ["Reach" in wrong[0], "Bond" in wrong[1], len(wrong)] == [True, True, 2]


def test_score_where_there_is_none(quiz: Questionnaire) -> None:
    assert "This questionnaire has no scorecard." in Talk(quiz, "/score").said


# the end


def test_quit_ends_and_says_how_far_it_is(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Gala", "/quit", "not read", run="quick")
    assert "not read" not in talk.said
    assert talk.said.endswith("1 of 3 sections done; 3 questions open.\n")


def test_behind_the_last_question_enter_ends(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "", "", "more", position=Position("gifts"), run="quick")
    assert talk.said.count("That was the last question.") == 1
    assert talk.said.count("sections done") == 1
    assert "not taken" not in talk.said
    more = Talk(quiz, "", "more", position=Position("gifts"), run="quick", interactive=False)
    assert "There is nothing more to ask; this line was not taken." in more.said
    assert more.interview.refused == 1


def test_the_place_is_remembered(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Gala", "", "1")
    assert talk.session.position == at("party.hall")
    again = Talk(quiz, answers=talk.session.answers, position=talk.session.position)
    assert again.asked == ["In which hall?"]
    assert "You go on where you were." in again.said


def test_of_very_many_choices_the_first_are_said_and_more_on_demand(tmp_path: Path) -> None:
    choices = ",".join(f'{{ id = "c{n}", label = "Choice {n}" }}' for n in range(1, 41))
    made = party(
        tmp_path,
        f"""
id = "q"
version = "1"
title = "Q"
[runs.full]
title = "Full"
[[sections]]
id = "s"
title = "S"
[[sections.questions]]
id = "s.one"
kind = "choice"
ask = "Which?"
choices = [{choices}]
""",
    )
    talk = Talk(made)
    assert "16. Choice 16\nand 24 more: /more says all of them.\n" in talk.said
    more = Talk(made, "/more", "40")
    assert "40. Choice 40\nHere: Which?\n" in more.said
    assert more.value("s.one") == "c40"


def test_numbers_behind_go_are_those_of_the_list_that_was_said_last(quiz: Questionnaire) -> None:
    assert Talk(quiz, "/open", "/go 3", run="quick").asked[-1] == "Part 1: town"
    assert Talk(quiz, "/open", "/list", "/go 3", run="quick").asked[-1] == "Gifts: none yet."


def test_what_could_not_be_saved_is_said_once(quiz: Questionnaire, tmp_path: Path) -> None:
    nowhere = tmp_path / "gone" / "plan.toml"
    talk = Talk(quiz, "Gala", "", "1", "/save", file=nowhere, run="quick")
    assert talk.said.count("NOT SAVED") == 2  # by itself, and when somebody asks
    assert talk.value("party.name") == "Gala"


def test_each_answer_is_in_the_file_before_the_next_question(
    quiz: Questionnaire, tmp_path: Path
) -> None:
    file = tmp_path / "plan.toml"
    seen: list[str] = []

    class Watching(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            seen.append(file.read_text() if file.exists() else "")
            return super().readline(-1 if size is None else size)

    Talk(quiz, file=file, run="quick", source=Watching("Gala\n2\n30\n"))
    assert ['name = "Gala"' in one for one in seen] == [False, True, True, True]
    assert ["size = 30" in one for one in seen] == [False, False, False, True]
