"""The fit of channels and activities, reckoned a second time: by a few lines that know no TOML.

Only the cells of the tables are those of the questionnaire, for an organisation may change them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from tests.scoring.plans import RUN, examples, shipped

SIDES = {
    "business_buyer": "b2b", "business_user": "b2b", "partner": "b2b", "media_analyst": "b2b",
    "consumer": "b2c", "candidate": "b2c", "supporter": "b2c",
}  # fmt: skip


def ids_of(name: str) -> list[str]:
    return list(shipped().among[name].rows)


def some(name: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids_of(name)), max_size=most, unique=True).map(tuple)


def one_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(ids_of(name))


@dataclass(frozen=True)
class Segment:
    """What a fit turns on, of one group of people."""

    audience: str
    behaviours: tuple[str, ...]
    networks: tuple[str, ...]


BEHAVIOURS = some("segment.behaviours", 4).map(
    lambda found: ("unknown",) if "unknown" in found else found
)


@dataclass(frozen=True)
class Case:
    """What a fit turns on."""

    model: str
    primary: str
    secondary: tuple[str, ...]
    segments: tuple[Segment, ...]
    channels: tuple[str, ...]
    activities: tuple[str, ...]

    @property
    def answers(self) -> Answers:
        """The plan that says so, and nothing else."""
        plan = Answers()
        values: dict[str, Any] = {
            "profile.model": self.model,
            "objective.primary": self.primary,
            "objective.secondary": self.secondary,
        }
        for at, one in enumerate(self.segments):
            plan = plan.with_items("segment", (*plan.ids("segment"), f"s{at}"))
            values[f"segment.name@s{at}"] = f"Some people {at}"
            for name in ("audience", "behaviours", "networks"):
                values[f"segment.{name}@s{at}"] = getattr(one, name)
        for question, chosen in (
            ("channel.name", self.channels),
            ("activity.kind", self.activities),
        ):
            name = question.partition(".")[0]
            plan = plan.with_items(name, tuple(f"{name[0]}{at}" for at in range(len(chosen))))
            values |= {f"{question}@{name[0]}{at}": one for at, one in enumerate(chosen)}
        return plan.with_values(
            {Place(*name.split("@")): value for name, value in values.items() if value}
        )


CASES = st.builds(
    Case,
    model=one_of("profile.model") | st.just(""),
    primary=one_of("objective.primary") | st.just(""),
    secondary=some("objective.secondary", 3),
    segments=st.lists(
        st.builds(
            Segment,
            one_of("segment.audience") | st.just(""),
            BEHAVIOURS,
            some("segment.networks", 5),
        ),
        max_size=4,
    ).map(tuple),
    channels=some("channel.name", 5),
    activities=some("activity.kind", 5),
)


def fit_of(row: Mapping[str, Mapping[str, float]], case: Case, sides: Sequence[str]) -> float:
    """How well a row of a table serves the outcomes: further ones, two of them, up to 2."""

    def cell(outcome: str) -> float:
        return sum(row[outcome][side] for side in sides) / len(sides)

    return max(cell(case.primary), *(min(2.0, cell(one)) for one in case.secondary[:2]), 0.0)


def channel_fit(channel: str, case: Case) -> float | None:
    """The best over the segments that name it, or over all; of each the weaker of outcome and
    habit."""
    if not case.primary:
        return None
    row, caps = (shipped().tables[one].rows[channel] for one in ("fit", "behaviour_cap"))
    if not case.segments:
        # nobody to fit to yet: what it could be for those who pay the organisation
        sides = {"both": ["b2b", "b2c"], "b2c": ["b2c"]}.get(case.model, ["b2b"])
        return max(fit_of(row, case, [side]) for side in sides)
    named = [one for one in case.segments if channel in one.networks] or list(case.segments)
    return max(
        min(
            fit_of(row, case, [SIDES.get(one.audience, "b2c" if case.model == "b2c" else "b2b")]),
            max((caps[habit] for habit in one.behaviours), default=2),
        )
        for one in named
    )


def activity_fit(activity: str, case: Case) -> float | None:
    """The same without people; who serves both sides takes their mean."""
    if not case.primary:
        return None
    sides = [case.model] if case.model in ("b2b", "b2c") else ["b2b", "b2c"]
    return fit_of(shipped().tables["activity_fit"].rows[activity], case, sides)


@examples(60)
@given(CASES, RUN)
def test_every_fit_is_what_the_model_says(case: Case, run: str) -> None:
    reading = Reading(shipped(), case.answers, run)
    for table, reckoned in (("channels", channel_fit), ("activities", activity_fit)):
        for row in shipped().tables[table].rows:
            found = reading.worked_out(f"{table}.fit", "value", element=row)
            expected = reckoned(row, case)
            assert found == (None if expected is None else pytest.approx(expected)), row
            assert found is None or 0 <= found <= 3


@examples(30)
@given(CASES, RUN)
def test_the_best_fit_is_offered_first_and_the_checks_take_the_mean(case: Case, run: str) -> None:
    reading = Reading(shipped(), case.answers, run)
    for question, chosen, reckoned, check in (
        ("channel.name", case.channels, channel_fit, "F1"),
        ("activity.kind", case.activities, activity_fit, "F2"),
    ):
        name = question.partition(".")[0]
        offers = [one for one in reading.offered(Place(question, f"{name[0]}0")) if one != "other"]
        assert sorted(offers) == sorted(one for one in ids_of(question) if one != "other")
        fits = [reckoned(one, case) or 0 for one in offers]
        assert fits == sorted(fits, reverse=True)
        rated = [reckoned(one, case) or 0 for one in chosen if one != "other" and case.primary]
        nobody = name == "channel" and not case.segments
        mean = sum(rated) / len(rated) if rated and not nobody else 0
        assert reading.earned(check) == pytest.approx(mean / 3)
