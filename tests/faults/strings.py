"""Texts that do harm somewhere: in a terminal, in markup, in a file, in a table, in a reader."""

from collections.abc import Mapping

PAYLOADS: Mapping[str, str] = {
    # Textual's markup, in both its dialects
    "closing tag": "[/]",
    "closing name": "[/bold]",
    "closing path": "[/etc/passwd]",
    "attribute": "[a=1][/b]",
    "quit": "[@click=app.quit]click me[/]",
    "quit, dialect of rich": "[@click='app.quit']click me[/@click]",
    "screenshot": "[@click=app.screenshot('plan.toml','.')]click me[/]",
    "simulate key": "[@click=app.simulate_key('ctrl+q')]click me[/]",
    "notify": "[@click=app.notify('[/]')]click me[/]",
    "suspend": "[@click=app.suspend_process]click me[/]",
    "push screen": "[@click=app.push_screen('x')]click me[/]",
    "pop screen": "[@click=app.pop_screen]click me[/]",
    "switch mode": "[@click=app.switch_mode('x')]click me[/]",
    "toggle class": "[@click=app.toggle_class('Screen','-x')]click me[/]",
    "toggle an attribute": "[@click=toggle('disabled')]click me[/]",
    "bell": "[@click=app.bell]click me[/]",
    "dismiss": "[@click=screen.dismiss]click me[/]",
    "broken action": "[@click=app.pwn(]x[/]",
    "mouse over": "[@mouse.down=app.quit]press[/]",
    "link": "[link=http://evil.example]a link[/link]",
    "link in quotes": "[link='http://evil.example']a link[/]",
    "style": "[bold red on white blink reverse]loud[/]",
    "variable": "[$primary]x[/] $error",
    "note in brackets": "[see note] and [Q1] What?",
    "escaped": "\\[bold] \\\\[/]",
    "emoji name": ":smile: :warning:",
    "open bracket": "[[[[[[",
    "brackets of a checkbox": "[ ] [x] - [ ] todo",
    "placeholder": "{party.name} {0} {} %s %(x)s ${HOME}",
    # terminals
    "colour": "\x1b[31;5;7;53mred\x1b[0m",
    "clear": "\x1b[2J\x1b[999;999H",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "working folder": "\x1b]7;file:///etc\x07",
    "notification": "\x1b]9;owned\x07\x1b]777;notify;a;b\x07",
    "palette": "\x1b]4;1;rgb:00/00/00\x1b\\",
    "device control": "\x1bP+q544e\x1b\\",
    "sixel": "\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\",
    "application command": "\x1b_Gi=1,a=q;AAAA\x1b\\",
    "privacy message": "\x1b^x\x1b\\ \x1bXx\x1b\\",
    "report": "\x1b[6n\x1b[c\x1b[>q\x1b[21t",
    "reset": "\x1bc",
    "alternate screen": "\x1b[?1049l\x1b[?25h",
    "character set": "\x1b(0lqqk\x0e\x0f",
    "C1 CSI": "\x9b31;5;7;53mred",
    "C1 OSC": "\x9d0;owned\x9c",
    "C1 DCS": "\x90q\x9c",
    "C1 others": "\x84\x85\x8d\x8e\x8f\x98\x9a\x9e\x9f",
    "bells": "\x07\x07\x07",
    "backspace": "safe\x08\x08\x08\x08evil",
    "carriage return": "safe\revil",
    "delete": "del\x7f\x7fete",
    "zero": "null\x00byte",
    "tab": "a\tb\t",
    "vertical tab": "a\x0bb\x0cc",
    # Unicode
    "right to left override": "a\u202egnp.exe",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks of direction": "a\u200eb\u200fc\u061cd",
    "zero width": "w\u200bb\ufeffc\u2060d\u00ade",
    "tags": "x" + "".join(chr(0xE0000 + ord(one)) for one in "hidden"),
    "annotations": "a\ufff9b\ufffac\ufffbd",
    "separators": "a\u2028b\u2029c\x85d",
    "odd blanks": "a\u00a0b\u2003c\u3000d",
    "stacked marks": "Z" + "\u0334\u0341\u035c" * 60,
    "marks alone": "\u0301\u0301\u0301",
    "wide": "字" * 60,
    "half wide": "ｱｲｳ ＡＢＣ",
    "Arabic": "مرحبا 123 world",
    "Hebrew": "שלום (abc)",
    "Thai and Hindi": "ภาษาไทย हिन्दी",
    "Persian joiner": "می\u200cخواهم",
    "emoji family": "👩\u200d👩\u200d👧\u200d👦",
    "flags and skins": "🇦🇶 👍🏿 ❤️ ☠",
    "private use": "\ue000\uf8ff\U000f0000",
    "no characters": "\ufdd0\uffff\U0010ffff",
    "composed": "café cafe\u0301 ǅ ß ﬁ",
    # other formats
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "comment": "<!-- x --> ]]> &lt; &#35; &amp",
    "Markdown heading": "# Heading\n\n## Another",
    "Markdown list": "- one\n* two\n1. three",
    "Markdown fence": "```\ncode\n~~~",
    "Markdown table": "a | b\n---|---\n| c |",
    "Markdown rule": "---",
    "Markdown link": "![a](http://evil.example) [b](javascript:alert(1)) <http://a>",
    "Markdown emphasis": "**bold** __x__ ~~y~~ `z` $m$",
    "formula": "=1+1",
    "formula with a call": "@SUM(A1:A9)",
    "formula behind a sign": '+cmd|" /C calc"!A0',
    "quotes of CSV": '"a","b";c\td',
    "TOML": '"""\n[meta]\nrun = "full"\n\'\'\'',
    "TOML table": 'x"\n[[guest]]\nid = "evil',
    "TOML escape": "\\u001b\\x1b\\",
    "JSON": '{"a": [1, "b"]}',
    "shell": "$(touch /tmp/owned) `id` ; rm -rf ~ #",
    "path": "../../../../etc/passwd",
    "folder": "~/.ssh/id_rsa",
    "SQL": "'; DROP TABLE plans; --",
    "address": "https://evil.example/?q=1 mailto:a@b.example",
    "conflict": "<<<<<<< ours\n=======\n>>>>>>> theirs",
    "device name": "CON nul.txt",
    "options": "--help -rf -o/x",
    # size
    "long word": "x" * 3000,
    "long text": "word " * 600,
    "many lines": "line\n" * 120,
    "only blanks": "   \n  \t ",
    "only what goes": "\x1b\x07\u202e\u200b",
}
"""Each by a name of its own. Half characters are apart: no file in UTF-8 can hold them."""


def together(at_once: int) -> Mapping[str, str]:
    """The texts, several short ones beside each other: where only what is seen counts."""
    short = [one for one in PAYLOADS if len(PAYLOADS[one]) <= _SHORT]
    groups = [short[at : at + at_once] for at in range(0, len(short), at_once)]
    groups += [[one] for one in PAYLOADS if len(PAYLOADS[one]) > _SHORT]
    return {", ".join(names): " ".join(PAYLOADS[one] for one in names) for names in groups}


_SHORT = 200

HALVES: Mapping[str, str] = {"half a character": "a\ud83db", "the other half": "\udc4d"}
"""Halves of characters, which JSON, paths and keys can bring."""
