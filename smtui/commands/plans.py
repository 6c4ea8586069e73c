"""Opening plans and writing what belongs to them: shared by the commands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smtui.commands.keeping import Keeping
from smtui.commands.origin import (
    as_lately,
    laid_over,
    option_for,
    place_named,
    recent_plans,
    tell_place,
)
from smtui.commands.surroundings import Surroundings
from smtui.fence import Fence
from smtui.files import CAPS, TomlFile, beginning_of, read_toml
from smtui.mistakes import BadInput, Mistake
from smtui.plan import document as documents
from smtui.plan.age import is_older, newer
from smtui.plan.answers import Place
from smtui.plan.document import Document
from smtui.plan.migration import Migration, migrate
from smtui.plan.recent import Recent
from smtui.plan.recovery import recovery_of
from smtui.plan.recovery.crossroads import open_by
from smtui.plan.rules import Reading
from smtui.plan.telling import span_words
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.overrides import overrides_beside
from smtui.reports import data, markdown
from smtui.saving import ChangedMeanwhile, SaveFailed, replace_file
from smtui.scoring.scorecard import Scorecard, judged
from smtui.text import clean_line, plural


@dataclass(frozen=True)
class Plan:
    """A plan with its questionnaire and the hash of its file."""

    path: Path
    digest: str
    document: Document
    questionnaire: Questionnaire

    @property
    def title(self) -> str:
        """What it is called: by itself, else by its first question, else after its file."""
        named = self.document.answers.value(Place(self.questionnaire.naming))
        return (
            self.document.meta.title or (named if isinstance(named, str) else "") or self.path.stem
        )


@dataclass(frozen=True)
class OpenPlan(Plan):
    """A plan read from a file, which can say in which line something stands.

    With a `migration` it was made with an older questionnaire, and brought to today's in memory.
    `newer` says why it is too new to be changed.
    """

    file: TomlFile
    migration: Migration | None = None
    newer: Mistake | None = None
    place: Path | None = None
    """Where its questionnaire stands, as far as that is known."""
    taken: bool = False
    """Whether the questionnaire was taken from `place` without a word from anybody."""
    option: str = ""
    """What a command needs to mean this questionnaire, too."""

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line of an answer: in an older plan where it stands under its older name."""
        if self.migration is not None:
            name = ".".join(part for part in path if isinstance(part, str))
            first, *rest = self.migration.older_names.get(name, name).split(".")
            numbers = [part for part in path if isinstance(part, int)]
            path = (first, *numbers, *rest)
        return self.file.positions.line_of(path)


def open_plan(
    path: Path,
    questionnaire: Questionnaire | str = "",
    *,
    known: Questionnaire | None = None,
    recent: Recent | None = None,
    fence: Fence | None = None,
) -> OpenPlan:
    """Read a plan with the questionnaire that it names, or with the one given. Raises `BadInput`.

    One that is `known` is not loaded again when the plan names it. One that does not come with
    smtui is looked for where the `recent` plans had it. Unless it is given as it is, the overrides
    beside the plan are laid over it.
    """
    fence = fence or Fence()
    limits = CAPS.plan_bytes, CAPS.plan_entries
    file = read_toml(path, max_bytes=limits[0], max_entries=limits[1], opener=fence.open)
    name, _ = documents.belongs_to(file)
    place, taken, option = None, False, ""
    if isinstance(questionnaire, str):
        overrides = overrides_beside(path.parent, name, fence)
        if known is not None and known.id == name:
            questionnaire = laid_over(known, overrides)
    if isinstance(questionnaire, str):
        option = option_for(questionnaire)
        lately = None
        if recent is not None and not questionnaire and name not in shelf.names():
            lately = as_lately(recent, path, name, overrides)
        if lately is not None:
            (questionnaire, place), taken = lately, True
        else:
            place = _place_of(file, name, questionnaire)
            questionnaire = load(place, overrides)
    if name != questionnaire.id:
        documents.read(file, questionnaire)  # which refuses it
    reason = newer(file, questionnaire)
    migration = migrate(file.data, questionnaire) if is_older(file, questionnaire) else None
    source = replace(file, data=migration.data) if migration else file
    try:
        document = documents.read(source, questionnaire, newer_too=True)
    except BadInput:
        if reason is None:
            raise
        raise BadInput(reason) from None
    return OpenPlan(
        path,
        file.digest,
        document,
        questionnaire,
        file,
        migration=migration,
        newer=reason,
        place=place,
        taken=taken,
        option=option,
    )


def open_named(path: str, questionnaire: str, around: Surroundings) -> OpenPlan:
    """The plan that a command names, with the questionnaire that it names, if it does.

    Says which one was taken from the plans that were open lately. Raises `BadInput`.
    """
    if questionnaire and questionnaire not in shelf.names() and around.fence.root:
        questionnaire = str(place_named(questionnaire, around))
    fence = around.fence
    recent = recent_plans(around)
    plan = open_plan(fence.inside(path), questionnaire, recent=recent, fence=fence)
    if plan.taken and plan.place is not None:
        tell_place(plan.place, around)
    _tell_unsaved(plan, around)
    return plan


def _tell_unsaved(plan: OpenPlan, around: Surroundings) -> None:
    """Say it, where a session could not put all its answers into the plan's file."""
    for found in Keeping(around).journals(plan.path):
        if recovery_of(found, plan.document, plan.questionnaire, plan.digest) is not None:
            name, now = clean_line(plan.file.name), around.clock()
            when = span_words(found.first, found.last, now) if found.first and found.last else ""
            many = plural(len(found.changes), "change is", "changes are")
            said = f"{many} not in this file" + (f" ({when})" if when else "")
            around.tell(f"{name}: {said}")
            around.tell(f"    to bring them back, open it: smtui {name}{plan.option}")
            return


def tell_age(plan: OpenPlan, around: Surroundings) -> None:
    """Say it, where a plan is not as old as the questionnaire here."""
    if plan.newer is not None:
        around.tell(plan.newer.render())
    if plan.migration is not None:
        way = f"it is read as version {plan.migration.here} has it ({plan.migration.summary}); "
        mend = f"{way}the file stays as it is until: smtui migrate {plan.file.name}{plan.option}"
        around.tell(_older(plan, mend).render())


def refuse_change(plan: OpenPlan) -> None:
    """Refuse to write over a plan that is not as old as the questionnaire. Raises `BadInput`."""
    if plan.newer is not None:
        raise BadInput(plan.newer)
    if plan.migration is not None:
        mend = f"bring it to this version first: smtui migrate {plan.file.name}{plan.option}"
        raise BadInput(_older(plan, mend))


def _older(plan: OpenPlan, mend: str) -> Mistake:
    assert plan.migration is not None
    made_with, here = plan.migration.made_with, plan.migration.here
    line = plan.file.positions.line_of(("meta", "version"))
    name = plan.questionnaire.id
    what = f"this plan was made with version {made_with} of '{name}'; here is version {here}"
    return Mistake(plan.file.name, line, what, mend)


def _place_of(file: TomlFile, name: str, given: str) -> Path:
    """Where the questionnaire of a plan stands."""
    if given:
        return shelf.find(given)
    if name in shelf.names():
        return shelf.shelf() / name
    line = file.positions.line_of(("meta", "questionnaire"))
    what = f"this plan belongs to the questionnaire '{name}', which does not come with smtui"
    raise BadInput(Mistake(file.name, line, what, "name its folder or file: --questionnaire PATH"))


def run_of(plan: OpenPlan, wanted: str) -> str:
    """The run to assess a plan in: the one asked for, else the plan's own where it is offered.

    Raises `BadInput` when the questionnaire has no such run.
    """
    runs = plan.questionnaire.runs
    if wanted and runs and wanted not in runs:
        what = f"the questionnaire '{plan.questionnaire.id}' has no {wanted} run"
        raise BadInput(Mistake(plan.file.name, 0, what, f"take --run {' or --run '.join(runs)}"))
    own = plan.document.meta.run
    return wanted or (own if own in runs or not runs else next(iter(runs)))


def scored(plan: Plan, run: str) -> tuple[Scorecard, Reading]:
    """A plan's scorecard in a run, and the reading that goes with it."""
    reading = Reading(plan.questionnaire, plan.document.answers, run)
    return judged(reading), reading


def scorecard_paths(path: Path) -> tuple[Path, Path]:
    """Where the scorecard files of a plan lie: for machines, and to read."""
    stem = path.stem
    return path.with_name(f"{stem}.scorecard.toml"), path.with_name(f"{stem}.scorecard.md")


def _refuse_foreign(path: Path, fence: Fence) -> None:
    """Raise `SaveFailed` where a file of that name is no scorecard: it is somebody's own."""
    if not fence.holds(path):
        raise SaveFailed(f"{path.name} is a link that leads out of the folder; take it away")
    found = beginning_of(path, 1_000_000)
    if found is None:
        return  # nothing is there, or nothing that can be replaced: saving will say so
    if data.MARK.encode() not in found and markdown.MARK.encode() not in found:
        raise SaveFailed(f"{path.name} is there already and is no scorecard; rename it")


def write_scorecard(plan: Plan, run: str, fence: Fence) -> tuple[Path, Path]:
    """Write the scorecard files beside a plan. Raises `SaveFailed`."""
    machine, human = scorecard_paths(plan.path)
    for path in (machine, human):
        _refuse_foreign(path, fence)
    card, reading = scored(plan, run)
    meta = plan.document.meta
    text = data.write(
        card, reading, plan=plan.path.name, digest=plan.digest, fictional=meta.fictional
    )
    replace_file(machine, text.encode())
    text = markdown.write(
        card,
        reading,
        title=plan.title,
        plan=plan.path.name,
        digest=plan.digest,
        changed=meta.changed,
        fictional=meta.fictional,
    )
    replace_file(human, text.encode())
    return machine, human


def keep(path: Path, text: str, digest: str | None, around: Surroundings) -> bool:
    """Put a plan into its file, if that still is the one that was read; whether it was.

    `digest` is the hash that was read; None where no file was. Raises `BadInput` when the file
    cannot be written.
    """
    name = clean_line(str(path))
    keeping = Keeping(around)
    lock, holder = keeping.lock(path)
    if holder is not None:
        who = open_by(holder, around.clock())
        around.tell(f"{name}: this plan is {who}; nothing was written")
        around.tell("    close it there, then run the same command again")
        return False
    try:
        replace_file(path, text.encode(), expected=digest, before=keeping.backup(path))
    except ChangedMeanwhile:
        around.tell(f"{name}: somebody has changed this file meanwhile; nothing was written")
        around.tell("    run the same command again")
        return False
    except SaveFailed as problem:
        if not problem.replaced:
            raise BadInput(Mistake(str(path), 0, str(problem))) from None
        around.tell(f"{name}: {problem}")
    finally:
        lock.release()
    return True
