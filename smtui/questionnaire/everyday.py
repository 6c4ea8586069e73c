"""What people write who know other forms: everyday words for keys and kinds, each with ours."""

from collections.abc import Collection, Iterable

_KEYS: dict[str, str] = {
    "id": "name key code value slug",
    "least": "min minimum min_value at_least from_value lower",
    "most": "max maximum max_value at_most to_value upper",
    "kind": "type kind_of question_type widget",
    "ask": "question text label title prompt caption",
    "label": "text name title caption",
    "title": "label name heading caption",
    "say": "message text error msg",
    "says": "text label title ask",
    "one": "singular",
    "many": "plural",
    "choices": "options values answers items select",
    "choices_from": "options_from values_from",
    "rows": "lines statements options choices items",
    "columns": "cols fields",
    "fields": "parts subquestions columns questions",
    "then": "follow_up followup follow_ups children sub subquestions questions",
    "show_if": "condition conditions visible_if visible visible_when show_when show if when "
    "only_if depends_on relevant enabled_if display_if",
    "when": "condition if show_if",
    "applies": "condition if when show_if",
    "rule": "condition if check",
    "required": "mandatory obligatory must required_if compulsory",
    "help": "hint description explanation tooltip info subtitle",
    "hint": "placeholder example",
    "default": "initial default_value preset prefill",
    "value": "formula expression calculation calculate compute",
    "valid_if": "validation validate valid constraint rules",
    "whole": "integer",
    "to": "target links_to list ref",
    "steps": "labels options choices",
    "low": "min_label left low_label",
    "high": "max_label right high_label",
    "points": "score weight",
    "earn": "earns condition formula",
    "alone": "exclusive",
    "retired": "deprecated",
    "renamed_from": "old_id was formerly",
    "group": "category",
    "not_applicable": "na",
    "start": "from",
}
_MEANT: dict[str, tuple[str, ...]] = {
    word: tuple(key for key, said in _KEYS.items() if word in said.split())
    for words in _KEYS.values()
    for word in words.split()
}
_KINDS: dict[str, str] = {
    "choice": "dropdown select radio single single_choice singlechoice enum",
    "choices": "checkbox checkboxes multiselect multi_select multi multiple multiple_choice",
    "yesno": "bool boolean yes_no toggle switch",
    "number": "int integer float decimal numeric",
    "text": "string str shorttext short_text input email url tel",
    "longtext": "textarea memo paragraph multiline long_text",
    "scale": "rating likert slider stars nps",
    "ranking": "rank order sort",
    "grid": "matrix table",
    "money": "currency price amount budget",
    "percent": "percentage",
    "date": "datetime day time",
    "note": "info heading statement html",
    "record": "group object fieldset address",
    "texts": "list tags lines",
    "link": "reference ref relation",
    "shares": "constant_sum allocation distribution",
    "computed": "formula calculated calculation",
}
_KIND_MEANT = {word: kind for kind, words in _KINDS.items() for word in words.split()}


def meant_key(word: str, keys: Collection[str], taken: Iterable[str] = ()) -> str:
    """The key that somebody meant by an everyday word, of those that there are; or nothing.

    Keys that are `taken` stand there already: they cannot have been meant.
    """
    there = set(taken)
    meant = _MEANT.get(word.casefold().replace("-", "_"), ())
    return next((key for key in meant if key in keys and key not in there), "")


def meant_kind(word: str) -> str:
    """The kind of question that is called so elsewhere; or nothing."""
    return _KIND_MEANT.get(word.casefold().replace("-", "_").replace(" ", "_"), "")
