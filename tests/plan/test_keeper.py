"""Answers get into the file: when, under which name, and what happens when the file says no."""

import hashlib
import os
import threading
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Place
from smtui.plan.document import read
from smtui.plan.keeping import planfile
from smtui.plan.keeping.aftersave import Kept
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.planfile import free_path
from smtui.plan.session import Position, Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.saving import SaveFailed
from tests.commands import visit

NAME, SIZE, AIM = Place("about.name"), Place("about.size"), Place("about.aim")


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 14, 2)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def going() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


@pytest.fixture
def session(questionnaire: Questionnaire) -> Session:
    return Session(questionnaire, run="quick")


def opened(questionnaire: Questionnaire, path: Path, clock: Clock, **options: Any) -> Keeper:
    """A keeper of a plan that is in a file."""
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    document = read(file, questionnaire)
    session = Session(questionnaire, document.answers, position=document.meta.position)
    return Keeper(session, path, clock, document=document, digest=file.digest, **options)


def inside(path: Path) -> dict[str, Any]:
    """What stands in a file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def settle() -> None:
    """Let a save in the background come to its end."""
    for thread in threading.enumerate():
        if thread.name == "keeper":
            thread.join(10)


# ------------------------------------------------------------------------------ when it is saved


def test_saved_two_seconds_after_the_last_change(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    session.answer(SIZE, 3)
    going.on(1.9)
    session.answer(SIZE, 30)  # still typing: the two seconds begin again
    going.on(1.9)
    keeper.tick()
    settle()
    assert not path.exists()
    assert keeper.status == "changed"
    going.on(0.1)
    keeper.tick()
    settle()
    assert inside(path)["about"] == {"size": 30}
    assert keeper.status == "saved 14:02"
    assert not keeper.dirty


def test_a_clock_that_is_set_back_does_not_stop_saving(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    keeper = Keeper(session, tmp_path / "a.toml", going)
    session.answer(SIZE, 3)
    going.on(-3600)
    keeper.tick()
    settle()
    assert inside(tmp_path / "a.toml")["about"] == {"size": 3}


def test_looking_around_makes_no_file(session: Session, tmp_path: Path, going: Clock) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    session.add_item("guest")
    session.go(Position("guests"))
    going.on(60)
    keeper.tick()
    assert keeper.close()
    assert keeper.status == "new"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reply", ["answer", "park", "note"])
def test_every_reply_is_kept_at_the_end(
    session: Session, tmp_path: Path, going: Clock, reply: str
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    match reply:
        case "answer":
            session.answer(SIZE, 3)
        case "park":
            session.park(SIZE, "Kim")
        case _:
            session.remark(SIZE, "ask the host")
    assert keeper.close()
    table = {"answer": "about", "park": "parked", "note": "note"}[reply]
    assert table in inside(path)


def test_a_plan_that_is_only_looked_at_stays_as_it_is(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    path.write_text(path.read_text() + "# a comment by hand\n")
    before, when = path.read_bytes(), path.stat().st_mtime_ns
    keeper = opened(questionnaire, path, going)
    assert keeper.status == "saved"
    assert keeper.close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, when)


def test_where_one_stands_is_told_at_the_end_and_the_file_is_left_alone(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    before = path.read_bytes()
    told: list[Kept] = []
    keeper = opened(questionnaire, path, going, after_save=lambda kept, card: told.append(kept))
    keeper.session.go(Position("about", "about.aim"))
    assert keeper.close()
    assert path.read_bytes() == before
    assert told[-1].document.meta.position == Position("about", "about.aim")


def test_a_position_that_cannot_be_kept_is_no_failure(
    questionnaire: Questionnaire,
    tmp_path: Path,
    going: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    keeper = opened(questionnaire, path, going)
    monkeypatch.setattr(planfile, "replace_file", refusing("the disk is read-only"))
    keeper.session.go(Position("guests"))
    assert keeper.close()
    assert keeper.failed == ""


def test_an_answer_stamps_the_plan(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, meta={"changed": datetime(2026, 1, 2, 3, 4)})
    keeper = opened(questionnaire, path, going)
    keeper.session.answer(SIZE, 4)
    keeper.save()
    assert inside(path)["meta"]["changed"] == going.now


def test_a_sample_is_never_written(questionnaire: Questionnaire, going: Clock) -> None:
    keeper = Keeper(Session(questionnaire, read_only=True), None, going)
    assert keeper.save(scorecard=True)
    assert keeper.close()
    assert keeper.status == "read only"


# -------------------------------------------------------------------------------------- its name


def test_a_new_plan_is_named_once_its_title_is_left(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.go(Position("about", "about.name"))
    session.answer(NAME, "Spring visit: Oslo!")
    keeper.save()
    assert keeper.path == tmp_path / "new-plan.toml"  # the title may still be typed
    session.go(Position("about", "about.size"))
    session.answer(SIZE, 3)
    keeper.save()
    assert keeper.path == tmp_path / "spring-visit-oslo.toml"
    assert [path.name for path in tmp_path.iterdir()] == ["spring-visit-oslo.toml"]
    session.answer(NAME, "Autumn visit")  # settled: what others know it by stays
    keeper.save()
    assert [path.name for path in tmp_path.iterdir()] == ["spring-visit-oslo.toml"]


def test_another_section_without_a_question_has_left_the_title_too(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.answer(NAME, "Oslo")
    session.go(Position("guests"))
    keeper.save()
    assert keeper.path == tmp_path / "oslo.toml"


@pytest.mark.parametrize("end", ["close", "save"])
def test_leaving_and_saving_settle_the_name(
    session: Session, tmp_path: Path, going: Clock, end: str
) -> None:
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.go(Position("about", "about.name"))
    session.answer(NAME, "Oslo")
    keeper.save()  # by itself, while the title is being typed
    assert keeper.close() if end == "close" else keeper.save(scorecard=True)
    if end == "save":
        assert keeper.close()
    assert [path.name for path in tmp_path.iterdir()] == ["oslo.toml"]


def test_the_named_plan_never_takes_the_place_of_another(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    (tmp_path / "oslo.toml").write_text("mine")
    (tmp_path / "oslo-2.toml").symlink_to("gone")  # a link that leads nowhere lies there too
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.answer(NAME, "Oslo")
    assert keeper.close()
    assert (tmp_path / "oslo.toml").read_text() == "mine"
    assert keeper.path == tmp_path / "oslo-3.toml"
    assert inside(keeper.path)["about"]["name"] == "Oslo"


def test_the_provisional_name_stays_when_the_new_one_cannot_be_written(
    session: Session, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.answer(SIZE, 3)
    keeper.save()
    session.answer(NAME, "Oslo")
    session.go(Position("guests"))
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", refusing("the disk is full"))
        assert not keeper.save()
    assert keeper.path == tmp_path / "new-plan.toml"
    assert inside(keeper.path)["about"] == {"size": 3}
    assert keeper.save()
    assert [path.name for path in tmp_path.iterdir()] == ["oslo.toml"]


def test_a_provisional_file_that_somebody_changed_stays(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    keeper = Keeper(session, tmp_path / "new-plan.toml", going, settled=False)
    session.answer(SIZE, 3)
    keeper.save()
    (tmp_path / "new-plan.toml").write_text("theirs")
    session.answer(NAME, "Oslo")
    assert keeper.close()
    assert (tmp_path / "new-plan.toml").read_text() == "theirs"
    assert inside(tmp_path / "oslo.toml")["about"] == {"name": "Oslo", "size": 3}


def test_free_path(tmp_path: Path) -> None:
    path = tmp_path / "a.b.toml"
    assert free_path(path) == path
    path.write_text("")
    (tmp_path / "a.b-2.toml").mkdir()
    assert free_path(path) == tmp_path / "a.b-3.toml"


# --------------------------------------------------------------- files that belong to somebody


def test_a_file_that_is_there_is_not_overwritten(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    path.write_text("somebody was quicker")
    session.answer(SIZE, 3)
    assert keeper.save()
    assert path.read_text() == "somebody was quicker"
    assert inside(tmp_path / "a-2.toml")["about"] == {"size": 3}
    assert keeper.status == "saved 14:02 as a-2.toml"


def test_a_file_changed_underneath_is_kept_and_ours_goes_beside_it(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    told: list[tuple[Path, str, bool]] = []
    keeper = opened(
        questionnaire,
        path,
        going,
        after_save=lambda kept, card: told.append((kept.path, kept.digest, card)),
    )
    theirs = visit.plan_text(about={"name": "Bergen"}).encode()
    path.write_bytes(theirs)
    keeper.session.answer(SIZE, 3)
    assert keeper.save(scorecard=True)
    assert path.read_bytes() == theirs
    assert inside(tmp_path / "plan-2.toml")["about"] == {"name": "Oslo", "size": 3}
    assert "plan-2.toml" in keeper.status
    keeper.session.answer(SIZE, 4)  # from now on it goes on there
    assert keeper.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan-2.toml", "plan.toml"]
    assert inside(tmp_path / "plan-2.toml")["about"]["size"] == 4
    assert {each[0].name for each in told} == {"plan-2.toml"}


def test_a_plan_looked_at_while_somebody_changed_it_is_left_alone(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    told: list[bool] = []
    keeper = opened(questionnaire, path, going, after_save=lambda kept, card: told.append(card))
    keeper.session.go(Position("guests"))
    theirs = visit.plan_text(about={"name": "Bergen"}).encode()
    path.write_bytes(theirs)
    assert keeper.save(scorecard=True)
    assert keeper.close()
    assert [each.name for each in tmp_path.iterdir()] == ["plan.toml"]
    assert path.read_bytes() == theirs
    assert told == []  # no scorecard of the old answers beside the new plan


def test_a_file_that_was_deleted_is_written_again(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    keeper = opened(questionnaire, path, going)
    path.unlink()
    assert keeper.close()
    assert inside(path)["about"] == {"name": "Oslo"}
    assert keeper.status == "saved 14:02"


def test_a_folder_that_is_away_for_a_while(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    keeper = opened(questionnaire, visit.plan_file(folder, about={"name": "Oslo"}), going)
    keeper.session.answer(SIZE, 3)
    folder.rename(tmp_path / "away")
    assert not keeper.save()
    assert keeper.status.startswith("NOT SAVED: the folder does not exist")
    (tmp_path / "away").rename(folder)
    assert keeper.save()
    assert [path.name for path in folder.iterdir()] == ["plan.toml"]
    assert inside(folder / "plan.toml")["about"] == {"name": "Oslo", "size": 3}


# ------------------------------------------------------------------------- disks that say no


def refusing(reason: str, *, replaced: bool = False) -> Callable[[Path, bytes], None]:
    def refuse(path: Path, data: bytes, **more: object) -> None:
        if replaced:
            path.write_bytes(data)
        raise SaveFailed(reason, replaced=replaced)

    return refuse


def test_a_full_disk_is_said_and_nothing_is_lost(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    before = path.read_bytes()
    keeper = opened(questionnaire, path, going)
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", refusing("the disk is full"))
        keeper.session.answer(SIZE, 3)
        assert not keeper.save()
        assert not keeper.close()
        assert keeper.status == "NOT SAVED: the disk is full"
        assert keeper.dirty
        assert path.read_bytes() == before
    assert keeper.save()
    assert keeper.status == "saved 14:02"
    assert inside(path)["about"] == {"name": "Oslo", "size": 3}


def test_a_failed_save_is_tried_again_but_not_twice_a_second(
    session: Session, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []

    def refuse(path: Path, data: bytes, **more: object) -> None:
        tries.append(0)
        raise SaveFailed("the disk is full")

    keeper = Keeper(session, tmp_path / "a.toml", going)
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", refuse)
        session.answer(SIZE, 3)
        for _ in range(20):  # ten seconds of ticks
            going.on(0.5)
            keeper.tick()
            settle()
        assert len(tries) == 1
    going.on(10)
    keeper.tick()
    settle()
    assert inside(tmp_path / "a.toml")["about"] == {"size": 3}
    assert keeper.failed == ""


def test_taking_back_what_could_not_be_saved_is_no_longer_a_problem(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    keeper = opened(questionnaire, path, going)
    monkeypatch.setattr(planfile, "replace_file", refusing("the disk is full"))
    keeper.session.answer(SIZE, 3)
    keeper.save()
    keeper.session.undo()
    assert keeper.status == "saved"
    assert keeper.close()


def test_a_file_that_may_not_survive_a_power_cut_is_ours_all_the_same(
    session: Session, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", refusing("...", replaced=True))
        session.answer(SIZE, 3)
        assert keeper.save()
        assert keeper.status.startswith("saved 14:02")
        assert "power cut" in keeper.status
    session.answer(SIZE, 4)
    assert keeper.save()
    assert keeper.status == "saved 14:02"
    assert [each.name for each in tmp_path.iterdir()] == ["a.toml"]


def test_the_mode_of_the_file_stays(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    path.chmod(0o640)
    keeper = opened(questionnaire, path, going)
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_write_protected_plan_is_not_overwritten(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    path.chmod(0o444)
    before = path.read_bytes()
    keeper = opened(questionnaire, path, going)
    keeper.session.answer(SIZE, 3)
    assert not keeper.save()
    assert keeper.status.startswith("NOT SAVED: the file is write-protected")
    assert path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(
    questionnaire: Questionnaire, tmp_path: Path, going: Clock
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    keeper = opened(questionnaire, path, going)
    keeper.session.answer(SIZE, 3)
    tmp_path.chmod(0o500)
    try:
        assert not keeper.save()
        assert keeper.status.startswith("NOT SAVED: you may not write in this folder")
    finally:
        tmp_path.chmod(0o700)
    assert keeper.save()


# ------------------------------------------------------------------------------ its scorecard


def test_the_scorecard_is_asked_for_on_save_and_at_the_end(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    told: list[tuple[Kept, bool]] = []
    keeper = Keeper(
        session, tmp_path / "a.toml", going, after_save=lambda kept, card: told.append((kept, card))
    )
    session.answer(SIZE, 3)
    keeper.save()
    session.answer(SIZE, 4)
    keeper.save(scorecard=True)
    session.answer(SIZE, 5)
    keeper.close()
    assert [card for _, card in told] == [False, True, True]
    kept = told[-1][0]
    assert kept.document.answers.value(SIZE) == 5
    assert kept.digest == hashlib.sha256(kept.path.read_bytes()).hexdigest()


def test_what_is_told_is_what_was_written(
    session: Session, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(path: Path, data: bytes, **more: Any) -> tuple[str, ...]:
        path.write_bytes(data)
        session.answer(SIZE, 4)  # the person types on while the disk is busy
        return ()

    told: list[Kept] = []
    keeper = Keeper(
        session, tmp_path / "a.toml", going, after_save=lambda kept, card: told.append(kept)
    )
    monkeypatch.setattr(planfile, "replace_file", slow)
    session.answer(SIZE, 3)
    keeper.save(scorecard=True)
    assert told[0].document.answers.value(SIZE) == 3
    assert inside(tmp_path / "a.toml")["about"] == {"size": 3}
    assert keeper.status == "changed"


def test_a_scorecard_that_cannot_be_written_is_said(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    def full(kept: Kept, scorecard: bool) -> None:
        if scorecard:
            raise SaveFailed("the disk is full")

    keeper = Keeper(session, tmp_path / "a.toml", going, after_save=full)
    session.answer(SIZE, 3)
    assert keeper.save(scorecard=True)  # the answers are safe
    assert keeper.status == "saved 14:02, but not its scorecard: the disk is full"


def test_the_provisional_name_is_handed_on_when_it_is_gone(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    told: list[Path | None] = []
    keeper = Keeper(
        session,
        tmp_path / "new-plan.toml",
        going,
        settled=False,
        after_save=lambda kept, card: told.append(kept.before),
    )
    session.answer(SIZE, 3)
    keeper.save()
    session.answer(NAME, "Oslo")
    keeper.close()
    assert told == [None, tmp_path / "new-plan.toml"]


# -------------------------------------------------------------------------------- many threads


def test_the_file_is_always_one_whole_state(session: Session, tmp_path: Path, going: Clock) -> None:
    """A guest is copied with name and role at once; no save may catch half of that."""
    path = tmp_path / "a.toml"
    whole: list[bool] = []

    def after(kept: Kept, scorecard: bool) -> None:
        answers = kept.document.answers
        names = [answers.value(Place("guest.name", item)) for item in answers.ids("guest")]
        roles = [answers.value(Place("guest.role", item)) for item in answers.ids("guest")]
        whole.append(names == roles)

    keeper = Keeper(session, path, going, after_save=after)
    first = session.add_item("guest")
    session.answer(Place("guest.name", first), "Kim")
    session.answer(Place("guest.role", first), "Kim")
    stop = threading.Event()
    broken: list[BaseException] = []

    def keep(action: Callable[[], object]) -> None:
        try:
            while not stop.is_set():
                action()
        except BaseException as problem:
            broken.append(problem)

    savers = [
        threading.Thread(target=keep, args=(action,))
        for action in (keeper.save, keeper.close, lambda: keeper.save(scorecard=True), keeper.tick)
    ]
    for one in savers:
        one.start()
    for _ in range(150):
        made = session.duplicate_item("guest", first)
        if path.exists():
            guests = inside(path)["guest"]
            assert [guest["name"] for guest in guests] == [guest["role"] for guest in guests]
        session.delete_item("guest", made)
    session.duplicate_item("guest", first)
    stop.set()
    for one in savers:
        one.join(10)
    settle()
    assert keeper.close()
    assert len(inside(path)["guest"]) == 2
    assert broken == []
    assert whole and all(whole)
    assert [each.name for each in tmp_path.iterdir()] == ["a.toml"]


# ------------------------------------------------------------------------------ what would be lost


def test_a_text_that_would_not_give_back_all_answers_does_not_replace_the_file(
    session: Session, tmp_path: Path, going: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    session.answer(SIZE, 3)
    assert keeper.save()
    before = path.read_bytes()
    session.answer(SIZE, 4)
    monkeypatch.setattr("smtui.plan.keeping.keeper.written", lambda *_: before.decode())
    assert not keeper.save()
    assert keeper.status.startswith("NOT SAVED: not everything would come back from the file")
    assert path.read_bytes() == before
    monkeypatch.undo()
    assert keeper.save()
    assert inside(path)["about"] == {"size": 4}


def test_a_plan_that_could_not_be_opened_again_does_not_replace_the_file(
    session: Session, tmp_path: Path, going: Clock
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    session.answer(SIZE, 3)
    assert keeper.save()
    for _ in range(300):
        session.answer(Place("guest.name", session.add_item("guest")), "x" * 20_000)
    assert not keeper.close()
    assert "larger than smtui reads" in keeper.status
    assert inside(path)["about"] == {"size": 3}


@pytest.mark.parametrize("asks", [True, False])
def test_a_save_by_hand_does_not_say_saved_of_a_file_that_somebody_has_overwritten(
    session: Session, tmp_path: Path, going: Clock, asks: bool
) -> None:
    path = tmp_path / "a.toml"
    keeper = Keeper(session, path, going)
    keeper.asks = asks
    session.answer(SIZE, 3)
    assert keeper.save(scorecard=True)
    path.write_text(path.read_text().replace("size = 3", "size = 4"))
    assert keeper.save(scorecard=True) is not asks
    if asks:
        assert keeper.conflict
        keeper.go_beside()
        assert keeper.dirty
        assert keeper.save()
    assert inside(path)["about"] == {"size": 4}
    assert inside(tmp_path / "a-2.toml")["about"] == {"size": 3}
