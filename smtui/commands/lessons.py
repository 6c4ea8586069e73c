"""smtui learn --plain: the steps of a lesson, line by line."""

from collections.abc import Callable
from dataclasses import replace

from smtui.commands.opening import PlanOpener
from smtui.mistakes import BadInput
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plain.interview import Interview
from smtui.plan.learning import HERE, STEPS, Progress
from smtui.plan.opened import Opened
from smtui.plan.titles import marked
from smtui.questionnaire.model import RUNS
from smtui.reports import beside
from smtui.text import clean_line


class PlainLesson:
    """Says where one is, and does the step that is asked for. `hold` holds an interview."""

    def __init__(
        self,
        opener: PlanOpener,
        dialogue: Dialogue,
        hold: Callable[[Opened], Interview | None],
        sample: str,
    ) -> None:
        """Raises `BadInput` when there is no such sample."""
        self._opener = opener
        self._teacher = opener.teacher
        self._dialogue = dialogue
        self._hold = hold
        self._sample = self._teacher.lesson(sample)

    @property
    def _progress(self) -> Progress:
        return self._teacher.learning.of(self._sample)

    def run(self) -> None:
        """Go from step to step until the input ends, or somebody has had enough."""
        steps = {"1": self._walk, "2": self._practise, "3": self._compare}
        try:
            while True:
                here = self._say_where()
                said = self._dialogue.ask().strip()
                if said.casefold() in ("/quit", "quit"):
                    return
                step = steps.get(said or here)
                if step is None:
                    self._dialogue.say("There is no such step: 1, 2 or 3, or /quit.")
                else:
                    self._do(step)
                    self._dialogue.say("")
        except EndOfInput:
            return

    def _do(self, step: Callable[[], None]) -> None:
        try:
            step()
        except BadInput as bad:
            self._dialogue.say(*str(bad).splitlines())

    def _say_where(self) -> str:
        """Say the steps; the number of the one that Enter begins."""
        made, progress = self._opener.questionnaire, self._progress
        practice = self._teacher.practice(progress)
        sample = next(one for one in made.samples if one.id == self._sample)
        title = marked(clean_line(sample.title), sample.fictional)
        states = progress.states(practice)
        more = progress.how_far(practice, [one.id for one in made.sections])
        say = self._dialogue.say
        say(f"Learn with a sample: {title}")
        for number, ((label, about), state, words) in enumerate(
            zip(STEPS, states, more, strict=True), 1
        ):
            stands = ", ".join(one for one in (state, words) if one)
            say(f"{number}. {label} ({stands}). {about}")
        here = states.index(HERE) + 1 if HERE in states else 3
        say(f"A number goes to a step, Enter to step {here}, /quit ends.")
        return str(here)

    def _walk(self) -> None:
        opened = self._teacher.walk(self._sample)
        interview = self._hold(opened)
        progress = self._progress
        walked = progress.walked or (interview is not None and interview.finished)
        now = replace(progress, position=opened.session.position, walked=walked)
        self._teacher.learning.note(now)

    def _practise(self) -> None:
        progress = self._progress
        if progress.practice is None:
            made = self._teacher.practise(self._sample, self._run_wanted())
            path = made.keeper.path
            self._teacher.learning.note(replace(progress, practice=path))
        else:
            made = self._teacher.go_on(progress.practice)
        if self._hold(made) is not None:
            made.keeper.close()
            made.keeper.let_go()

    def _run_wanted(self) -> str:
        """The run of a new practice plan; the short one is suggested."""
        runs = self._opener.questionnaire.runs
        offered = [one for one in RUNS if one in runs]
        if len(offered) < 2:
            return next(iter(offered), RUNS[0])
        for number, name in enumerate(offered, 1):
            run = runs[name]
            minutes = f", about {run.minutes} minutes" if run.minutes else ""
            self._dialogue.say(f"{number}. {clean_line(run.title)} run{minutes}")
        self._dialogue.say("Enter takes the first one, which is suggested.")
        said = self._dialogue.ask().strip()
        return offered[1] if said == "2" else offered[0]

    def _compare(self) -> None:
        progress = self._progress
        if progress.practice is None:
            self._dialogue.say("Step 2 comes first: there is no plan yet to lay beside the model.")
            return
        found, model, yours = self._teacher.beside(self._sample, progress.practice)
        self._dialogue.say(beside.write(found, model=model, yours=yours))
        self._teacher.learning.note(replace(progress, compared=True))
