"""The kinds of question, one class each: what an answer is, what is wrong with one, how it reads.

A new kind is one class here, and an entry in each of the tables that other rooms keep by kind: how
words become its answer and what may be typed (`plan.said`), how an older answer comes to it
(`plan.conversion`), its field on the screen (`tui.fields`). A test names the entry that is missing.
"""

from collections.abc import Mapping

from smtui.questionnaire.kinds.choosing import AnyOf, OneOf, Ranking, YesNo
from smtui.questionnaire.kinds.linking import Link, Links
from smtui.questionnaire.kinds.numbers import LARGEST_NUMBER, Money, Number, Percent, Scale
from smtui.questionnaire.kinds.parted import Derived, Grid, Record, Shares
from smtui.questionnaire.kinds.written import LONGEST_ANSWER, Date, LongText, Note, Text, Texts
from smtui.questionnaire.model import Question

_IN_ORDER: tuple[type[Question], ...] = (
    Text, LongText, OneOf, AnyOf, YesNo, Number, Money, Percent, Date, Scale, Ranking, Shares,
    Texts, Record, Grid, Link, Links, Note, Derived,
)  # fmt: skip

KINDS: Mapping[str, type[Question]] = {
    str(kind.__dataclass_fields__["kind"].default): kind for kind in _IN_ORDER
}
"""Every kind by its name, in the order in which people are told of them."""

__all__ = [
    "KINDS",
    "LARGEST_NUMBER",
    "LONGEST_ANSWER",
    "AnyOf",
    "Date",
    "Derived",
    "Grid",
    "Link",
    "Links",
    "LongText",
    "Money",
    "Note",
    "Number",
    "OneOf",
    "Percent",
    "Ranking",
    "Record",
    "Scale",
    "Shares",
    "Text",
    "Texts",
    "YesNo",
]
