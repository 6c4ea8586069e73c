"""One paste between its two marks, however it is cut up, unfinished or too large."""

from textual import events

from smtui.text import clean_text

START = "\x1b[200~"
END = "\x1b[201~"

LONGEST = 200_000
"""Characters of a paste that are kept: ten answers, for a list of items. The rest is counted."""
SILENCE = 2.0
"""Seconds after which a paste without an end mark has ended."""
SETTLED = 0.05
"""Seconds of silence after an end mark, in which another one shows that it was part of the text."""
HELD = 0.3
"""Seconds after an end mark that keys are held back at most."""
TYPED = 1000
"""More characters than that in one burst were never typed."""


class Paste(events.Paste):
    """A text that came in one piece; `beyond` counts the characters that were too many to keep."""

    def __init__(self, text: str, beyond: int = 0) -> None:
        super().__init__(text)
        self.beyond = beyond


class Pasting:
    """Collects one paste. `now` is in seconds of any clock that never goes back."""

    def __init__(self, now: float) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._beyond = 0
        self._cut = ""  # what may be the first letters of an end mark
        self._ended: float | None = None
        self._after = ""
        self._heard = now

    def feed(self, text: str, now: float) -> bool:
        """Take more text. True: the next paste has begun, so this one is over."""
        self._heard = now
        while text:
            if self._ended is None:
                text = self._inside(text, now)
                continue
            self._after += text
            text = ""
            end, start = self._after.find(END), self._after.find(START)
            if end >= 0 and (start < 0 or end < start):
                # An end mark without a beginning: the one before stood in the text itself, and
                # what follows it was never typed.
                self._add(self._after[:end])
                text, self._after = self._after[end + len(END) :], ""
                self._ended = now
            elif start >= 0:
                return True
            elif len(self._after) > TYPED:
                text, self._after, self._ended = self._after, "", None
        return False

    def wait(self, now: float) -> float:
        """Seconds until it is over if nothing more comes; 0 when it is."""
        if self._ended is None:
            return max(0.0, self._heard + SILENCE - now)
        return max(0.0, min(self._heard + SETTLED, self._ended + HELD) - now)

    def finish(self) -> tuple[Paste | None, str]:
        """The paste, and what was held back behind its end: keys, or the next paste."""
        if self._ended is None:
            self._add(self._cut)
        text = clean_text("".join(self._pieces))
        paste = Paste(text, self._beyond) if text or self._beyond else None
        return paste, self._after

    def _inside(self, text: str, now: float) -> str:
        """Take what belongs to the paste; what comes behind its end mark is left."""
        text = self._cut + text
        self._cut = ""
        end = text.find(END)
        if end >= 0:
            self._add(text[:end])
            self._ended = now
            return text[end + len(END) :]
        keep = next((n for n in range(len(END) - 1, 0, -1) if text.endswith(END[:n])), 0)
        self._cut = text[len(text) - keep :]
        self._add(text[: len(text) - keep])
        return ""

    def _add(self, text: str) -> None:
        room = LONGEST - self._size
        if room > 0 and text:
            self._pieces.append(text[:room])
            self._size += len(self._pieces[-1])
        self._beyond += max(0, len(text) - max(room, 0))
