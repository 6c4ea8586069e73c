"""The condition language: read a sentence, check it against what may be named, evaluate it.

It knows types of values and a `Scope` that it is handed; it does not know the
questionnaire, so nothing here imports the model.
"""

from smtui.questionnaire.expression.check import (
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
)
from smtui.questionnaire.expression.errors import Flaw, Spoilt, Unplaced
from smtui.questionnaire.expression.outline import Outline, outline
from smtui.questionnaire.expression.scope import Code, Scope, Symbol, TableShape
from smtui.questionnaire.expression.tokens import TAKEN, WORDS
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ChoiceRow,
    ChoiceSet,
    FieldOf,
    ItemOf,
    RecordOf,
    RowOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import written
from smtui.questionnaire.expression.world import State, TooCostly, World

__all__ = [
    "DATE",
    "NUMBER",
    "TAKEN",
    "TEXT",
    "WORDS",
    "YESNO",
    "ChoiceOf",
    "ChoiceRow",
    "ChoiceSet",
    "Code",
    "FieldOf",
    "Flaw",
    "ItemOf",
    "Outline",
    "RecordOf",
    "RowOf",
    "Scope",
    "SeqOf",
    "Spoilt",
    "State",
    "Symbol",
    "TableShape",
    "TooCostly",
    "Type",
    "Unplaced",
    "World",
    "compile_condition",
    "compile_source",
    "compile_template",
    "compile_value",
    "describe",
    "outline",
    "same",
    "written",
]
