"""Which names of organisations in one article mean the same, and the fullest of them."""

from __future__ import annotations

import re
from typing import Mapping, Sequence

from pipeline.entities.toponyms import fold

IDLE = frozenset(
    "рк республики казахстан казахстана парламента г города тоо ао ооо зао пао нао оао кх нк им имени".split()
)  # words that one mention of a name has and another leaves out
BEFORE_NAME = ("национальная", "компания", "ак", "тнк")
OF_REGION = frozenset(["акимат области", "акимат региона", "областной акимат"])
CHAMBERS = ("сенат", "мажилис")


def meanings(named: Sequence[tuple[str, bool]], expansions: Mapping[str, str]) -> dict[str, str]:
    """Map every name, in the order of its mentions, to the name it goes under.

    ``named`` are (name, bare): a bare common noun («акимат», «палата») stands for an organisation that
    the article names in full, and maps to an empty string where there is none. ``expansions`` are what
    abbreviations stand for, both folded; an abbreviation joins its full name where the article has it.
    """
    full = list(dict.fromkeys(name for name, bare in named if not bare))
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in full:
        groups.setdefault(_key(name), []).append(name)
    for key in sorted(groups, key=len):
        full_key = _key(expansions.get(" ".join(key), ""))
        wider = next((k for k in groups if k != key and (k == full_key or _shortens(key, k))), None)
        if wider:
            groups[wider] += groups.pop(key)
    meant = {name: max(group, key=len) for group in groups.values() for name in group}
    akimat = _akimat(full)
    for name in full:
        if fold(name) in OF_REGION and akimat:
            meant[name] = akimat
    before: list[str] = []
    for name, bare in named:
        if not bare:
            before.append(name)
        elif fold(name) == "акимат":
            meant[name] = akimat
        else:
            meant[name] = meant.get(_chamber(before) or _chamber(full), "")
    return meant


def _key(name: str) -> tuple[str, ...]:
    words = [word for word in re.findall(r"[\w-]+", fold(name)) if word not in IDLE]
    return tuple(words) or (fold(name),)


def _shortens(short: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    """Whether a key is the abbreviation of another, or its last words after a descriptive beginning."""
    if len(short[0]) >= 3 and short[0] == "".join(word[0] for word in wide[: len(short[0])] if len(word) > 1):
        return short[1:] == wide[len(wide) - len(short) + 1 :] if len(short) > 1 else True
    if short[0].isascii() and wide[: len(short)] == short:
        return True  # «Hof & Stahl» of «Hof & Stahl GmbH»
    return len(short) < len(wide) and wide[-len(short) :] == short and wide[0] in BEFORE_NAME


def _akimat(names: Sequence[str]) -> str:
    """The only regional akimat an article names, also as the parent in «пресс-служба акимата …»."""
    found = []
    for name in names:
        match = re.search(r"(?:^|\s)акимата? (\S.* области|области \S+|[гГ]\w* .*|[А-ЯЁ]\S+)$", name)
        if match and fold(match[0].strip()) not in OF_REGION:
            found.append(f"акимат {match[1]}")
    return found[0] if len(set(map(fold, found))) == 1 else ""


def _chamber(names: Sequence[str]) -> str:
    """The chamber of the Parliament named last."""
    return next((name for name in reversed(names) if fold(name).split()[0] in CHAMBERS), "")
