"""Dates of publication, as dumps print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.lexicon import Lexicon

_TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?"
_WEEKDAY = r"(?:(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\s*,\s*)?"
_DATE = (
    r"(?:(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?P<d2>\d{{1,2}})[./](?P<m2>\d{{1,2}})[./](?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{{1,2}})\s?(?P<m3>{months})[а-яёқңәіұүғөһ]*\.?,?\s+(?P<y3>(?:19|20)\d\d))"
)
_STAMP = (
    r"(?<![\w./-])(?P<lead>{labels})?" + _WEEKDAY + r"(?P<before>" + _TIME + r"\s*,?\s+)?" + _DATE + r"(?![\w/-]|\.\d)"
    r"(?P<year>\s*(?:г\.|года?\b))?(?P<after>\s*,?\s*(?:в\s+|T)?" + _TIME + r")?(?:\s*\|?\s*(?:GMT|UTC)\s*[+-]\d+)?"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date read at a place; ``clock``: a time of day stands with it; ``label``: «Размещено:» stands before it."""

    start: int
    end: int
    day: date
    clock: bool
    label: bool
    worded: bool  # «года» or «г.» stands after it, as in running text
    stopped: bool = False  # its last sign is the full stop of «г.»

    @property
    def cut(self) -> int:
        """Its end without the full stop of «г.», which may end a sentence too."""
        return self.end - self.stopped


class DateReader:
    """Finds posting dates; the month names and labels come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._months = {row["stem"]: int(row["number"]) for row in lexicon["posting_months"]}
        self._labels = [row["pattern"] for row in lexicon["head_cues"] if row["kind"] == "published"]

    @cached_property
    def _stamp(self) -> re.Pattern[str]:
        months = "|".join(sorted(self._months, key=len, reverse=True))
        labels = "(?:" + "|".join(self._labels) + r")(?:\s*:\s*|\s+)|date\s+"
        return re.compile(_STAMP.format(months=months, labels=labels), re.I)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Stamp | None:
        """The first posting date between two offsets, None if there is none or it is no date of the calendar."""
        for match in self._stamp.finditer(text, start, len(text) if end is None else end):
            stamp = self._read(match)
            if stamp:
                return stamp
        return None

    def _read(self, match: re.Match[str]) -> Stamp | None:
        year, day = (match["y1"] or match["y2"] or match["y3"]), (match["d1"] or match["d2"] or match["d3"])
        month = match["m1"] or match["m2"] or str(self._months[match["m3"].lower()])
        try:
            read = date(int(year), int(month), int(day))
        except ValueError:
            return None
        clock = bool(match["before"] or match["after"])
        label, worded, stopped = bool(match["lead"]), bool(match["year"]), match[0][-1] == "."
        return Stamp(match.start(), match.end(), read, clock, label, worded, stopped)
