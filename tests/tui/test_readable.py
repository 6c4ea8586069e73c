"""The shipped questionnaire can be read where there is little room."""

from smtui.plan.session import Session
from tests.tui import readable


def session() -> Session:
    return readable.sample()


def test_no_question_takes_more_than_two_lines_of_80_columns() -> None:
    assert list(readable.long_questions(session())) == []


async def test_no_choice_is_cut_at_60_columns() -> None:
    assert await readable.cut_labels(session()) == []


def test_no_finding_takes_more_than_three_lines_of_80_columns() -> None:
    seen = readable.findings()
    assert seen.keys() == {one.id for one in readable.MADE.findings}
    assert [one.id for one in seen.values() if readable.lines_of(one) > 3] == []


def test_the_measure_can_tell_long_from_short() -> None:
    asked = len(readable.MADE.questions)
    assert len(list(readable.long_questions(session(), width=20, most=1))) > asked / 4
    assert any(readable.lines_of(one, width=50) > 3 for one in readable.findings().values())
