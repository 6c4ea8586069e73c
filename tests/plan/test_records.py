"""The file of a journal: whatever is in it, what comes out was put in."""

import json
import os
import zlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Place
from smtui.plan.journal.leaves import Leaf, apply
from smtui.plan.journal.packing import packed, packed_leaf, unpacked, unpacked_leaf
from smtui.plan.journal.records import (
    Found,
    Head,
    base_record,
    head_record,
    journals_in,
    leaf_record,
    line,
    read_journal,
    saved_record,
    where_record,
)
from smtui.plan.session import Position
from tests.plan.anything import CLEAN, TEXTS, leaves, told, values

HEAD = Head(
    plan="/home/anna/plan.toml",
    digest="a" * 64,
    questionnaire="party",
    version="1.2",
    questionnaire_digest="b" * 64,
    program="0.1",
    host="desk",
    boot="c0ffee",
    pid=4711,
    user="anna",
    started=datetime(2026, 11, 21, 14, 2),
)


def numbered(*records: dict[str, Any]) -> bytes:
    """Records as they stand in a file, one after the other."""
    return b"".join(line({"n": at, **record}) for at, record in enumerate(records))


def text_of(name: str, text: str) -> dict[str, Any]:
    return leaf_record(Leaf("values", name, "", text))


def found_in(data: bytes) -> Found:
    Path("journal.jsonl").write_bytes(data)
    found = read_journal(Path("journal.jsonl"))
    assert found is not None
    return found


def said(found: Found) -> dict[str, Any]:
    return {leaf.name: leaf.value for leaf in found.changes}


# values


@given(values(TEXTS))
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    back = unpacked(json.loads(json.dumps(packed(value))))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


@given(leaves())
def test_every_leaf_comes_back_as_it_was(leaf: Leaf) -> None:
    raw = json.loads(json.dumps(packed_leaf(leaf)))
    assert repr(unpacked_leaf(leaf.sort, leaf.name, leaf.item, raw)) == repr(leaf)


@given(st.lists(leaves(), max_size=8))
def test_a_file_gives_the_answers_that_were_written(written: list[Leaf]) -> None:
    data = numbered(head_record(HEAD), *(leaf_record(leaf) for leaf in written))
    path = Path("journal.jsonl")
    path.write_bytes(data)
    found = read_journal(path)
    assert found is not None
    assert found.broken == 0
    assert told(apply(Answers(), found.changes)) == told(apply(Answers(), written))


@given(CLEAN)
def test_a_record_is_one_line_of_plain_letters(text: str) -> None:
    record = line({"n": 1, "q": "a.b", "v": text})
    assert record.count(b"\n") == 1
    assert record.isascii()


# what a journal says


def test_a_whole_journal() -> None:
    found = found_in(
        numbered(
            head_record(HEAD),
            base_record("a" * 64, "[party]\nname = 'é'\n"),
            text_of("party.name", "A") | {"t": "2026-11-21T14:02:00"},
            saved_record("d" * 64),
            text_of("party.name", "AB") | {"t": "2026-11-21T14:03:00"},
            leaf_record(Leaf("values", "guest.day", "k3f9", date(2026, 12, 24))),
            text_of("party.name", "ABC") | {"t": "2026-11-21T14:37:00"},
            where_record(Position("first", "guest.day", "k3f9"), "full"),
        )
    )
    assert found.head == HEAD
    assert found.base_text == "[party]\nname = 'é'\n"
    assert found.base_digest == "d" * 64
    assert found.before == (Leaf("values", "party.name", "", "A"),)
    assert set(found.changes) == {
        Leaf("values", "party.name", "", "ABC"),
        Leaf("values", "guest.day", "k3f9", date(2026, 12, 24)),
    }
    assert found.position == Position("first", "guest.day", "k3f9")
    assert found.run == "full"
    assert found.first == datetime(2026, 11, 21, 14, 3)
    assert found.last == datetime(2026, 11, 21, 14, 37)
    assert (found.broken, found.newer_format, found.unread) == (0, False, "")


def test_a_journal_whose_answers_are_all_saved_holds_no_changes() -> None:
    found = found_in(numbered(head_record(HEAD), text_of("a", "A"), saved_record("d" * 64)))
    assert found.changes == ()
    assert found.first is found.last is None


def test_numbers_order_records() -> None:
    one, two = text_of("a", "new") | {"n": 7}, text_of("a", "old") | {"n": 3}
    assert said(found_in(line(one) + line(two))) == {"a": "new"}


def test_a_journal_of_a_newer_smtui_is_not_read() -> None:
    head = head_record(HEAD) | {"format": 2}
    found = found_in(numbered(head, text_of("a", "A"), {"unheard": "of"}))
    assert found.newer_format
    assert found.changes == ()


# damage


def test_a_half_written_record_hides_no_later_one() -> None:
    records = [line({"n": at, **text_of(f"q.{at}", "x" * at)}) for at in range(9)]
    records[3] = records[3][:20] + b"\n"
    found = found_in(b"".join(records))
    assert set(said(found)) == {f"q.{at}" for at in range(9) if at != 3}
    assert found.broken == 1


def test_without_its_line_end_a_record_is_lost_alone() -> None:
    records = [line({"n": at, **text_of(f"q.{at}", "x")}) for at in range(4)]
    records[1] = records[1][:-1] + b"\x0b"
    assert set(said(found_in(b"".join(records)))) == {"q.0", "q.1", "q.2", "q.3"}


def test_the_head_is_found_at_its_second_place() -> None:
    head = line({"n": 0, **head_record(HEAD)})
    found = found_in(b"x" + head[1:] + head)
    assert found.head == HEAD
    assert found.base_digest == "a" * 64


@given(st.binary(max_size=200))
def test_any_bytes_are_a_journal_that_may_say_nothing(data: bytes) -> None:
    path = Path("journal.jsonl")
    path.write_bytes(data)
    found = read_journal(path)
    assert found is not None
    assert found.changes == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date", "int", "float", "dict", "list", "str", "fold", "x"]),
            inside,
            max_size=2,
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["n", "format", "base", "digest", "saved", "at", "run", "s", "q", "i", "v", "t", "plan", "pid"]
)
ODD = st.sampled_from(
    ["values", "items", "parked", "remarks", "not_applicable", "2026-11-21", "a" * 64, 1, 0]
)


@given(st.lists(st.dictionaries(KEYS, JSON | ODD), max_size=6))
def test_any_records_are_a_journal(records: list[dict[str, Any]]) -> None:
    path = Path("journal.jsonl")
    path.write_bytes(b"".join(line({"n": at, **one}) for at, one in enumerate(records)))
    found = read_journal(path)
    assert found is not None
    apply(Answers(), found.changes)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"n":1,"q":"a","v":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"n":1,"q":"a","v":' + b'{"list":[' * 60 + b"]}" * 60 + b"}",
        b'{"n":1,"q":"a","v":' + b"9" * 5000 + b"}",
        b'{"n":1,"q":"a","v":NaN}',
        b'{"n":true,"q":"a","v":1}',
        b'{"n":-1,"q":"a","v":1}',
        b'{"n":1e9,"q":"a","v":1}',
        b'{"n":1,"q":"a\\u001b[31m","v":1}',
        b'{"n":1,"q":"a","v":{"date":"yesterday"}}',
        b'{"n":1,"q":"a","v":{"str":"zz"}}',
        b'{"n":1,"q":"a","s":"surprises","v":1}',
        b'{"n":1,"q":"a","s":[],"v":1}',
        b'{"n":1,"q":["a"],"v":1}',
        b'{"n":1,"q":"a","s":"items","v":["\\u202e"]}',
        b"\xff\xfe",
        b"null",
    ],
)
def test_a_record_that_says_nothing_sensible_is_skipped(body: bytes) -> None:
    bad = b"%08x %d %s\n" % (zlib.crc32(body), len(body), body)
    found = found_in(bad + line({"n": 5, **text_of("good", "x")}))
    assert said(found) == {"good": "x"}
    assert found.broken == 1


def test_texts_of_a_file_are_cleaned(hostile: str) -> None:
    at = Place("a.b")
    sorts = {"values": hostile, "remarks": [hostile, hostile], "disagreements": [hostile, hostile]}
    found = found_in(
        numbered(*({"s": sort, "q": "a.b", "v": value} for sort, value in sorts.items()))
    )
    answers = apply(Answers(), found.changes)
    texts = [answers.value(at), answers.remarks[at].text, answers.remarks[at].author]
    texts += [answers.disagreements[at].name, answers.disagreements[at].text]
    assert not any(letter in text for text in texts for letter in "\x1b\x9b\x07\u202e\r")


def test_many_lengths_that_are_lies_take_no_time() -> None:
    assert found_in(b"00000000 99999999 \n" * 50_000).broken == 50_000


# files


def test_no_file_is_no_journal(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "journal.jsonl") is None
    assert read_journal(tmp_path / "no" / "journal.jsonl") is None


def test_what_is_no_file_of_ours_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(numbered(text_of("a", "A")))
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe"):
        found = read_journal(tmp_path / name)
        assert found is not None
        assert found.unread
        assert found.changes == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_file_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(numbered(text_of("a", "A")))
    os.chown(tmp_path / "theirs", 12_345, -1)
    found = read_journal(tmp_path / "theirs")
    assert found == Found(tmp_path / "theirs", unread="it belongs to somebody else")


def test_a_file_too_large_for_a_journal_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "large", "wb") as file:
        file.truncate(70_000_000)
    found = read_journal(tmp_path / "large")
    assert found is not None
    assert "larger" in found.unread


def test_the_journals_of_a_folder_come_in_order(tmp_path: Path) -> None:
    for name in ("journal-10.jsonl", "journal-2.jsonl", "journal.jsonl", "notes.txt", "journal-0"):
        (tmp_path / name).write_text("")
    names = [path.name for path in journals_in(tmp_path)]
    assert names == ["journal.jsonl", "journal-2.jsonl", "journal-10.jsonl"]
    assert journals_in(tmp_path / "nowhere") == []


def test_a_head_is_only_what_it_can_be() -> None:
    good = head_record(HEAD)
    for wrong in ({"digest": "x"}, {"pid": "4"}, {"started": "now"}, {"host": 5}, {"plan": None}):
        assert found_in(numbered(good | wrong)).head is None
    head = found_in(numbered(good | {"host": "\x1b[31m" + "x" * 5000})).head
    assert head == replace(HEAD, host=("[31m" + "x" * 5000)[:200])
