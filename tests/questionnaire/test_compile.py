"""Every mistake that an author can make is told with its file, line, place and mend."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smtui.mistakes import BadInput
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import TooCostly
from smtui.text import clean_text
from tests.questionnaire import HEAD, Trip, told, write

# Lines 4 to 32: a questionnaire without a mistake. What a test adds begins at line 33.
GOOD = """\
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
[[dimensions]]
id = "fit"
title = "Fit"
[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "How many?"
[[sections.questions]]
id = "visit.mode"
kind = "choice"
ask = "How?"
choices = [{ id = "train", label = "Train" }, { id = "car", label = "Car" }]
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
[[sections.questions]]
id = "person.host"
kind = "link"
ask = "With whom?"
to = "person"
"""
QUESTION = '[[sections.questions]]\nid = "visit.more"\nkind = "text"\nask = "More?"\n'
RECORD = '[[sections.questions]]\nid = "visit.plan"\nkind = "record"\nask = "Plan?"\nfields = [\n'
TABLE = '[tables.cities]\nby = ["id"]\ncolumns = { warm = "number" }\n[tables.cities.rows]\n'
FINDING = '[[findings]]\nid = "W-1"\nseverity = "advice"\ndimension = "fit"\nsaw = "x"\n'
CHECK = '[[checks]]\nid = "P1"\ndimension = "fit"\npoints = 5\nsays = "x"\n'
BAND = '[[bands]]\nid = "A"\nfrom = 0\ntitle = "a"\n'
KINDS = "kinds: text, longtext, choice, choices, yesno, number, money, percent ..."


def of(text: str, folder: Path) -> str:
    """What an author is told of a text behind the good lines."""
    return told(write(folder, GOOD + text))


def test_the_good_lines_have_no_mistake(tmp_path: Path) -> None:
    extra = TABLE + 'rome = { warm = 9 }\n[[computed]]\nid = "old"\nfor = "person"\nvalue = "1"\n'
    assert of(QUESTION + extra + CHECK + 'earn = "1"\n' + BAND, tmp_path) == ""


CASES = {
    # keys
    "unknown key of a question": (
        QUESTION + 'lable = "x"\n',
        """\
        questionnaire.toml:37: 'lable' is not a key of a question of kind 'text'
            did you mean 'label'?  keys: id, kind, ask, label, help, why, good, weak ...
        """,
    ),
    "key of another kind": (
        QUESTION + 'unit = "people"\n',
        """\
        questionnaire.toml:37: 'unit' is not a key of a question of kind 'text'
            it is a key of the kinds number, money, percent, scale, shares, computed
        """,
    ),
    "unknown key at the top": (
        "[[sectoins]]\n",
        """\
        questionnaire.toml:33: 'sectoins' is not a key of a questionnaire
            did you mean 'sections'?  keys: id, version, rubric_version, title, language, \
about, include, sources ...
        """,
    ),
    "unknown key of a choice": (
        QUESTION.replace("text", "choice") + 'choices = [\n  { id = "a", lable = "A" },\n]\n',
        """\
        questionnaire.toml:38: 'label' is missing in a choice
        questionnaire.toml:38: 'lable' is not a key of a choice
            did you mean 'label'?  keys: id, label, help, points, alone, group, show_if, retired ...
        """,
    ),
    "unknown key of a prompt": (
        QUESTION + 'prompts = [{ if = "visit.size > 1", say = "x" }]\n',
        """\
        questionnaire.toml:37: 'if' is not a key of a prompt
            write 'when'
        """,
    ),
    "the model's name for a key": (
        '[[computed]]\nid = "x"\nover = "person"\nvalue = "1"\n',
        """\
        questionnaire.toml:35: 'over' is not a key of a computed value
            keys: id, value, for
        """,
    ),
    "a missing key": (
        CHECK,
        "questionnaire.toml:33: 'earn' is missing in a check 'P1'\n",
    ),
    "a missing label of a choice": (
        QUESTION.replace("text", "choice") + 'choices = [{ id = "a" }]\n',
        "questionnaire.toml:37: 'label' is missing in a choice\n",
    ),
    "no kind": (
        QUESTION.replace('kind = "text"\n', ""),
        f"""\
        questionnaire.toml:33: 'kind' is missing in the question 'visit.more'
            {KINDS.removesuffix(" ...")}, date, scale, ranking, shares, texts, record, \
grid, link, links, note, computed
        """,
    ),
    "no ask": (
        QUESTION.replace('ask = "More?"\n', ""),
        "questionnaire.toml:33: 'ask' is missing in the question 'visit.more'\n",
    ),
    "no label of a field": (
        RECORD + '{ id = "on", kind = "date" },\n]\n',
        "questionnaire.toml:38: 'label' is missing in the field 'visit.plan.on'\n",
    ),
    # types
    "a number for a text": (
        QUESTION.replace('"More?"', "5"),
        "questionnaire.toml:36: 'ask' of a question of kind 'text': a text in quotes is expected\n"
        '    write ask = "5"\n',
    ),
    "a text for a number": (
        CHECK.replace("5", '"5"') + 'earn = "1"\n' + BAND,
        "questionnaire.toml:36: 'points' of a check: a number is expected\n",
    ),
    "a number for a condition": (
        QUESTION + "show_if = 5\n",
        "questionnaire.toml:37: 'show_if' of a question of kind 'text': "
        "a text in quotes or a list [...] is expected\n",
    ),
    "a number among conditions": (
        QUESTION + 'show_if = [\n"visit.size > 1",\n5,\n]\n',
        "questionnaire.toml:39: 'show_if' of a question of kind 'text': "
        "a text in quotes is expected\n",
    ),
    "a word that is none of those allowed": (
        FINDING.replace("advice", "hint") + 'when = "visit.size > 1"\n',
        "questionnaire.toml:35: 'severity' of a finding: "
        "it must be 'blocker', 'serious', 'warning', 'advice' or 'strength'\n",
    ),
    "one table for a list of tables": (
        "[checks]\n",
        """\
        questionnaire.toml:33: 'checks' is a list of tables
            write [[checks]] above each
        """,
    ),
    "a list of tables for tables with names": (
        "[[tables]]\n",
        """\
        questionnaire.toml:33: [tables] holds tables with names
            write [tables.NAME]
        """,
    ),
    # kinds
    "an unknown kind": (
        QUESTION.replace("text", "chioce"),
        f"""\
        questionnaire.toml:35: 'chioce' is not a kind of question
            did you mean 'choice'?  {KINDS}
        """,
    ),
    "a kind that is no text": (
        QUESTION.replace('"text"', '["text"]'),
        f"""\
        questionnaire.toml:35: '['text']' is not a kind of question
            did you mean 'text'?  {KINDS}
        """,
    ),
    "a record in a record": (
        RECORD + '{ id = "on", kind = "record", label = "On" },\n]\n',
        "questionnaire.toml:38: a record cannot be a field of a record\n",
    ),
    "other in a field": (
        RECORD + '{ id = "on", kind = "choice", label = "On", other = "X", choices = [] },\n]\n',
        """\
        questionnaire.toml:38: a field of a record cannot have 'other'
            make it a question of its own
        """,
    ),
    "a record without fields": (
        RECORD + "]\n",
        """\
        questionnaire.toml:33: the record 'visit.plan' has no fields
            write [[sections.questions.fields]]
        """,
    ),
    # names and ids
    "a question twice": (
        QUESTION.replace("visit.more", "visit.size"),
        """\
        questionnaire.toml:34: 'visit.size' is there twice; first in questionnaire.toml:15
            give it another id
        """,
    ),
    "a list twice": (
        '[[lists]]\nid = "person"\none = "a"\nmany = "b"\ntitle = "x"\n',
        """\
        questionnaire.toml:34: 'person' is there twice in lists; first in questionnaire.toml:4
            give it another id
        """,
    ),
    "no name": (
        QUESTION.replace("visit.more", "Visit More"),
        """\
        questionnaire.toml:34: 'Visit More' is not a name
            a name is part.part, each of a-z, 0-9 and _, at most 64
        """,
    ),
    "a name that the plan file uses": (
        QUESTION.replace("visit.more", "note.more"),
        """\
        questionnaire.toml:34: a name cannot begin with 'note'
            the plan file uses it
        """,
    ),
    "a name that the language uses": (
        QUESTION.replace("visit.more", "not.more"),
        """\
        questionnaire.toml:34: a name cannot begin with 'not'
            the language uses it
        """,
    ),
    "a value called like a run": (
        '[[computed]]\nid = "run"\nvalue = "1"\n',
        """\
        questionnaire.toml:34: nothing can be called 'run': the language uses it
            choose another id
        questionnaire.toml:34: 'run' means something else already
            choose another id
        """,
    ),
    "a choice called like a word of the language": (
        QUESTION.replace("text", "choice") + 'choices = [{ id = "answered", label = "A" }]\n',
        "questionnaire.toml:37: a choice cannot be called 'answered': the language uses it\n",
    ),
    "a choice twice": (
        QUESTION.replace("text", "choice")
        + 'choices = [\n{ id = "a", label = "A" },\n{ id = "a", label = "B" },\n]\n',
        """\
        questionnaire.toml:39: the choice 'a' is there twice
            give it another id
        """,
    ),
    "a choice besides the one that other adds": (
        QUESTION.replace("text", "choice")
        + 'other = "Namely"\nchoices = [\n{ id = "other", label = "A" },\n]\n',
        """\
        questionnaire.toml:39: the choice 'other' is there twice
            give it another id
        """,
    ),
    "no choices": (
        QUESTION.replace("text", "choice"),
        """\
        questionnaire.toml:33: 'visit.more' has no choices
            give it choices = [...] or choices_from
        """,
    ),
    "a check without a capital": (
        CHECK.replace("P1", "p1") + 'earn = "1"\n' + BAND,
        """\
        questionnaire.toml:34: 'p1' is not an id of checks
            use a capital, then letters, digits and -
        """,
    ),
    "a follow-up of another list": (
        QUESTION + '[[sections.questions.then]]\nid = "person.x"\nkind = "text"\nask = "?"\n',
        """\
        questionnaire.toml:38: 'person.x' does not belong to the same list as 'visit.more' above it
            what belongs to a question is asked of the same item
        """,
    ),
    "least above most": (
        QUESTION.replace("text", "number") + "least = 5\nmost = 3\n",
        "questionnaire.toml:37: 'visit.more' wants at least 5 and at most 3\n",
    ),
    # references
    "an unknown list to link to": (
        QUESTION.replace("text", "link") + 'to = "persons"\n',
        """\
        questionnaire.toml:37: there is no list 'persons' to link to
            did you mean 'person'?  lists: person
        """,
    ),
    "an unknown source": (
        QUESTION + 'source = "TPL"\n[sources]\nTPLS = "Template"\n',
        """\
        questionnaire.toml:37: there is no source 'TPL'
            did you mean 'TPLS'?  sources: TPLS
        """,
    ),
    "an unknown dimension": (
        CHECK.replace("fit", "fitt") + 'earn = "1"\n' + BAND,
        """\
        questionnaire.toml:35: there is no dimension 'fitt'
            did you mean 'fit'?  dimensions: fit
        """,
    ),
    "an unknown check to recover": (
        CHECK + 'earn = "1"\n' + BAND + FINDING + 'when = "1 = 1"\nrecovers = ["P2"]\n',
        """\
        questionnaire.toml:49: there is no check 'P2'
            checks: P1
        """,
    ),
    "an unknown question of a finding": (
        FINDING + 'when = "1 = 1"\nquestion = "visit.sise"\n',
        """\
        questionnaire.toml:39: there is no question 'visit.sise'
            did you mean 'visit.size'?  questions: visit.size, visit.mode, person.name, person.host
        """,
    ),
    "an unknown question of a check": (
        CHECK + 'earn = "1"\nquestion = "visit.sise"\n' + BAND,
        """\
        questionnaire.toml:39: there is no question 'visit.sise'
            did you mean 'visit.size'?  questions: visit.size, visit.mode, person.name, person.host
        """,
    ),
    "a finding for nothing": (
        FINDING,
        "questionnaire.toml:33: the finding 'W-1' needs 'when' or 'each', one of the two\n",
    ),
    "an unknown run": (
        '[runs.fast]\ntitle = "Fast"\n',
        """\
        questionnaire.toml:33: there is no run 'fast'
            runs are quick and full
        """,
    ),
    "a sample that is not there": (
        '[[samples]]\nid = "one"\nfile = "one.toml"\ntitle = "One"\n',
        "questionnaire.toml:35: the file 'one.toml' is not there\n",
    ),
    "a sample outside": (
        '[[samples]]\nid = "one"\nfile = "../one.toml"\ntitle = "One"\n',
        """\
        questionnaire.toml:35: '../one.toml' lies outside the questionnaire's folder
            name a file of this folder
        """,
    ),
    "a word list with an empty word": (
        '[words.vague]\nwords = ["people", ""]\n',
        """\
        questionnaire.toml:33: the word list 'vague' has an empty word
            remove it
        """,
    ),
    # tables
    "a row that is none of the keys": (
        '[tables.fares]\nby = ["visit.mode"]\ncolumns = { price = "number" }\n'
        "[tables.fares.rows]\ntrian = { price = 1 }\n",
        """\
        questionnaire.toml:37: row 'trian': 'trian' is not one of 'visit.mode'
            did you mean 'train'?  choices: train, car
        """,
    ),
    "an unknown column": (
        TABLE + "rome = { wram = 1 }\n",
        """\
        questionnaire.toml:37: row 'rome': there is no column 'wram'
            did you mean 'warm'?  columns: warm
        """,
    ),
    "a cell of the wrong type": (
        TABLE + 'rome = { warm = "very" }\n',
        "questionnaire.toml:37: row 'rome', column 'warm': a number is expected\n",
    ),
    "a cell of no choice": (
        TABLE.replace('"number"', '"choice of (hot, cold)"') + 'rome = { warm = "tepid" }\n',
        "questionnaire.toml:37: row 'rome', column 'warm': 'tepid' is not one of hot, cold\n",
    ),
    "an unknown type of column": (
        TABLE.replace('"number"', '"nubmer"'),
        """\
        questionnaire.toml:35: 'nubmer' is not a type of column
            columns = { warm = "nubmer" }
                                ^^^^^^
            types: number, number 0 to 3, text, texts, yesno, date, choice of NAME, \
choices of NAME, choice of (a, b)
        """,
    ),
    "a key without choices": (
        TABLE.replace('"id"', '"visit.size"'),
        """\
        questionnaire.toml:34: 'visit.size' has no choices
            by = ["visit.size"]
                   ^^^^^^^^^^
            did you mean 'visit.mode'?  there are: visit.mode
        """,
    ),
    "no key": (
        TABLE.replace('"id"', ""),
        """\
        questionnaire.toml:33: the table 'cities' has no key
            by = ["id"]
        """,
    ),
    "a row that is no choice id": (
        TABLE + "New-York = { warm = 1 }\n",
        """\
        questionnaire.toml:37: a row cannot be called 'New-York'
            rows are choices: use a-z, 0-9 and _, and no word of the language
        """,
    ),
    "a table called like a list": (
        TABLE.replace("cities", "person"),
        """\
        questionnaire.toml:33: 'person' is a list and a table
            give one of them another name
        """,
    ),
    # bands
    "bands in the wrong order": (
        BAND + BAND.replace('"A"', '"B"').replace("0", "50"),
        """\
        questionnaire.toml:39: the band 'B' does not begin below 'A'
            let the bands stand from the highest to the lowest
        """,
    ),
    "no band at the bottom": (
        BAND.replace("0", "30"),
        """\
        questionnaire.toml:35: in the run 'quick' there is no band below 30
            let the lowest band begin at 0
        """,
    ),
    "no band at the bottom of one run": (
        BAND.replace("0", "30") + BAND.replace('"A"', '"B"') + 'runs = ["quick"]\n',
        """\
        questionnaire.toml:39: in the run 'full' there is no band below 30
            let the lowest band begin at 0
        """,
    ),
    "a band beyond 100": (
        BAND.replace("0", "130") + BAND.replace('"A"', '"B"'),
        "questionnaire.toml:35: the band 'A' begins outside 0 to 100\n",
    ),
    "no band": (
        CHECK + 'earn = "1"\n',
        """\
        questionnaire.toml: there are checks and no bands
            write [[bands]]
        """,
    ),
    # sentences
    "a wrong choice": (
        QUESTION + 'show_if = "visit.mode is trian"\n',
        """\
        questionnaire.toml:37: 'trian' is not one of the choices of 'visit.mode'
            show_if = "visit.mode is trian"
                                     ^^^^^
            did you mean 'train'?  choices: train, car
        """,
    ),
    "an unknown name": (
        QUESTION + 'show_if = "visit.sise > 3"\n',
        """\
        questionnaire.toml:37: there is nothing called 'visit.sise'
            show_if = "visit.sise > 3"
                       ^^^^^^^^^^
            did you mean 'visit.size'?
        """,
    ),
    "in a list of conditions, the same words twice": (
        QUESTION + 'show_if = ["visit.size > 3 and visit.mode is car", "visit.mode is cart"]\n',
        """\
        questionnaire.toml:37: 'cart' is not one of the choices of 'visit.mode'
            show_if = ["visit.size > 3 and visit.mode is car", "visit.mode is cart"]
                                                                              ^^^^
            did you mean 'car'?  choices: train, car
        """,
    ),
    "in a list over several lines": (
        QUESTION + 'show_if = [\n  "visit.size > 3",  # "visit.mode is cart"\n'
        '  "visit.mode is cart",\n]\n',
        """\
        questionnaire.toml:39: 'cart' is not one of the choices of 'visit.mode'
            "visit.mode is cart",
                           ^^^^
            did you mean 'car'?  choices: train, car
        """,
    ),
    "in a text of several lines": (
        QUESTION + 'show_if = """\nvisit.size > 3 \\\n   and visit.mode\nis cart"""\n',
        """\
        questionnaire.toml:40: 'cart' is not one of the choices of 'visit.mode'
            is cart\"\"\"
               ^^^^
            did you mean 'car'?  choices: train, car
        """,
    ),
    "in a literal text of several lines": (
        QUESTION + "show_if = '''visit.size > 3\nand visit.mode is cart'''\n",
        """\
        questionnaire.toml:38: 'cart' is not one of the choices of 'visit.mode'
            and visit.mode is cart'''
                              ^^^^
            did you mean 'car'?  choices: train, car
        """,
    ),
    "behind escaped characters": (
        QUESTION + "show_if = \"person = '\\\\'\\u00e9\\\\' \\t' or visit.mode is \\u0063art\"\n",
        """\
        questionnaire.toml:37: several values, each an item of 'person' cannot be compared \
with a text
            show_if = "person = '\\\\'\\u00e9\\\\' \\t' or visit.mode is \\u0063art"
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^
            go over them: any ... where, count of ... where
        """,
    ),
    "in braces behind an escaped quote": (
        QUESTION + "prompts = [{ say = \"it's {'\\\\'{visit.sise}'}\" }]\n",
        """\
        questionnaire.toml:37: there is nothing called 'visit.sise'
            prompts = [{ say = "it's {'\\\\'{visit.sise}'}" }]
                                           ^^^^^^^^^^
            did you mean 'visit.size'?
        """,
    ),
    "in a choice": (
        QUESTION.replace("text", "choice") + 'choices = [\n{ id = "a", label = "A" },\n'
        '{ id = "b", label = "B", show_if = "x > 1" },\n]\n',
        """\
        questionnaire.toml:39: there is nothing called 'x'
            { id = "b", label = "B", show_if = "x > 1" },
                                                ^
            names are section.question, a list, a table, a value
        """,
    ),
    "in a field": (
        RECORD + '{ id = "on", kind = "date", label = "On", show_if = "x > 1" },\n]\n',
        """\
        questionnaire.toml:38: there is nothing called 'x'
            { id = "on", kind = "date", label = "On", show_if = "x > 1" },
                                                                 ^
            names are section.question, a list, a table, a value
        """,
    ),
    "a default of another type": (
        QUESTION + 'default = "visit.size"\n',
        """\
        questionnaire.toml:37: a text is expected here, but this is a number
            default = "visit.size"
                       ^^^^^^^^^^
        """,
    ),
    "a default that is no choice": (
        QUESTION.replace("text", "choice")
        + 'choices = [{ id = "a", label = "A" }]\ndefault = "b"\n',
        """\
        questionnaire.toml:38: 'b' is neither a name nor one of 'visit.more'
            default = "b"
                       ^
            choices: a
        """,
    ),
    "a share that is a text": (
        CHECK + 'earn = "person"\n' + BAND,
        """\
        questionnaire.toml:38: a number is expected here, but this is several values, \
each an item of 'person'
            earn = "person"
                    ^^^^^^
        """,
    ),
    "the clock in a score": (
        CHECK + 'earn = "today > 2026-01-01"\n' + BAND,
        """\
        questionnaire.toml:38: 'today' is not allowed here
            earn = "today > 2026-01-01"
                    ^^^^^
            a score never reads the clock; only prompts and sheets may
        """,
    ),
    "a check named in a check": (
        CHECK + 'earn = "P1 * 2"\n' + BAND,
        """\
        questionnaire.toml:38: there is no check 'P1' that can be named here
            earn = "P1 * 2"
                    ^^
            findings name checks; all other names have small letters
        """,
    ),
    "choices from what is none": (
        QUESTION.replace("text", "choice") + 'choices_from = "person"\n',
        """\
        questionnaire.toml:37: these are no choices
            choices_from = "person"
                            ^^^^^^
            name a table with one key, or chosen values
        """,
    ),
    "computed for what is not there": (
        '[[computed]]\nid = "x"\nfor = "persons"\nvalue = "1"\n',
        """\
        questionnaire.toml:35: there is no list or table 'persons' to compute for
            did you mean 'person'?  there are: person
        """,
    ),
    "computed twice": (
        '[[computed]]\nid = "name"\nfor = "person"\nvalue = "1"\n',
        """\
        questionnaire.toml:34: 'person.name' means something else already
            choose another id
        """,
    ),
    # circles
    "a value that needs itself": (
        '[[computed]]\nid = "a"\nvalue = "b + 1"\n[[computed]]\nid = "b"\nvalue = "c + 1"\n'
        '[[computed]]\nid = "c"\nvalue = "a + 1"\n[[computed]]\nid = "d"\nvalue = "a + b + c"\n',
        """\
        questionnaire.toml:41: this needs itself: a -> b -> c -> a
            value = "a + 1"
                     ^
        """,
    ),
    "choices that need themselves": (
        QUESTION.replace("text", "choices")
        + 'choices_from = "warmest"\n'
        + TABLE
        + 'rome = { warm = 9 }\n[[computed]]\nid = "warmest"\n'
        'value = "sort (cities where fine) by warm"\n[[computed]]\nid = "fine"\nfor = "cities"\n'
        'value = "visit.more includes (this)"\n',
        """\
        questionnaire.toml:49: this needs itself: visit.more -> warmest -> cities.fine -> visit.more
            value = "visit.more includes (this)"
                     ^^^^^^^^^^
        """,
    ),
    "a question shown depending on itself": (
        QUESTION
        + 'show_if = "visit.last is answered"\n'
        + QUESTION.replace("more", "last")
        + 'show_if = "twice > 1"\n'
        '[[computed]]\nid = "twice"\nvalue = "count of words in visit.more"\n',
        """\
        questionnaire.toml:37: this is shown depending on itself: \
visit.more -> visit.last -> visit.more
        """,
    ),
    "a record shown depending on its field": (
        RECORD.replace("fields", 'show_if = "visit.plan.on is answered"\nfields')
        + '{ id = "on", kind = "date", label = "On" },\n]\n',
        """\
        questionnaire.toml:37: this is shown depending on itself: \
visit.plan -> visit.plan.on -> visit.plan
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told(case: str, tmp_path: Path) -> None:
    text, expected = CASES[case]
    assert of(text, tmp_path) + "\n" == dedent(expected)


def test_a_sentence_beyond_measure_is_refused_at_its_place(tmp_path: Path) -> None:
    long = of(QUESTION + f'show_if = "visit.size = 1{" or visit.size = 1" * 300}"\n', tmp_path)
    assert long.startswith(
        "questionnaire.toml:37: this is 5,414 characters long; at most 4,000 are read\n"
    )
    deep = of(QUESTION + f'show_if = "{"(" * 41}visit.size = 1{")" * 41}"\n', tmp_path)
    what, source, caret, mend = deep.split("\n")
    assert what == "questionnaire.toml:37: this is nested over 40 deep"
    assert source[caret.index("^") :].startswith("(visit.")
    assert mend == "    cut it into [[computed]] values"


# Files


def test_included_files_are_named_in_their_mistakes(tmp_path: Path) -> None:
    write(
        tmp_path, 'include = ["more.toml"]\n' + GOOD, more='[[sections]]\nid = "b"\ntilte = "B"\n'
    )
    assert told(tmp_path) == (
        "more.toml:1: 'title' is missing in a section 'b'\n"
        "more.toml:3: 'tilte' is not a key of a section\n"
        "    did you mean 'title'?  "
        "keys: id, title, help, show_if, minutes, questions, renamed_from"
    )


@pytest.mark.parametrize(
    ("included", "expected"),
    [
        ("../more.toml", "'../more.toml' lies outside the questionnaire's folder"),
        ("a/../../more.toml", "'a/../../more.toml' lies outside the questionnaire's folder"),
        ("/etc/passwd", "'/etc/passwd' lies outside the questionnaire's folder"),
        ("", "'' lies outside the questionnaire's folder"),
        ("missing.toml", "there is no file 'missing.toml'"),
        ("questionnaire.toml", "'questionnaire.toml' is included twice"),
        ("./more.toml", "'./more.toml' is included twice"),
    ],
)
def test_an_include_must_be_a_file_of_the_folder_once(
    included: str, expected: str, tmp_path: Path
) -> None:
    text = f'include = ["more.toml",\n"{included}"]\n' + GOOD
    assert told(write(tmp_path, text, more="[sources]")).startswith(
        f"questionnaire.toml:5: {expected}"
    )


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, 'include = ["more.toml"]\n' + GOOD, more='include = ["more.toml"]')
    assert told(tmp_path).startswith("more.toml:1: 'more.toml' is included twice")


def test_a_name_defined_in_two_files_is_told_with_both_places(tmp_path: Path) -> None:
    more = '[tables.cities]\nby = ["id"]\ncolumns = {}\n[sources]\nTPL = "x"\n'
    write(
        tmp_path, 'include = ["more.toml"]\n' + GOOD + TABLE + '[sources]\nTPL = "y"\n', more=more
    )
    assert told(tmp_path) == (
        "more.toml:1: 'cities' is there twice in tables; first in questionnaire.toml:34\n"
        "    give it another id\n"
        "more.toml:5: the source 'TPL' is there twice"
    )


def test_the_head_stands_in_the_first_file_only(tmp_path: Path) -> None:
    write(tmp_path, 'include = ["more.toml"]\n' + GOOD, more='title = "Another"\n')
    assert told(tmp_path) == (
        "more.toml:1: 'title' belongs at the top of questionnaire.toml\n"
        "    files that are included do without"
    )


def test_a_head_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text('language = "en"\n')
    assert told(tmp_path) == (
        "questionnaire.toml: there is no section in it\n"
        "    write [[sections]] and [[sections.questions]]\n"
        "questionnaire.toml:1: 'id' is missing at the top of the file\n"
        "questionnaire.toml:1: 'version' is missing at the top of the file\n"
        "questionnaire.toml:1: 'title' is missing at the top of the file"
    )


def test_a_single_file_is_a_questionnaire_too(tmp_path: Path) -> None:
    file = tmp_path / "alone.toml"
    file.write_text(HEAD + GOOD)
    assert [section.id for section in load(file).sections] == ["visit"]


# Several mistakes in one pass, and none that is only the shadow of another


def test_all_mistakes_are_told_in_one_pass_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = QUESTION + 'lable = "x"\n' + QUESTION.replace("more", "last").replace("text", "txt")
    text += CHECK.replace("fit", "fitt") + 'earn = "visit.sise"\n' + BAND.replace("0", "5")
    lines = re.findall(r"^questionnaire.toml:(\d+): (.*)", of(text, tmp_path), re.MULTILINE)
    assert lines == [
        ("37", "'lable' is not a key of a question of kind 'text'"),
        ("40", "'txt' is not a kind of question"),
        ("44", "there is no dimension 'fitt'"),
        ("47", "there is nothing called 'visit.sise'"),
        ("50", "in the run 'quick' there is no band below 5"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        QUESTION + 'seconds = "x"\n',
        QUESTION.replace("text", "choice") + 'choices_from = "visit.sise"\n',
        '[[computed]]\nid = "more"\nvalue = "visit.sise"\n',
        '[[computed]]\nid = "more"\nfor = "person"\nvalue = "visit.sise"\n',
        '[[lists]]\nid = "more"\none = "x"\nmany = "x"\n',
        "[tables.more]\nby = []\ncolumns = {}\n",
        '[tables.more]\nby = ["id"]\n',
        '[tables.more]\nby = ["visit.sise"]\ncolumns = { x = "number" }\n',
        "[words.more]\nwords = 5\n",
    ],
)
def test_what_names_something_broken_is_no_mistake_of_its_own(broken: str, tmp_path: Path) -> None:
    uses = {
        '"visit.more"': ["visit.more is answered", "visit.more is x"],
        'for = "person"': ["any person where more > 1"],
        "[[computed]]": ["more > 1"],
        "[[lists]]": ["any more where x = 1"],
        "[tables": ["lookup more.x by (visit.mode) > 1"],
        "[words": ["'x' equals one of more"],
    }
    naming = next(found for mark, found in uses.items() if mark in broken)
    text = broken
    for number, sentence in enumerate(naming):
        text += QUESTION.replace("more", f"m{number}") + f'show_if = "{sentence}"\n'
    alone, named = of(broken, tmp_path), of(text, tmp_path)
    assert alone.count("questionnaire.toml:") == 1
    assert named == alone


def test_a_key_that_nobody_knows_hides_no_mistake_in_the_question(tmp_path: Path) -> None:
    text = QUESTION + 'lable = "x"\nshow_if = "visit.sise > 1"\n'
    lines = re.findall(r"^questionnaire.toml:(\d+): (.*)", of(text, tmp_path), re.MULTILINE)
    assert lines == [
        ("37", "'lable' is not a key of a question of kind 'text'"),
        ("38", "there is nothing called 'visit.sise'"),
    ]


def test_each_of_several_conditions_is_told_its_mistake(tmp_path: Path) -> None:
    text = QUESTION + 'show_if = [\n"visit.sise > 1",\n"visit.mode is car",\n"1 +",\n"visit.size",]'
    lines = re.findall(r"^questionnaire.toml:(\d+): (.*)", of(text, tmp_path), re.MULTILINE)
    assert lines == [
        ("38", "there is nothing called 'visit.sise'"),
        ("40", "the sentence stops too early"),
        ("41", "a condition is expected here, but this is a number"),
    ]


def test_lines_are_right_behind_a_question_that_cannot_be_read(tmp_path: Path) -> None:
    text = QUESTION + 'lable = "x"\n' + QUESTION.replace("more", "last") + 'show_if = "x = 1"\n'
    assert "questionnaire.toml:42: there is nothing called 'x'" in of(text, tmp_path)


def test_an_unreadable_file_hides_no_other_and_casts_no_shadow(tmp_path: Path) -> None:
    text = 'include = ["a.toml", "b.toml"]\n' + GOOD + QUESTION + 'show_if = "other.name > 1"\n'
    message = told(write(tmp_path, text, a="x = [", b="[[sections]]\nid = 5\n"))
    assert re.findall(r"^([a-z]+).toml:\d+", message, re.MULTILINE) == ["a", "b", "b"]


def test_a_circle_is_one_mistake_however_many_stand_in_it(tmp_path: Path) -> None:
    text = "".join(
        f'[[computed]]\nid = "c{number}"\nvalue = "c{(number + 1) % 30} + 1"\n'
        for number in range(30)
    )
    assert of(text, tmp_path).count("questionnaire.toml:") == 1


# Text of the file in a message


def test_control_characters_of_a_file_reach_no_message(tmp_path: Path) -> None:
    nasty = "\\u001b]0;title\\u0007\\u009b31m\\u202e"
    text = (
        f'"x{nasty}" = 1\n'
        + QUESTION.replace("visit.more", f"visit.m{nasty}").replace("More?", nasty)
        + f'"l{nasty}" = 1\nkind2 = "{nasty}"\nshow_if = "visit.{nasty}"\n'
        + QUESTION.replace("text", f"t{nasty}")
        + f'source = "{nasty}"\n[tables."t{nasty}"]\nby = ["id"]\n'
        + f'columns = {{ "c{nasty}" = "{nasty}" }}\n'
        + f'[[computed]]\nid = "c{nasty}"\nvalue = "a {nasty} b"\n'
    )
    message = of(text, tmp_path)
    assert message.count("questionnaire.toml:") > 4
    assert message == clean_text(message)


def test_a_control_character_in_a_sentence_moves_no_caret(tmp_path: Path) -> None:
    message = of(
        QUESTION + 'show_if = "visit.size \\u0007\\u0007> 1 and visit.sise > 1"\n', tmp_path
    )
    _, source, caret, _ = message.split("\n")
    assert source[caret.index("^") : caret.rindex("^") + 1] == "visit.sise"


def test_hostile_text_is_refused_or_taken_but_never_shown_raw(hostile: str, tmp_path: Path) -> None:
    quoted = '"' + "".join(f"\\U{ord(one):08x}" for one in hostile) + '"'
    for key in ("ask", "show_if", "default", "kind", "id", "source", "lable", "choices"):
        others = "".join(
            f"{name} = {one}\n"
            for name, one in (("id", '"visit.x"'), ("kind", '"text"'), ("ask", '"?"'))
            if name != key
        )
        message = of(f"[[sections.questions]]\n{others}{key} = {quoted}\n", tmp_path)
        assert message == clean_text(message)
        assert max(map(len, message.split("\n"))) < 600


VALUES = st.sampled_from(
    ["5", '"x"', "true", "[]", "{}", '["x"]', "[5]", "[[]]", '[{ id = "a" }]', "2026-01-01", "1.5"]
)
KEYS = st.sampled_from(
    """id kind ask label help why good weak source required quick seconds default show_if complete
    prompts valid_if then hint choices choices_from choice_note other least most unit whole fields
    to auto questions title by columns rows words language one many for value from not_with runs
    each when recovers severity dimension saw points earn says file include""".split()
)
HEADERS = st.sampled_from(
    """[[sections]] [[sections.questions]] [[sections.questions.then]] [[sections.questions.fields]]
    [[lists]] [tables.t] [tables.t.rows] [words.w] [[computed]] [[checks]] [[bands]] [[findings]]
    [[samples]] [runs.quick] [sources] [[dimensions]]""".split()
)
BLOCKS = st.tuples(HEADERS, st.dictionaries(KEYS, VALUES, max_size=6))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BLOCKS, max_size=6))
def test_no_definition_makes_it_stumble(
    tmp_path: Path, blocks: list[tuple[str, dict[str, str]]]
) -> None:
    lines = [
        "\n".join([header, *(f"{key} = {one}" for key, one in keys.items())])
        for header, keys in blocks
    ]
    told(write(tmp_path, GOOD + "\n".join(lines) + "\n"))


# Bounds


def test_the_order_of_definitions_does_not_matter(tmp_path: Path) -> None:
    text = (
        QUESTION.replace("text", "choices")
        + 'choices_from = "sort fares by dear"\n'
        + '[[computed]]\nid = "dear"\nfor = "fares"\nvalue = "lookup prices.euro by (this)"\n'
        + '[tables.seats]\nby = ["visit.more"]\ncolumns = { count = "number" }\n'
        + '[tables.prices]\nby = ["fares"]\ncolumns = { euro = "number" }\n'
        + '[tables.fares]\nby = ["id"]\ncolumns = { label = "text" }\n'
    )
    assert of(text, tmp_path) == ""


def test_values_that_build_on_very_many_are_refused_in_any_order(tmp_path: Path) -> None:
    values = [
        f'[[computed]]\nid = "c{number}"\nvalue = "c{number + 1} + 1"\n' for number in range(60)
    ]
    values.append('[[computed]]\nid = "c60"\nvalue = "visit.size"\n')
    for order in (values, values[::-1]):
        message = of("".join(order), tmp_path)
        assert "over 40 values build on one another here" in message
        assert message.count("questionnaire.toml:") <= 2


def test_a_long_chain_of_questions_is_no_circle(tmp_path: Path) -> None:
    text = "".join(
        QUESTION.replace("more", f"m{number}") + f'show_if = "visit.m{number + 1} is answered"\n'
        for number in range(1500)
    )
    assert of(text + QUESTION.replace("more", "m1500"), tmp_path) == ""


def test_titles_that_name_each_other_are_refused(tmp_path: Path) -> None:
    text = GOOD.replace("{name}", "{name} of {host}")
    assert told(write(tmp_path, text)) == (
        "questionnaire.toml:8: these items are called after themselves: person -> person"
    )


def test_a_text_that_doubles_itself_ends(tmp_path: Path) -> None:
    text = '[[computed]]\nid = "t0"\nvalue = "\'xxxxxxxxxx\'"\n' + "".join(
        f'[[computed]]\nid = "t{number}"\nvalue = "\'{{t{number - 1}}}{{t{number - 1}}}\'"\n'
        for number in range(1, 30)
    )
    code = load(write(tmp_path, GOOD + text)).code("t29", "value")
    assert code is not None
    remembered: dict[object, object] = {}

    class Remembering(Trip):
        def remembered(self, key: object, work: object) -> object:
            if key not in remembered:
                remembered[key] = work()  # type: ignore[operator]
            return remembered[key]

    with pytest.raises(TooCostly):
        code.value(Remembering())


def test_the_meant_name_is_found_among_very_many(tmp_path: Path) -> None:
    text = "".join(QUESTION.replace("more", f"place{number}") for number in range(600))
    message = of(text + QUESTION + 'show_if = "visit.plaec417 is answered"\n', tmp_path)
    assert message.endswith("did you mean 'visit.place417'?")


def test_a_file_full_of_mistakes_is_given_up_after_a_hundred(tmp_path: Path) -> None:
    text = "".join(QUESTION.replace("more", f"p{one}") + 'show_if = "no"\n' for one in range(300))
    write(tmp_path, GOOD + text.replace('"no"', '"nothing > 1"'))
    with pytest.raises(BadInput) as caught:
        load(tmp_path)
    assert len(caught.value.mistakes) == 100


# What an author gets


def test_what_is_called_by_its_title_reads_what_the_title_reads(tmp_path: Path) -> None:
    text = QUESTION + 'prompts = [{ say = "With {values of (host over person)}." }]\n'
    code = load(write(tmp_path, GOOD + text)).code("visit.more", "prompts.0.say")
    assert code is not None
    assert {"person", "person.host", "person.name"} <= code.reads


def test_other_adds_a_choice_and_a_text_below(tmp_path: Path) -> None:
    text = QUESTION.replace("text", "choices") + (
        'choices = [{ id = "a", label = "A" }]\nother = "Namely"\n'
        '[[sections.questions.then]]\nid = "visit.why"\nkind = "text"\nask = "Why?"\n'
    )
    made = load(write(tmp_path, GOOD + text))
    question = made.sections[0].questions[-1]
    assert [one.id for one in question.then] == ["visit.more_other", "visit.why"]
    assert made.questions["visit.more"] == question
    assert list(made.among["visit.more"].rows) == ["a", "other"]
    shown = made.code("visit.more_other", "show_if")
    assert shown is not None
    assert shown.holds(Trip({"visit.more": ("a", "other")}))
    assert not shown.holds(Trip({"visit.more": ("a",)}))


def test_rows_and_columns_may_have_names_that_are_words_elsewhere(tmp_path: Path) -> None:
    text = (
        '[tables.legs]\nby = ["id"]\ncolumns = { from = "text", for = "number" }\n'
        '[tables.legs.rows]\nand = { from = "Rome", for = 2 }\nover = { from = "Bern", for = 3 }\n'
        '[[computed]]\nid = "start"\nvalue = "lookup legs.from by (and)"\n'
        '[[computed]]\nid = "all_of"\nvalue = "sum of legs.for over legs"\n'
    )
    made = load(write(tmp_path, GOOD + text))
    values = [made.code(name, "value") for name in ("start", "all_of")]
    assert [code.value(Trip()) if code else None for code in values] == ["Rome", 5]


def test_choices_called_like_words_of_the_language_can_be_named(tmp_path: Path) -> None:
    ids = ["and", "is", "none", "both", "any", "24", "1h", "yes", "if", "count"]
    choices = ", ".join(f'{{ id = "{one}", label = "{one}" }}' for one in ids)
    text = QUESTION.replace("text", "choice") + f"choices = [{choices}]\n"
    for number, one in enumerate(ids):
        text += QUESTION.replace("more", f"m{number}") + f'show_if = "visit.more is {one}"\n'
    text += (
        QUESTION.replace("more", "mm") + f'show_if = "visit.more is one of ({", ".join(ids)})"\n'
    )
    made = load(write(tmp_path, GOOD + text))
    for number, one in enumerate(ids):
        code = made.code(f"visit.m{number}", "show_if")
        assert code is not None
        assert code.holds(Trip({"visit.more": one}))
        assert not code.holds(Trip({"visit.more": "other"}))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("secret = root\n", encoding="utf-8")
    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "more.toml").symlink_to("../secret.toml")
    (folder / "beside.toml").write_text("", encoding="utf-8")
    write(
        folder, 'include = ["more.toml"]\n[[samples]]\nid = "a"\ntitle = "A"\nfile = "more.toml"\n'
    )
    said = told(folder)
    assert "'more.toml' is a link out of the questionnaire's folder" in said
    assert "root" not in said
    (folder / "more.toml").unlink()
    (folder / "more.toml").symlink_to("beside.toml")
    assert "link" not in told(folder)


def test_so_many_files_are_too_many(tmp_path: Path) -> None:
    names = ", ".join(f'"f{at}.toml"' for at in range(600))
    assert "there are over 500 files" in told(write(tmp_path, f"include = [{names}]\n"))


def test_points_without_end_are_refused(tmp_path: Path) -> None:
    check = '[[checks]]\nid = "C1"\ndimension = "d"\npoints = 1e308\nearn = "1 = 1"\nsays = "x"\n'
    assert "gives over 10,000 points" in told(write(tmp_path, check))
