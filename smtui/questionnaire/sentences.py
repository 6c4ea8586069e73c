"""What an author's words are for: conditions, values, shares, sources, texts; and what all that
is read from files has in common.
"""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

CONDITION = "condition"
VALUE = "value"
SHARE = "share"
SOURCE = "source"
TEMPLATE = "template"
PIPED = "piped"
BOUND = "bound"

Condition = Annotated[str | tuple[str, ...], CONDITION]
"""A sentence that holds or not; several must all hold."""
Switch = Annotated[bool | str | tuple[str, ...], CONDITION]
"""yes, no, or a condition."""
Value = Annotated[str, VALUE]
Share = Annotated[str, SHARE]
"""A number from 0 to 1; a condition is 0 or 1."""
Source = Annotated[str, SOURCE]
"""Which values or rows."""
Template = Annotated[str, TEMPLATE]
"""A text with values in braces."""
Piped = Annotated[str, PIPED]
"""A text that may have values in braces: `Reading.question` gives it with them."""
Bound = Annotated[float | str | None, BOUND]
"""The least or the most that an answer may be: a number, or what an expression says."""
Older = str | tuple[str, ...]
"""Ids that something had in older versions, so that their answers are found."""

Severity = Literal["blocker", "serious", "warning", "advice", "strength"]
Grade = Literal["error", "warning", "advice"]
RunName = Literal["quick", "full"]
Label = Callable[[str], str]
"""What a choice of a question, or an item that it links to, is called."""


def several(named: Older) -> tuple[str, ...]:
    """One or more older names as a tuple."""
    return (named,) if isinstance(named, str) else named


class Checked:
    """What the door (`schema`) demands: no unknown keys, no value bent into shape."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Any]:
        """Strict in its fields, while a plain table may become an object."""
        schema = handler(source)
        return {**schema, "strict": False} if schema.get("type") == "dataclass" else schema
