"""Which names of organisations in one article mean the same, and the fullest of them."""

from __future__ import annotations

import re
from typing import Container, Iterable, Mapping, Sequence

from pipeline.entities.toponyms import fold

IDLE = frozenset(
    "рк республики казахстан казахстана парламента г города тоо ао ооо зао пао нао оао кх нк нак им имени".split()
)  # words that one mention of a name has and another leaves out
BEFORE_NAME = ("национальная", "компания", "ак", "тнк", "акционерное", "коммунальное", "государственное")
FOREIGN_FORMS = frozenset("gmbh ltd limited llc llp inc corp corporation company co ag se sa plc group kz com".split())
OF_REGION = frozenset(["акимат области", "акимат региона", "областной акимат"])
SHORTEST, LONGEST = 3, 8  # words whose initials make an abbreviation
Key = tuple[str, ...]  # the telling words of a name, folded
LOCAL = frozenset(("областной", "областная", "областное", "городской", "городская", "районный", "районная"))
UNITS = frozenset("министерство агентство комитет департамент управление отдел".split())
TERRITORIES = frozenset(("области", "района", "региона"))
PUBLIC = frozenset(("прокуратура", "маслихат"))  # a body that a reader of the place knows without its full name
CHAMBERS = ("сенат", "мажилис")


def meanings(
    named: Sequence[tuple[str, bool]], expansions: Mapping[str, str], heads: Container[str] = ()
) -> dict[str, str]:
    """Map every name, in the order of its mentions, to the name it goes under.

    ``named`` are (name, bare): a bare common noun («акимат», «палата») stands for an organisation that
    the article names in full, and maps to an empty string where there is none. ``expansions`` are what
    abbreviations stand for, both folded; an abbreviation joins its full name where the article has it.
    ``heads`` are words of a kind, folded, which one mention has before a proper name and another leaves out.
    """
    full = list(dict.fromkeys(name for name, bare in named if not bare))
    groups: dict[Key, list[str]] = {}
    for name in full:
        groups.setdefault(telling_words(name), []).append(name)
    wider = _Wider(groups, heads)
    for key in sorted(groups, key=len):
        full_key = telling_words(expansions.get(" ".join(key), ""))
        wide = full_key if full_key in groups and full_key != key else wider.of(key)
        formal = any(fold(name).split()[0] in IDLE for name in groups[key])
        if wide in groups and not (formal and wide[0] in heads):  # «ТОО Арна» is not the «центр Арна»
            groups[wide] += groups.pop(key)
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
        elif fold(name) == "палата":
            meant[name] = meant.get(_chamber(before) or _chamber(full), "")
        else:
            called = _called(fold(name), before) or _called(fold(name), full)
            meant[name] = meant[called] if called else name if fold(name) in PUBLIC else ""
    return meant


def telling_words(name: str) -> Key:
    """The folded words of a name without legal forms, the country and the like."""
    words = [word for word in re.findall(r"[\w-]+", fold(name)) if word not in IDLE]
    return tuple(words) or (fold(name),)


class _Wider:
    """Which name of an article another one shortens: by its initials, its last words or its first foreign words."""

    def __init__(self, keys: Iterable[Key], heads: Container[str]) -> None:
        self._parts: dict[Key, Key] = {}
        self._initials: dict[str, list[Key]] = {}
        for key in keys:
            if key[0] in BEFORE_NAME:
                self._parts.update({key[n:]: key for n in range(1, len(key))})
            elif key[0] in heads:  # «Арна» of «СЭЗ Арна»
                self._add(key[1:], key)
            if key[0].isascii():  # «Berg & Sohn» of «Berg & Sohn GmbH», not «Berg» of «Berg Services»
                forms = FOREIGN_FORMS.issuperset(key[1:])
                self._parts.update({key[:n]: key for n in range(1 if forms else 2, len(key))})
            if len(key) > 1 and key[-2] in LOCAL:  # «областной совет» of «Абайский …», «ДЧС» of «областной ДЧС»
                self._add(key[-2:] if len(key) > 2 else key[1:], key)
            if key[0] in UNITS:  # «управление культуры» of «управление культуры и архивов»
                for n in range(2, len(key)):
                    self._add(key[:n], key)
            if key[-1] in TERRITORIES and len(key) > 2:  # «управление культуры области» of «… Абайской области»
                self._add((*key[:-2], key[-1]), key)
            if len(key) > 1:  # «ГРЭС-1» of «Станция Экибастузская ГРЭС-1»
                for n in (n for n, word in enumerate(key) if word[-1].isdigit() and not word.isdigit()):
                    parts = (key[n : n + 1], key[max(0, n - 1) : n + 1])
                    self._parts.update({part: key for part in parts if part != key})
            for n in range(SHORTEST, min(LONGEST, len(key)) + 1):
                initials = "".join(word[0] for word in key[:n] if len(word) > 1)
                self._initials.setdefault(initials, []).append(key)

    def _add(self, part: Key, key: Key) -> None:
        """Let a part stand for a name, unless it may stand for two."""
        self._parts[part] = () if self._parts.get(part, key) != key else key

    def of(self, key: Key) -> Key:
        """The wider name, empty if there is none."""
        for wide in self._initials.get(key[0], ()):
            if wide != key and key[1:] == (wide[len(wide) - len(key) + 1 :] if len(key) > 1 else ()):
                return wide
        return self._parts.get(key, ())


def _akimat(names: Sequence[str]) -> str:
    """The only regional akimat an article names, also as the parent in «пресс-служба акимата …»."""
    found = []
    for name in names:
        match = re.search(r"(?:^|\s)акимата? (\S.* области|области \S+|[гГ]\w* .*|[А-ЯЁ]\S+)$", name)
        if match and fold(match[0].strip()) not in OF_REGION:
            found.append(f"акимат {match[1]}")
    return found[0] if len(set(map(fold, found))) == 1 else ""


def _called(noun: str, names: Sequence[str]) -> str:
    """The last of the names whose head is a noun."""
    return next((name for name in reversed(names) if noun in telling_words(name)), "")


def _chamber(names: Sequence[str]) -> str:
    """The chamber of the Parliament named last."""
    return next((name for name in reversed(names) if fold(name).split()[0] in CHAMBERS), "")
