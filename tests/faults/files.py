"""Hostile files: of plans, of questionnaires, of answers to fill in. Each by a name of its own."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.commands import visit
from tests.commands.visit import QUESTIONNAIRE

META = b'[meta]\nquestionnaire = "visit"\nversion = "2.0"\nformat = 1\nrun = "quick"\n'
MEGABYTE = 1_000_000


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("plan.toml", META)
    return packed.getvalue()


def _after(text: bytes | str) -> bytes:
    """A plan with something more behind its head."""
    return META + (text.encode() if isinstance(text, str) else text)


def _guests(count: int) -> bytes:
    return _after("".join(f'[[guest]]\nid = "g{at}"\n' for at in range(count)))


def plans() -> Mapping[str, bytes]:
    """What may stand where a plan is expected. Each is wrong, or odd enough to be tried."""
    text = META.decode()
    good = visit.plan_text(about={"name": "Oslo", "size": 3})
    return {
        # no text, or text of another kind
        "empty": b"",
        "blank": b" \r\n\t\n" * 50,
        "only a mark": b"\xef\xbb\xbf",
        "zero bytes": b"\0" * 4096,
        "a megabyte of zero bytes": b"\0" * MEGABYTE,
        "zero bytes behind": good.encode() + b"\0" * 4096,
        "zero bytes before": b"\0" * 4096 + good.encode(),
        "one zero byte": _after(b'[about]\nname = "a\0b"\n'),
        "byte order mark": b"\xef\xbb\xbf" + good.encode(),
        "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + good.encode(),
        "utf-16": good.encode("utf-16"),
        "utf-16 without a mark": good.encode("utf-16-be"),
        "utf-32": good.encode("utf-32"),
        "utf-32 without a mark": good.encode("utf-32-le"),
        "latin-1": _after("[about]\nname = 'Caf\xe9'\n".encode("latin-1")),
        "surrogates in UTF-8": _after(b"[about]\nname = '\xed\xa0\xbd'\n"),
        "overlong": _after(b"[about]\nname = '\xc0\xaf'\n"),
        "random bytes": bytes(range(256)) * 400,
        "gzip": b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4,
        "zip": _zipped(),
        "program": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "json": b'{"meta": {"questionnaire": "visit"}}',
        "yaml": b"meta:\n  questionnaire: visit\n",
        "html": b"<!doctype html><html><body onload=alert(1)>plan</body></html>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "shell script": b"#!/bin/sh\nrm -rf ~\n",
        "git conflict": _after(b"<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> x\n"),
        "git conflict with escapes": _after(
            b"<<<<<<< \x1b]52;c;AAAA\x07\na = 1\n=======\n>>>>>>> \x1b[2J\n"
        ),
        "old mac line ends": good.replace("\n", "\r").encode(),
        "windows line ends": good.replace("\n", "\r\n").encode(),
        # control characters
        "escape in a key": b"\x1b[31m = 1\n",
        "escape in a text": _after(b"[about]\nname = '\x1b]0;title\x07'\n"),
        "C1 in a text": _after("[about]\nname = '\x9b31m\x9d0;x\x9c'\n"),
        "escape written out": _after(b'[about]\nname = "\\u001b]52;c;QUJD\\u0007"\n'),
        "escape as a key": _after(b'"\\u001b[2J\\u009b31m" = 1\n'),
        "escape as an unknown table": _after(b'["\\u001b[2J"]\n"\\u202e" = 1\n'),
        "escape as an id": _after(b'[[guest]]\nid = "\\u001b[2J"\n'),
        "escape as the questionnaire": (
            b'[meta]\nquestionnaire = "\\u001b]0;x\\u0007"\nversion = "1"\n'
        ),
        "escape as the version": META.replace(b"2.0", b"\\u001b[2J"),
        "escape as the run": META.replace(b'"quick"', b'"\\u001b[2J"'),
        "escape in a comment": b"# \x1b]0;title\x07\n" + META,
        "right to left": _after("[about]\nname = 'a\u202eb\u2066c'\n"),
        "tags": _after("[about]\nname = '" + "".join(map(chr, range(0xE0020, 0xE007F))) + "'\n"),
        "stacked marks": _after("[about]\nname = 'e" + "\u0301" * 100_000 + "'\n"),
        # numbers and days
        "many digits": _after("[about]\nsize = " + "9" * 5000),
        "a megabyte of digits": _after("[about]\nsize = " + "9" * MEGABYTE),
        "hex digits": _after("[about]\nsize = 0x" + "f" * 100_000),
        "octal digits": _after("[about]\nsize = 0o" + "7" * 100_000),
        "binary digits": _after("[about]\nsize = 0b" + "1" * 200_000),
        "large integer": _after("[about]\nsize = 9007199254740993\n"),
        "large float": _after("[about]\nsize = 1e999999\n"),
        "infinite": _after("[about]\nsize = inf\n"),
        "not a number": _after("[about]\nsize = -nan\n"),
        "minus nothing": _after("[about]\nsize = -0.0\n"),
        "day that is none": _after("[about]\nsize = 2026-02-30\n"),
        "year zero": _after("[about]\nsize = 0000-01-01\n"),
        "odd time": _after("[about]\nsize = 23:59:60.999999999999\n"),
        "odd offset": _after("[meta.x]\nat = 2026-01-01T00:00:00+23:59\n"),
        "created long ago": META + b"created = 0001-01-01T00:00:00+14:00\n",
        "created as a time": META + b"created = 12:00:00\nchanged = 1979-05-27\n",
        # shape
        "long key": _after(".".join(["a"] * 20_000) + " = 1\n"),
        "long header": _after("[" + ".".join(["a"] * 20_000) + "]\n"),
        "long key in quotes": _after(".".join(['"a"'] * 20_000) + " = 1\n"),
        "many middling keys": _after(
            "".join(f"{'.'.join(f'k{at}_{n}' for n in range(60))} = 1\n" for at in range(400))
        ),
        "many headers": _after("".join(f"[t{at}.{'.'.join('b' * 60)}]\n" for at in range(400))),
        "arrays in arrays": _after("a = " + "[" * 50_000 + "]" * 50_000),
        "arrays never closed": _after("a = " + "[" * 100_000),
        "tables in tables": _after("a = " + "{b = " * 10_000 + "1" + "}" * 10_000),
        "mixed nesting": _after("a = " + "[{b = " * 40 + "1" + "}]" * 40),
        "nested by headers": _after("".join(f"[{'.'.join('a' * n)}]\n" for n in range(1, 70))),
        "tables of tables": _after("".join(f"[[{'.'.join('a' * n)}]]\n" for n in range(1, 60))),
        "array of tables": _after("[[x]]\n" * 200_000),
        "array of tables below": _after("[[x]]\n[[x.y]]\n" * 100_000),
        "many entries": _after("a = [" + "1," * 60_000 + "]"),
        "many keys": _after("".join(f"k{at} = 1\n" for at in range(60_000))),
        "many items": _guests(501),
        "very many items": _guests(20_000),
        "one key twice": _after("[about]\nname = 'a'\nname = 'b'\n"),
        "one table twice": _after("[about]\n[about]\n"),
        "table into a text": _after("about = 'x'\n[about.name]\n"),
        "two items of one id": _after('[[guest]]\nid = "a"\n[[guest]]\nid = "a"\n'),
        "an id that is a path": _after('[[guest]]\nid = "../../etc/passwd"\n'),
        "an id that is long": _after(f'[[guest]]\nid = "{"a" * 65}"\n'),
        "an id that is a list": _after("[[guest]]\nid = [[], {}]\n"),
        "a list that is a table": _after("[guest]\nname = 'x'\n"),
        "a table that is a list": _after("[[about]]\nname = 'x'\n"),
        "a table that is a number": _after("about = 3\n") if False else b"about = 3\n" + META,
        "meta is a list": b"[[meta]]\nquestionnaire = 'visit'\n",
        "meta holds anything": META + b"position = [[1]]\ntitle = {}\nfictional = 'x'\n",
        "strange position": META + b"[meta.position]\nsection = 'x'\nquestion = 3\nitem = []\n",
        "strange notes": _after("note = 3\nparked = 'x'\ndisagreement = {}\nnot_applicable = 1\n"),
        "strange entries": _after(
            "[[note]]\nquestion = 3\ntext = []\n[[parked]]\nquestion = 'about.size'\n"
            "owner = {}\ndate = 'x'\n[[disagreement]]\n[[not_applicable]]\nitem = 3\n"
        ),
        "notes without end": _after('[[note]]\nquestion = "about.size"\ntext = "x"\n' * 12_000),
        "wrong answers everywhere": _after(
            "[about]\nname = {a = 1}\nsize = [1, [2]]\naim = 2026-01-01\n"
        ),
        # size
        "too large": _after(b"# " + b"x" * 5_000_000),
        "far too large": _after(b"# " + b"x" * 60_000_000),
        "one long line": _after("[about]\nname = '" + "x" * MEGABYTE + "'\n"),
        "one long line, wrong": _after("[about]\nname = " + "x" * MEGABYTE + "\n"),
        "one long line of quotes": _after("[about]\nname = " + '"" ' * 300_000),
        "one long line of escapes": _after('[about]\nname = "' + "\\u001b" * 160_000 + '"\n'),
        "one long key": _after("k" * MEGABYTE + " = 1\n"),
        "one long key, not closed": _after('"' + "k" * MEGABYTE),
        "a megabyte of blanks": _after(" " * MEGABYTE + "x"),
        "a megabyte of lines": _after("\n" * MEGABYTE + "x"),
        "a megabyte of brackets": _after("]" * MEGABYTE),
        "a megabyte of equal signs": _after("=" * MEGABYTE),
        "a megabyte of dots": _after("a = 1" + "." * MEGABYTE),
        "a megabyte of commas": _after("a = [" + "," * MEGABYTE),
        "a megabyte of backslashes": _after('a = "' + "\\" * MEGABYTE),
        "a megabyte of quotes": _after("a = " + "'" * MEGABYTE),
        "a megabyte of comments": _after("#\n" * 500_000),
        "a megabyte of wide letters": _after("a = '" + "字" * 330_000 + "'\n"),
        "a text never closed": _after('a = """' + "x\n" * 500_000),
        "cut in the middle": good.encode()[:-9],
        "prose": ("Dear all, the plan is as follows.\n" * 20_000).encode(),
        "another questionnaire": text.replace("visit", "knitting").encode(),
        "a path for a questionnaire": text.replace("visit", "../../../etc").encode(),
        "a newer plan": text.replace("2.0", "999999999.9").encode(),
        "a version without end": text.replace("2.0", "9." * 100_000 + "9").encode(),
        "an older plan": text.replace("2.0", "0.1").encode(),
        "no version": META.replace(b'version = "2.0"\n', b""),
        "another format": META.replace(b"format = 1", b"format = 99"),
        "a format that is none": META.replace(b"format = 1", b"format = [[]]"),
    }


def odd_kinds() -> Mapping[str, Callable[[Path], None]]:
    """What is no file at all, where a plan is expected."""
    return {
        "nothing": lambda path: None,
        "folder": Path.mkdir,
        "pipe": os.mkfifo,
        "circle": lambda path: path.symlink_to(path.name),
        "link to nothing": lambda path: path.symlink_to("gone.toml"),
        "link to a device": lambda path: path.symlink_to("/dev/zero"),
        "link to a terminal": lambda path: path.symlink_to("/dev/tty"),
        "link to memory": lambda path: path.symlink_to("/proc/self/mem"),
    }


def _with(*more: str) -> bytes:
    return (QUESTIONNAIRE + "\n".join(more)).encode()


def _asking(**keys: str) -> bytes:
    """A questionnaire with one question more, of these keys."""
    given = {"id": '"about.more"', "kind": '"text"', "ask": '"More?"', **keys}
    lines = "\n".join(f"{key} = {value}" for key, value in given.items())
    return _with(f'[[sections]]\nid = "more"\ntitle = "More"\n[[sections.questions]]\n{lines}\n')


def questionnaires() -> Mapping[str, bytes]:
    """What may stand in a questionnaire. Some are right, and only their texts are hostile."""
    head = "id = 'a'\nversion = '1.0'\ntitle = 'A'\n"
    flood = "".join(f"wrong{at} = {{ }}\n" for at in range(3_000))
    bad_questions = '[[sections.questions]]\n"\\u001b[2J" = 1\n' * 5_000
    return {
        "empty": b"",
        "zero bytes": b"\0" * 5000,
        "not TOML": b"\x1b[2J = \x07",
        "utf-16": QUESTIONNAIRE.encode("utf-16"),
        "an id that is a path": QUESTIONNAIRE.replace('"visit"', '"../../../etc"', 1).encode(),
        "an id with an escape": QUESTIONNAIRE.replace('"visit"', '"\\u001b[2J"', 1).encode(),
        "an id that is long": QUESTIONNAIRE.replace('"visit"', f'"{"a" * 70}"', 1).encode(),
        "a section's id that is a path": _with('[[sections]]\nid = "../x"\ntitle = "X"\n'),
        "a question's id that is a path": _asking(id='"about.../../x"'),
        "a question's id with capitals": _asking(id='"about.MORE"'),
        "a question's id that is long": _asking(id=f'"about.{"a" * 65}"'),
        "a list's id that is a path": _with(
            '[[lists]]\nid = "../x"\none = "x"\nmany = "xs"\ntitle = "{name}"\n'
        ),
        "a sample out of the folder": QUESTIONNAIRE.replace(
            'file = "oslo.toml"', 'file = "../../../../etc/passwd"'
        ).encode(),
        "a sample anywhere": QUESTIONNAIRE.replace(
            'file = "oslo.toml"', 'file = "/etc/passwd"'
        ).encode(),
        "a sample with an escape": QUESTIONNAIRE.replace(
            'file = "oslo.toml"', 'file = "\\u001b[2J"'
        ).encode(),
        "a sample with a zero byte": QUESTIONNAIRE.replace(
            'file = "oslo.toml"', 'file = "a\\u0000b"'
        ).encode(),
        "an include out of the folder": b'include = ["../../../../etc/passwd"]\n' + _with(),
        "an include anywhere": b'include = ["/etc/passwd"]\n' + _with(),
        "an include of a device": b'include = ["/dev/zero"]\n' + _with(),
        "an include of itself": b'include = ["questionnaire.toml"]\n' + _with(),
        "an include of the folder": b'include = ["."]\n' + _with(),
        "an include with a zero byte": b'include = ["a\\u0000b"]\n' + _with(),
        "an include with an escape": b'include = ["\\u001b[2J\\n.toml"]\n' + _with(),
        "an include by a long name": b'include = ["' + b"a" * 5000 + b'"]\n' + _with(),
        "an include by a surrogate": b'include = ["\xed\xa0\xbd"]\n' + _with(),
        "includes without end": (
            "include = [" + ", ".join(f'"f{at}.toml"' for at in range(20_000)) + "]\n"
        ).encode()
        + _with(),
        "a link out of the folder": b'include = ["link.toml"]\n' + _with(),
        "a pipe": b'include = ["pipe.toml"]\n' + _with(),
        "keys that are none": (head + flood).encode(),
        "keys with escapes": (head + '"\\u001b[2J\\u009b" = 1\n').encode(),
        "questions of wrong keys": (
            head + "[[sections]]\nid = 's'\ntitle = 'S'\n" + bad_questions
        ).encode(),
        "one wrong value after the other": (
            head
            + "[[sections]]\nid = 's'\ntitle = 'S'\n"
            + "[[sections.questions]]\nid = 's.q'\nkind = 'choice'\nask = 'x'\nchoices = ["
            + "{ id = 3, label = [], help = {} }, " * 30_000
            + "]\n"
        ).encode(),
        "choices without end": _asking(
            kind='"choice"',
            choices="[" + ", ".join(f'{{id="c{n}", label="C"}}' for n in range(3_000)) + "]",
        ),
        "questions without end": (
            head
            + "[[sections]]\nid = 's'\ntitle = 'S'\n"
            + "".join(
                f"[[sections.questions]]\nid = 's.q{at}'\nkind = 'text'\nask = 'x'\n"
                for at in range(20_100)
            )
        ).encode(),
        "rows without end": _asking(kind='"scale"', least="0", most="1000000000000"),
        "items without end": _with(
            '[[lists]]\nid = "x"\none = "x"\nmany = "xs"\ntitle = "x"\n'
            "fewest = 100000000\nmost = 1000000000\n"
        ),
        "then in then": _asking(
            then="[{id='about.z', kind='text', ask='x', then=" * 0
            + "["
            + "{id='about.a', kind='yesno', ask='x', then=[" * 14
            + "]}" * 14
            + "]",
            kind='"yesno"',
        ),
        "texts with escapes": QUESTIONNAIRE.replace(
            "What is it called?", "\\u001b]52;c;QUJD\\u0007 [@click=app.quit]x[/]"
        ).encode(),
        "a version with an escape": QUESTIONNAIRE.replace('"2.0"', '"\\u001b[2J"', 1).encode(),
        "a language with an escape": b'language = "\\u001b[2J"\n' + _with(),
        "a table with strange rows": _with(
            '[tables.x]\nby = ["id"]\ncolumns = { label = "text" }\n[tables.x.rows]\n'
            '"../../x" = { label = "a" }\n"\\u001b[2J" = { label = "b" }\n'
        ),
        "a table of wrong columns": _with(
            '[tables.x]\nby = ["id"]\ncolumns = { label = "re.*" }\n'
        ),
        "words that are empty": _with('[words.x]\nlanguage = "en"\nwords = ["", "\\u001b"]\n'),
        "many words": _with(
            '[words.x]\nlanguage = "en"\nwords = ['
            + ", ".join(f'"w{at}"' for at in range(100_000))
            + "]\n"
        ),
        "points that are infinite": _with(
            '[[checks]]\nid = "V9"\ndimension = "clear"\npoints = 1e308\nearn = "1 = 1"\n'
            'says = "x"\n[[checks]]\nid = "V8"\ndimension = "clear"\npoints = 1e308\n'
            'earn = "1 = 1"\nsays = "x"\n'
        ),
        "a source with an escape": QUESTIONNAIRE.replace(
            'TPL = "Our own template"', '"\\u001b[2J" = "\\u009b31m"'
        ).encode(),
        "a megabyte of one sentence": _asking(show_if='"' + "not " * 250_000 + '1 = 1"'),
        "a megabyte in one text": _asking(help='"' + "x{about.name}" * 80_000 + '"'),
        "a pattern": _asking(pattern='"^(a+)+$"'),
    }


def answers() -> Mapping[str, bytes]:
    """What may stand in a file of answers; its ending says how it is read."""
    return {
        "empty.json": b"",
        "null.json": b"null",
        "list.json": b"[]",
        "nested.json": b"[" * 100_000 + b"]" * 100_000,
        "tables.json": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "digits.json": b'{"about": {"size": ' + b"9" * 100_000 + b"}}",
        "float.json": b'{"about": {"size": 1e999999}}',
        "nan.json": b'{"about": {"size": NaN}}',
        "twice.json": b'{"about": {}, "about": {}}',
        "many keys twice.json": b"{"
        + b",".join(b'"k%d": 1' % n for n in range(40_000))
        + b',"k39999": 2}',
        "surrogate.json": b'{"about": {"name": "\\ud83d"}}',
        "surrogate key.json": b'{"\\ud83d\\u001b[2J": 1}',
        "escape.json": b'{"about": {"name": "\\u001b]0;x\\u0007", "\\u009b": 1}}',
        "zero.json": b'{"about": {"name": "a\\u0000b"}}',
        "mark.json": b'\xef\xbb\xbf{"about": {"name": "Oslo"}}',
        "utf-16.json": '{"about": {"name": "Oslo"}}'.encode("utf-16"),
        "latin.json": b'{"about": {"name": "Caf\xe9"}}',
        "broken.json": b'{"about": {"name": "\x1b[2J',
        "entries.json": b'{"a": [' + b"1," * 60_000 + b"1]}",
        "large.json": b'{"a": "' + b"x" * 6_000_000 + b'"}',
        "long key.json": b'{"' + b"k" * MEGABYTE + b'": 1}',
        "long wrong.json": b'{"about": {"name": ' + b"x" * MEGABYTE,
        "empty.csv": b"",
        "head.csv": b"guest.name,guest.role\n",
        "escape.csv": b"guest.name,guest.role\n\x1b]0;x\x07,\xc2\x9b31m\n",
        "escape head.csv": b"guest.name,\x1b[2J\nAda,x\n",
        "formula.csv": b"guest.name,guest.role\n=1+1,@SUM(A1)\n",
        "zero.csv": b"guest.name\nA\0da\n",
        "utf-16.csv": "guest.name\nAda\n".encode("utf-16"),
        "quote.csv": b'guest.name,guest.role\n"Ada,x\n' + b"y\n" * 100_000,
        "wide.csv": b"guest.name" + b"," * 60_000 + b"\n",
        "many.csv": b"guest.name\n" + b"Ada\n" * 60_000,
        "long.csv": b"guest.name\n" + b"x" * MEGABYTE + b"\n",
        "long head.csv": b"guest.name," + b"x" * MEGABYTE + b"\nAda,y\n",
        "many heads.csv": b"guest.name," + b",".join(b"h%d" % n for n in range(5_000)) + b"\nA\n",
        "empty.toml": b"",
        "nested.toml": b"a = " + b"[" * 50_000,
        "long key.toml": b".".join([b"a"] * 20_000) + b" = 1\n",
        "escape.toml": b'[about]\nname = "\\u001b]52;c;AAAA\\u0007"\n"\\u001b" = 1\n',
        "meta.toml": b'[meta]\nquestionnaire = "\\u001b[2J"\n[about]\nname = "x"\n',
        "path.toml": b'[meta]\nquestionnaire = "../../etc"\n[about]\nname = "x"\n',
    }
