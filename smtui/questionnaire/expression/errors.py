"""What is wrong in an expression, and where in its text."""


class Flaw(Exception):
    """A mistake in an expression: `what` in words, a caret range, and how to mend it.

    `start` and `end` count characters from the beginning of the expression; of several
    sentences that must all hold, `sentence` is the number of the wrong one.
    """

    def __init__(self, what: str, start: int, end: int, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = max(end, start + 1)
        self.mend = mend
        self.sentence = 0


class Unplaced(Flaw):
    """A mistake that a name brings with it: its place is wherever it is named."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what, 0, 1, mend)


class Spoilt(Flaw):
    """An expression names something that is broken itself: that mistake is told, this is none."""

    def __init__(self) -> None:
        super().__init__("this names something that has a mistake of its own", 0, 1)
