"""What is wrong in an expression, and where in its text."""


class Flaw(Exception):
    """A mistake in an expression: `what` in words, a caret range, and how to mend it.

    `start` and `end` count characters from the beginning of the expression.
    """

    def __init__(self, what: str, start: int, end: int, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = max(end, start + 1)
        self.mend = mend
