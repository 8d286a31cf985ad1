"""The cue tables of zones and heads, compiled once per lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from re import Pattern
from typing import cast

from pipeline.document import ZoneKind
from pipeline.language.postdates import DateReader
from pipeline.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class ZoneCue:
    """A pattern, the kind of zone it marks and where in a line it stands (whole, start, tail, list)."""

    pattern: Pattern[str]
    kind: ZoneKind
    place: str


@dataclass(frozen=True)
class Cues:
    """Everything the head of an article is read with."""

    zones: tuple[ZoneCue, ...]
    tail: Pattern[str]  # any tail cue: a line without it needs no closer look
    sections: frozenset[str]
    author: Pattern[str]
    office: Pattern[str]
    post: Pattern[str]
    bureau: Pattern[str]
    unfinished: Pattern[str]
    outlet: Pattern[str]
    dates: DateReader

    def of_line(self, line: str) -> ZoneCue | None:
        """The first cue that claims a whole line."""
        for cue in self.zones:
            if cue.place == "tail":
                continue
            match = cue.pattern.match(line)
            if match and (cue.place != "whole" or match.end() == len(line)):
                return cue
        return None

    def of_tail(self, line: str) -> Iterator[tuple[int, int, ZoneCue]]:
        """Start and end of each stretch of a line that is no body, with its cue; it begins with a capital."""
        if self.tail.search(line):
            for cue in self.zones:
                if cue.place == "tail":
                    for match in cue.pattern.finditer(line):
                        yield match.start(), match.end(), cue


_MEDIUM = r"[«\"“]?(?P<{0}>{1})[»\"”]?"
_DOMAIN = r"(?:www\.)?[A-Za-z][\w-]*(?:\.[a-z][\w-]+)*\.(?:kz|ru|com|org|net|info|media|news|asia|tv)\b"


def _outlet(agencies: str, verbs: str) -> str:
    """«передает корреспондент Kazpravda.kz», «пишет газета «Заря»», «АСТАНА. КАЗИНФОРМ –»."""
    named = r"(?:(?:{a})\s+)+(?:{domain}|{quoted}|{plain})".format(
        a=agencies,
        domain=_MEDIUM.format("o1", _DOMAIN),
        quoted=r"[«\"“](?P<o2>[^»\"”\n]{2,40})[»\"”]",
        plain=r"(?P<o3>(?-i:[A-ZА-ЯЁ][\w-]{2,}))",
    )
    return (
        rf",\s*(?:как\s+)?(?:{verbs})\s+"
        rf"(?:{named}|{_MEDIUM.format('o4', _DOMAIN)}|[«\"“](?P<o5>[^»\"”\n]{{2,40}})[»\"”])"
        r"|(?:^|(?<=[.!?»)\s]))(?-i:[А-ЯЁӘҒҚҢӨҰҮҺІ]{3,}(?: ?- ?[А-ЯЁӘҒҚҢӨҰҮҺІ]{2,})*)\s*\."
        r"\s*(?P<o6>(?-i:[A-ZА-ЯЁ]{4,}))\s*[-–—]+"
        r"|/\s*(?P<o7>(?-i:[A-ZА-ЯЁ])[\w.-]{3,30})\s*/"
    )


@lru_cache(maxsize=4)
def cues_of(lexicon: Lexicon) -> Cues:
    """Compile the tables of a lexicon."""
    zones = tuple(
        ZoneCue(re.compile(row["pattern"], re.I), cast(ZoneKind, row["kind"]), row["place"])
        for row in lexicon["zone_cues"]
    )

    def any_of(kind: str) -> str:
        rows = [row["pattern"] for row in lexicon["head_cues"] if row["kind"] == kind]
        return "(?:" + "|".join(sorted(rows, key=len, reverse=True)) + ")"

    tails = [f"(?:{cue.pattern.pattern})" for cue in zones if cue.place == "tail"]
    return Cues(
        zones=zones,
        tail=re.compile(r"(?=(?-i:[А-ЯЁA-Z]))(?:" + ("|".join(tails) or r"(?!)") + ")", re.I),
        sections=frozenset(row["name"].lower() for row in lexicon["sections"]),
        author=re.compile(any_of("author") + r"(?:\s*:\s*|\s+|$)", re.I),
        office=re.compile(any_of("office") + r"\b", re.I),
        post=re.compile(any_of("post") + r"\b", re.I),
        bureau=re.compile(any_of("bureau") + r"\b", re.I),
        unfinished=re.compile(r"\b" + any_of("unfinished") + r"$", re.I),
        outlet=re.compile(_outlet(any_of("agency"), any_of("verb")), re.I | re.M),
        dates=DateReader(lexicon),
    )
