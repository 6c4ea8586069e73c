"""smtui asks, remembers, judges and hands on: a planning questionnaire in the terminal.

The map of the package, from the bottom up. Imports run one way only: down.

    guard, text, files, paths, ...   the ground: standard library only
    questionnaire/   what is asked: TOML files become one checked, frozen model
    plan/            what was answered: answers, rules, a session, the keeping of it
    scoring/         what it is worth: the scorecard, each point with its reason
    reports/         what is handed on: one module a format
    tui/             the screen: the only code that imports Textual
    commands/, cli   one module a command; the arguments that choose it
"""

__version__ = "0.1.0"
