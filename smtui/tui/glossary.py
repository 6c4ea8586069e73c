"""Words and cases: what the words of the trade mean, and what is real beside a question."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen

from smtui.plan.glossary import GlossaryPart, headline, sources_said
from smtui.questionnaire.model import Card, Questionnaire, Term
from smtui.text import clean_line
from smtui.tui.keys import bindings
from smtui.tui.messages import ShowHelp
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.saying import say
from smtui.tui.search import Entry
from smtui.tui.texts import (
    MUTED,
    STRONG,
    column,
    cut,
    hanging,
    indented,
    stacked,
    ui_text,
    wrapped,
)

WORD = "word "
"""How the key of an entry of the search begins that leads here."""
_NAME = 24  # columns of a word beside its meaning
_BESIDE = 66  # columns from which meanings stand beside their words
_INDENT = 2


class WordScreen(RowScreen):
    """First what belongs to a question, then all words by alphabet, then all cards by kind."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("words")]
    CONTEXT: ClassVar[str] = "words"

    def __init__(
        self,
        questionnaire: Questionnaire,
        nearby: GlossaryPart | None = None,
        key: str = "",
        plan: str = "",
    ) -> None:
        """`nearby` belongs to the question in focus; `key` is that of an entry to begin with,
        `plan` what a plan is called that is made up.
        """
        super().__init__()
        self._questionnaire = questionnaire
        self._nearby = nearby or GlossaryPart()
        self._key = key
        self._plan = clean_line(plan)

    def head(self) -> tuple[str, str]:
        """What this is."""
        if self._plan:
            return f"Words and cases: {self._plan}", ""
        return "Words and cases", clean_line(self._questionnaire.title)

    def start_key(self) -> str:
        """The entry that was asked for."""
        return self._key

    def on_mount(self) -> None:
        """Show the entry that was asked for, from its first line on."""
        if self._key:
            self.call_after_refresh(self.to, self._key)

    def to(self, key: str) -> None:
        """Go to an entry."""
        self.redraw(key)
        self.query_one(Rows).scroll_to_highlight(top=True)

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """Everything there is to look up."""
        glossary = self._questionnaire.glossary
        rows: list[Row] = []
        if self._nearby:
            rows.append(Row(ui_text("In this question", STRONG)))
            rows += self._terms(self._nearby.terms, width, "here ")
            rows += self._cards(self._nearby.cards, width, "here ")
            rows.append(Row())
        if glossary.terms:
            rows += [Row(ui_text("All words", STRONG)), *self._terms(glossary.terms, width, WORD)]
            rows.append(Row())
        for kind, cards in groupby(sorted(glossary.cards, key=_kind), _kind):
            rows.append(Row(ui_text(kind, STRONG)))
            rows += self._cards(list(cards), width, WORD, grouped=True)
            rows.append(Row())
        return rows

    def _terms(self, terms: Sequence[Term], width: int, lead: str) -> Iterator[Row]:
        for term in terms:
            name = ui_text(clean_line(term.term), STRONG)
            means = ui_text(term.means)
            if width < _BESIDE or name.cell_length > _NAME:
                lines = [cut(name, width), *_below(means, width)]
            else:
                lines = hanging(column(name, _NAME) + "  ", means, width)
            yield Row(stacked(lines), f"{lead}term {term.id}")

    def _cards(
        self, cards: Sequence[Card], width: int, lead: str, *, grouped: bool = False
    ) -> Iterator[Row]:
        for card in cards:
            kind = "" if grouped else f"{card.kind}: "
            title = ui_text(clean_line(f"{kind}{headline(card)}"), STRONG)
            lines = [*wrapped(title, width), *_below(ui_text(card.says), width)]
            sources = "; ".join(sources_said(self._questionnaire, card))
            for label, words, style in (
                ("Lesson", card.lesson, ""),
                ("Mind", card.caution, ""),
                ("Source", sources, MUTED),
            ):
                if words:
                    lines += _below(ui_text(f"{label}: {words}", style), width)
            yield Row(stacked(lines), f"{lead}card {card.id}")

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read."""
        event.stop()
        self.action_cancel()

    def action_previous_page(self) -> None:
        """Back to where one was."""
        self.action_cancel()

    def action_cancel(self) -> None:
        """Back to where one was."""
        if self.is_current:
            self.dismiss(None)

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("words"))


def look_up(
    app: App[None],
    questionnaire: Questionnaire,
    nearby: GlossaryPart | None = None,
    key: str = "",
    plan: str = "",
) -> None:
    """Show the words, or go back from them; `key` is that of one to go to,
    `plan` what a plan is called that is made up.

    Raises SkipAction where something else has to be answered first: there, the key is the editor's.
    """
    screen = app.screen
    if isinstance(screen, ModalScreen):
        raise SkipAction
    if isinstance(screen, WordScreen):
        if key:
            screen.to(key)
        else:
            screen.action_cancel()
    elif questionnaire.glossary:
        app.push_screen(WordScreen(questionnaire, nearby, key, plan))
    else:
        say(app, "There are no words to look up in this questionnaire.")


def entries(questionnaire: Questionnaire) -> Iterator[Entry]:
    """The words and cards by their names, for the search."""
    glossary = questionnaire.glossary
    for term in glossary.terms:
        yield Entry(f"{WORD}term {term.id}", f"Word: {clean_line(term.term)}", "word", common=False)
    for card in glossary.cards:
        name = clean_line(f"{card.kind}: {headline(card)}")
        yield Entry(f"{WORD}card {card.id}", name, "card", common=False)


def _kind(card: Card) -> str:
    return clean_line(card.kind)


def _below(text: Content, width: int) -> list[Content]:
    return [indented(line, _INDENT) for line in wrapped(text, width - _INDENT)]
