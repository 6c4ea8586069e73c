"""What a terminal can show, as far as its environment says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ability:
    """`glyphs`: "all", "twins" (letters yes, our signs no) or "ascii"; `theme`: a theme's name."""

    glyphs: str = "all"
    theme: str = "textual-dark"


def ability(environment: Mapping[str, str], encoding: str) -> Ability:
    """What the terminal of an environment can show; `encoding` is that of its output."""
    name = environment.get("TERM", "")
    unicode = encoding.lower().replace("-", "").replace("_", "") == "utf8"
    plain = name in ("linux", "vt100", "vt102", "vt220", "ansi", "cygwin")
    colours = "256" in name or "COLORTERM" in environment or "kitty" in name or "direct" in name
    return Ability(
        glyphs="ascii" if not unicode else "twins" if plain else "all",
        theme="textual-dark" if colours and not plain else "ansi-dark",
    )
