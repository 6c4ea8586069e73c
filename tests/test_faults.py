"""The faults of ``tests/faults`` at small counts; ``python -m tests.faults`` runs them in full."""

import pytest

from tests.faults.all import GOALS
from tests.faults.goal import Effort, Goal


@pytest.mark.parametrize("goal", [pytest.param(one, id=one.name) for one in GOALS if not one.slow])
def test_a_fault_costs_no_answer(goal: Goal) -> None:
    outcome = goal.run(Effort())
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert outcome.done
    assert not outcome.failures, "\n".join(outcome.failures[:5])
