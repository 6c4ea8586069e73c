"""A sheet of a questionnaire, filled in: one page of a plan for who decides, as text or Markdown.

However long the answers are, it has at most 60 lines of 78 columns, and reads to its end: what
does not fit is shortened at the end of a word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice, zip_longest

from smtui.plan.rules import Reading
from smtui.questionnaire.model import Part, Sheet
from smtui.reports import wording
from smtui.reports.markdown import plain
from smtui.scoring.explained import band_explained
from smtui.scoring.scorecard import Scorecard
from smtui.text import LINE_WIDTH, cell_width, clean_line, plural, shortened, wrapped

MOST_LINES = 60
"""Lines of one sheet of A4."""
MARK = "Made by smtui from the plan"
"""What a file of this kind can be told by."""
_FICTIONAL = "This plan is fictional: an example."
_MOST_OPEN = 2
_LABEL = 16
_LABEL_LINES = 2
_NAME = 60


@dataclass(frozen=True)
class _Line:
    """A paragraph of a page, or an item of a list, in lines of text."""

    lines: tuple[str, ...]
    item: bool

    def cut(self, most: int) -> "_Line":
        """The same in at most so many lines."""
        if len(self.lines) <= most:
            return self
        last = shortened(" ".join(self.lines[most - 1 :]), _width(self.item))
        return _Line((*self.lines[: most - 1], last), self.item)


@dataclass(frozen=True)
class _Block:
    """What stands on a page under one label."""

    label: tuple[str, ...]
    said: tuple[_Line, ...]


@dataclass(frozen=True)
class Page:
    """A sheet with what a plan says, on one page."""

    title: str
    above: tuple[str, ...]
    blocks: tuple[_Block, ...]
    foot: tuple[str, ...]
    apart: int
    """Empty lines between the blocks, where there is room for them."""


def page(
    sheet: Sheet,
    card: Scorecard,
    reading: Reading,
    *,
    title: str,
    plan: str,
    fictional: bool = False,
) -> Page:
    """A sheet filled in. `title` is for a sheet whose own cannot be said; `plan` names the file.

    The day of the reading stands at its end, if it has one.
    """
    owner = f"sheet {sheet.id}"
    head = clean_line(reading.said(owner, "title")).strip() or clean_line(title).strip() or "Plan"
    blocks = [
        _Block(tuple(_label(label)), tuple(_lines(list(said))))
        for label, said in groupby(_all_said(sheet, card, reading), key=lambda one: one[0])
    ]
    above = (_FICTIONAL,) if fictional else ()
    foot = tuple(_foot(plan, reading.today))
    fixed = 2 + len(above) + 1 + 1 + len(foot)  # the title and its rule, a line above, one below
    blocks, apart = _fitting([one for one in blocks if one.said], MOST_LINES - fixed)
    return Page(shortened(head, LINE_WIDTH), above, tuple(blocks), foot, apart)


def write_text(made: Page) -> str:
    """A page in lines of at most 78 columns: labels at the left, what is said beside them."""
    lines = [made.title, "=" * LINE_WIDTH, *made.above]
    for at, block in enumerate(made.blocks):
        lines += [""] * (made.apart if at else 1)
        lines += _beside(block)
    return "\n".join([*lines, "", *made.foot]) + "\n"


def write_markdown(made: Page) -> str:
    """The same page as Markdown whose structure no answer can break."""
    lines = [f"# {plain(made.title)}", ""]
    for one in made.above:
        lines += [f"*{plain(one)}*", ""]
    for block in made.blocks:
        label = f"**{plain(' '.join(block.label))}:**" if block.label else ""
        texts = [plain(" ".join(one.lines)) for one in block.said]
        if len(texts) == 1:
            lines += [f"{label} {texts[0]}".strip(), ""]
        else:
            lines += [label, "", *(f"- {text}" for text in texts), ""]
    return "\n".join([*lines, "---", "", plain(" ".join(made.foot))]) + "\n"


# what is said


def _all_said(sheet: Sheet, card: Scorecard, reading: Reading) -> Iterator[tuple[str, str, bool]]:
    """Label, text and whether it is an item, of all that the sheet says about this plan."""
    has_risk = any(part.shows == "risk" for part in sheet.parts)
    closed = ""  # the label under which nothing more is said
    for at, part in enumerate(sheet.parts):
        owner, key = f"sheet {sheet.id}", f"parts.{at}"
        if part.label == closed or not reading.holds(owner, f"{key}.show_if"):
            continue
        shown = list(_judged(part, card, reading, 1 if has_risk else 0))
        if shown and part.shows == "unready":
            closed = part.label
        item = bool(part.each or (shown and part.shows == "open"))
        if part.each:
            found = reading.worked_out(owner, f"{key}.each") or ()
            shown = [reading.said(owner, f"{key}.say", element=one) for one in found]
        elif not shown and part.say:
            shown = [reading.said(owner, f"{key}.say")]
        for text in shown:
            if clean_line(text).strip():
                yield part.label, text, item


def _judged(part: Part, card: Scorecard, reading: Reading, told: int) -> Iterator[str]:
    """What the judgement says; `told` is how many findings another part tells."""
    if part.shows == "score" and card.possible:
        yield f"{wording.verdict(card)}. {band_explained(card, reading.questionnaire)}"
        if card.overrides is not None and card.overrides.rows:
            rows = plural(len(card.overrides.rows), "row")
            name = card.overrides.file.name
            yield f"It was judged with {rows} of its tables overridden by {name}."
    elif part.shows == "risk":
        for one in card.gaps[:1]:
            yield f"{one.saw} Next: {one.next}" if one.next else f"{one.saw} {one.why}"
    elif part.shows == "unready" and _unready(card, reading):
        yield f"Not ready to be decided: {card.gaps[0].saw if card.gaps else wording.verdict(card)}"
    elif part.shows == "open":
        yield from list(dict.fromkeys(_open(card, reading, told)))[:_MOST_OPEN]


def _unready(card: Scorecard, reading: Reading) -> bool:
    """Whether the plan is in a band below those that an open blocker keeps a plan out of."""
    bands = reading.questionnaire.bands
    return any("blocker" in one.not_with for one in bands) and any(
        one.id == card.band and "blocker" not in one.not_with for one in bands
    )


def _open(card: Scorecard, reading: Reading, told: int) -> Iterator[str]:
    """What is open, the most serious first."""
    for one in card.gaps[told:]:
        yield f"{one.saw} {one.next}".strip()
    for what, who, by in wording.parked(card, reading):
        until = f"by {by}" if by else "no date yet"
        yield f"Not known yet: {what} ({who or 'nobody yet'}, {until})."
    if card.open:
        verb = "is" if len(card.open) == 1 else "are"
        yield f"{plural(len(card.open), 'question')} {verb} without an answer."
    for label, lost, place in card.next_best:
        if place not in card.parked:
            yield f"{clean_line(label)}: {wording.gain(lost)} to gain."


def _foot(plan: str, today: date | None) -> list[str]:
    when = f", {wording.day(today)}" if today else ""
    return wrapped(f"{MARK} {shortened(plan, _NAME)}{when}. {wording.NO_FORECAST}")


# how it fits


def _width(item: bool) -> int:
    return LINE_WIDTH - _LABEL - 2 - (2 if item else 0)


def _label(label: str) -> list[str]:
    lines = wrapped(label, width=_LABEL)
    kept = lines[: _LABEL_LINES - 1]
    return [*kept, shortened(" ".join(lines[len(kept) :]), _LABEL)] if len(lines) > 1 else lines


def _lines(said: Iterable[tuple[str, str, bool]]) -> Iterator[_Line]:
    """Sentences that follow one another make a paragraph, items a line each."""
    for item, found in groupby(said, key=lambda one: one[2]):
        texts = [text for _, text, _ in found]
        for text in texts if item else [" ".join(texts)]:
            yield _Line(tuple(wrapped(text, width=_width(item))), item)


def _fitting(blocks: Sequence[_Block], room: int) -> tuple[list[_Block], int]:
    """The blocks in so many lines, and how many empty lines are between them.

    First long texts are shortened, then long lists; then the empty lines go, then the last blocks.
    """
    kept, items = list(blocks), room
    while _least(kept, 1) > room and items > 1:
        items -= 1
        kept = [_Block(one.label, _fewer(one.said, items)) for one in blocks]
    apart = 1 if _least(kept, 1) <= room else 0
    whole = kept
    while _least(kept, apart) > room and whole:
        whole = whole[:-1]
        kept = [*whole, _left_out(len(blocks) - len(whole))]
    return _shortened(kept, room, apart), apart


def _fewer(said: tuple[_Line, ...], most: int) -> tuple[_Line, ...]:
    """The first of a list, and how many there are besides."""
    if len(said) <= most:
        return said
    kept = said[: most - 1]
    return (*kept, _Line((f"{'and ' if kept else ''}{len(said) - len(kept)} more",), said[-1].item))


def _left_out(number: int) -> _Block:
    words = f"{plural(number, 'part')} of this sheet found no room."
    return _Block((), (_Line((words,), False),))


def _least(blocks: Sequence[_Block], apart: int) -> int:
    """The lines that blocks take when each of their texts has one."""
    return _taken(blocks, [1] * sum(len(one.said) for one in blocks), apart)


def _taken(blocks: Sequence[_Block], heights: Sequence[int], apart: int) -> int:
    """The lines that blocks take when their texts have these."""
    left = iter(heights)
    used = (max(len(one.label), sum(islice(left, len(one.said)))) for one in blocks)
    return sum(used) + apart * max(0, len(blocks) - 1)


def _shortened(blocks: Sequence[_Block], room: int, apart: int) -> list[_Block]:
    """The blocks with their longest texts shortened, as far as it takes."""
    full = [len(one.lines) for block in blocks for one in block.said]
    most = max(full, default=1)
    while most > 1 and _taken(blocks, [min(one, most) for one in full], apart) > room:
        most -= 1 if most <= room else most - room
    heights = [min(one, most) for one in full]
    for at in sorted(range(len(full)), key=full.__getitem__):  # the room left makes the most whole
        wider = [*heights[:at], min(full[at], most + 1), *heights[at + 1 :]]
        heights = wider if _taken(blocks, wider, apart) <= room else heights
    left = iter(heights)
    return [
        _Block(block.label, tuple(one.cut(next(left)) for one in block.said)) for block in blocks
    ]


def _beside(block: _Block) -> Iterator[str]:
    """A block with its label at the left."""
    right = [
        f"{('  ' if at else '- ') if one.item else ''}{line}"
        for one in block.said
        for at, line in enumerate(one.lines)
    ]
    for label, line in zip_longest(block.label, right, fillvalue=""):
        yield f"{label}{' ' * (_LABEL + 2 - cell_width(label))}{line}".rstrip()
