"""The small questionnaire, loaded once: it never changes."""

import pytest

from smtui.questionnaire.model import Questionnaire
from tests.plan.party import shared


@pytest.fixture
def party() -> Questionnaire:
    """A questionnaire with one of everything."""
    return shared()
