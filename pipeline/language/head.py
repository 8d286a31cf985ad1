"""What an article says of itself above and below its body: title, date, author, outlet, section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.document import Zone, ZoneKind
from pipeline.language import models
from pipeline.language.bylines import NAME, is_byline_name, proper_case, signed_name
from pipeline.language.cues import Cues, ZoneCue
from pipeline.language.lines import Line
from pipeline.language.postdates import Stamp

TOP = 14  # lines; the head of an article is no longer than this
FOOT = 5  # lines; a lone name further up in the text is a heading, not a signature
WEB = 2000  # a text that begins with a day of an earlier year tells of it
LONG = 250  # characters; a headline is shorter
_NUMBER = re.compile(r"\d{1,3}(?:[  ]?\d{3})*$")
_SENTENCE_END = re.compile(r"[.!?…][»\")]?$")
_LEFTOVER = re.compile(r"(?:(?:www\.)?[\w-]+\.(?:kz|ru|com|org|net)\b|\bфото\s*:\s*\S+|[^\w]+|\b\d{1,2}\b)+", re.I)
# The place of a dateline, what comes after its date, and a place after the date.
_PLACE = re.compile(r"(?:(?:г(?:ород)?|с|п|пос)\.?\s?)?[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+(?:\s[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)?")
_AGENCY = re.compile(r"\s*[.,]?\s*(?:[A-ZА-ЯЁ]{4,}\b|[–—-]\s|/)|(?:\.|(?<=г\.))\s+[А-ЯЁ«]")
_AFTER = re.compile(rf",\s({_PLACE.pattern})\.\s+(?=[А-ЯЁ«])")  # «5 марта 2024 года, Тараз. Текст»
_STOP = re.compile(r"\s*(?:\.|[–—-])\s+(?=[А-ЯЁ«])")
_TALE = re.compile(r"Тогда|(?:Именно )?(?:[Вв]|[Сс]) (?:эт|т)(?:от|ого)(?!\w)")  # … of a date: a story of the past
_MACHINE = re.compile(r"date\s+(\d{4}-\d\d-\d\d)\b[ \t]*", re.I)


@dataclass
class HeadReader:
    """Reads the lines of one article; what it finds stands in its fields."""

    text: str
    lines: Sequence[Line]
    cues: Cues
    marked: dict[int, ZoneKind]  # line -> kind, from the zone cues
    tails: dict[int, list[tuple[int, int, ZoneCue]]]  # line -> stretches of it that are no body
    title: str | None = None
    published: date | None = None
    author: str | None = None
    outlet: str | None = None
    section: str | None = None
    zones: list[Zone] = field(default_factory=list)
    _body: int = 0  # the first line of the body

    def read(self) -> None:
        """Fill the fields."""
        self._top()
        self._labels()
        if self.author is None:
            self._signature()
        self._dates()
        self._outlet()

    def _top(self) -> None:
        candidates: list[int] = []
        machine = False
        for i, line in enumerate(self.lines[:TOP]):
            self._body = i
            head = _MACHINE.match(line.text)
            if head:
                machine = self._machine_line(line, head)
                continue
            if self._date_line(line):
                continue
            start = self._dated_start(line)
            if start:
                self._headline_before_dateline(start, line.end)
                break
            if i in self.marked or self._small_line(i, candidates):
                continue
            if not self._headline_like(i):
                break
            candidates.append(i)
        else:
            self._body = min(TOP, len(self.lines))
        if self.title is None and not machine:
            self._choose(candidates)
        elif self.title is None and candidates:  # the line with the date stands under the headline
            self._choose(candidates[:1])

    def _machine_line(self, line: Line, head: re.Match[str]) -> bool:
        """`` date 2025-11-25 Заголовок``: how the dump writes date and title."""
        stamp = self.cues.dates.find(self.text, line.start, line.start + head.end())
        if stamp and self.published is None:
            self.published = stamp.day
        self._zone(line.start, line.start + head.end(1), "date")
        if head.end() < len(line.text):
            self.title = line.text[head.end() :]
            self._zone(line.start + head.end(), line.end, "headline")
        return True

    def _date_line(self, line: Line) -> bool:
        """Whether a line holds a posting date and nothing else of weight."""
        if len(line.text) > 90:
            return False
        stamp = self.cues.dates.find(self.text, line.start, line.end)
        if stamp is None:
            return False
        rest = self.text[line.start : stamp.start] + " " + self.text[stamp.end : line.end]
        place = rest.strip(" .,")
        section = place.lower() in self.cues.sections
        if _PLACE.fullmatch(place) and place != rest.strip() and not section and not is_byline_name(place):
            rest = ""  # «Тараз, 3 июня 2025 г.»
        elif stamp.worded and not stamp.clock and stamp.start > line.start and not is_byline_name(rest.strip(" |/,")):
            return False
        for _, _, cue in list(self.cues.of_tail(rest)):
            rest = cue.pattern.sub(" ", rest)
        if _LEFTOVER.sub("", rest) and not self.cues.of_line(rest.strip(" |,")) and not self._beside_date(rest, line):
            return False
        if self.published is None:
            self.published = stamp.day
        medium = _LEFTOVER.match(rest.strip())
        if self.outlet is None and medium and re.match(r"[A-Za-z][\w.-]+\.\w+", medium[0]):
            self.outlet = medium[0].split()[0]
        self._zone(line.start, line.end, "date")
        return True

    def _beside_date(self, rest: str, line: Line) -> bool:
        """Whether a date line holds, besides the date, only section, byline and counters; keep the first two."""
        parts = [part.strip() for part in re.split(r"[|/•·]|,\s", rest)]
        barred = re.search(r"[|/•·]", line.text) is not None
        read: dict[str, str] = {}
        for part in filter(None, (_LEFTOVER.sub("", part) and part for part in parts)):
            few = barred and len(part.split()) <= 3 and part[0].isupper() and not _SENTENCE_END.search(part)
            if is_byline_name(part):
                read.setdefault("author", part)
            elif part.lower() in self.cues.sections or (few and "section" not in read):
                read.setdefault("section", part)
            elif not self.cues.of_line(part):
                return False
        if "author" in read and not self.author:
            self.author = proper_case(read["author"])
        self.section = self.section or read.get("section")
        return True

    def _dated_start(self, line: Line) -> int | None:
        """Where the text goes on after a posting date that opens a line, None if none does."""
        stamp = self.cues.dates.find(self.text, line.start, min(line.end, line.start + 60))
        if stamp is None:
            return None
        place = self.text[line.start : stamp.start].rstrip(" .,")
        after = _AFTER.match(self.text, stamp.end, line.end)
        if not place and after and stamp.worded:
            place = after[1]
        elif place and not (_PLACE.fullmatch(place) and _AGENCY.match(self.text, stamp.cut, line.end)):
            return None
        if stamp.worded and not place and not self._dates_text(stamp, line):
            return None
        rest = self.text[stamp.end : line.end]
        blanks = len(rest) - len(rest.lstrip(" ,.|–—-/"))
        if not rest[blanks : blanks + 1].isupper() and rest[blanks : blanks + 1] not in ("«", '"'):
            return None
        if self.published is None:
            self.published = stamp.day
        self._zone(stamp.start, stamp.end, "date")
        return stamp.end + blanks

    def _dates_text(self, stamp: Stamp, line: Line) -> bool:
        """«5 марта 2024 года. Текст»: whether the date says when the text was posted, not what it begins with."""
        ended = _STOP.match(self.text, stamp.cut, line.end)
        return ended is not None and stamp.day.year >= WEB and not _TALE.match(self.text, ended.end())

    def _headline_before_dateline(self, start: int, end: int) -> None:
        """«08 Октября 2015, 11:23 Заголовок АСТАНА. КАЗИНФОРМ - Текст»: the headline ends at the dateline."""
        match = self.cues.outlet.search(self.text, start, end)
        if match and match["o6"] and start < match.start() <= start + LONG and self.title is None:
            headline = self.text[start : match.start()].strip()
            self.title = headline.rstrip(".") if headline.count(".") == 1 else headline
            self._zone(start, start + len(headline), "headline")

    def _small_line(self, i: int, candidates: Sequence[int]) -> bool:
        """Counters, sections and bylines among the first lines."""
        line = self.lines[i]
        following = self.lines[i + 1].text if i + 1 < len(self.lines) else ""
        if _NUMBER.match(line.text):
            self._zone(line.start, line.end, "counter")
            return True
        words = line.text.split()
        named = line.text.lower() in self.cues.sections
        counted = len(words) <= 4 and line.text[:1].isupper() and _NUMBER.match(following)
        if named or (counted and (candidates or self.title)):
            self.section = self.section or line.text
            self._zone(line.start, line.end, "section")
            return True
        if not (candidates or self.title) or self.author:
            return self._post_line(i)
        if self.cues.office.match(line.text) and len(words) <= 8 and not _SENTENCE_END.search(line.text):
            self._sign(line.text, line)
            return True
        if signed_name(line.text):
            self._sign(line.text, line)
            return True
        return False

    def _post_line(self, i: int) -> bool:
        """The line under a byline: the reporter's post or the region reported from."""
        line = self.lines[i]
        under = bool(self.zones) and self.zones[-1].kind == "byline" and self.zones[-1].end == self.lines[i - 1].end
        place = len(line.text.split()) <= 4 and not _SENTENCE_END.search(line.text) and not self.lines[i].gap
        if under and ((self.cues.post.match(line.text) and len(line.text) <= 90) or place):
            self._zone(line.start, line.end, "byline")
            return True
        return False

    def _headline_like(self, i: int) -> bool:
        line = self.lines[i]
        if len(line.text) > LONG or (_SENTENCE_END.search(line.text) and not line.text.endswith(("?", "!", "…"))):
            return False
        if line.text.endswith((",", ";", ":")) or self.cues.unfinished.search(line.text):
            return False
        if not any(map(str.isalpha, line.text)):
            return False
        first = line.text.lstrip("«\"“„ ")[:1]
        return len(line.text.split()) >= 2 and (first.isupper() or first.isdigit()) and i + 1 < len(self.lines)

    def _choose(self, candidates: Sequence[int]) -> None:
        """The title is the first line that is not the name of the site, its office or its section."""
        kept = [i for i in candidates if not self._names_office(self.lines[i].text)]
        portal = len(kept) < len(candidates) or any(kind == "section" for i, kind in self.marked.items() if i < TOP)
        if portal and len(kept) > 1 and len(self.lines[kept[0]].text.split()) <= 2:
            kept = kept[1:]
        if kept:
            line = self.lines[kept[0]]
            self.title = line.text
            self._zone(line.start, line.end, "headline")

    def _names_office(self, line: str) -> bool:
        if not self.cues.bureau.match(line):
            return False
        verbs = ("VERB", "INFN", "PRTS")
        words = re.findall(r"[^\W\d_]+", line)
        return not any(models.analyzer().parse(word)[0].tag.POS in verbs for word in words)

    def _labels(self) -> None:
        """«Автор: …», «Беседовала …» anywhere below the headline."""
        for i, line in enumerate(self.lines):
            match = self.cues.author.search(line.text) if len(line.text) < 90 or "втор" in line.text else None
            while match and match.start() and not match[0].rstrip().endswith(":"):
                match = self.cues.author.search(line.text, match.end())
            if match is None or (match.start() and line.text[match.start() - 1].isalnum()):
                continue
            name = re.compile(NAME).match(line.text, match.end())
            if name:
                end = name.end()
                if is_byline_name(name[0]) or match[0].rstrip().endswith(":"):
                    words = name[0].split()
                    if len(words) == 3 and not is_byline_name(name[0]) and is_byline_name(" ".join(words[:2])):
                        end = name.start() + len(name[0]) - len(words[2]) - 1
                    self._sign(line.text[name.start() : end], line, line.start + match.start(), line.start + end)
                    return
            elif match.end() == len(line.text) and i + 1 < len(self.lines):
                below = self.lines[i + 1]
                if is_byline_name(below.text.rstrip(", ")):
                    self._sign(below.text, below)
                    self._zone(line.start, line.end, "byline")
                    return

    def _signature(self) -> None:
        """A lone name, or a press office, under the body."""
        last = len(self.lines)
        while last > self._body and (last - 1 in self.marked or _NUMBER.match(self.lines[last - 1].text)):
            last -= 1
        for i in range(self._body + 1, len(self.lines)):
            line, text = self.lines[i], self.lines[i].text
            if i in self.marked or len(text) > 80:
                continue
            near = i >= last - FOOT
            loud = line.gap or text.endswith(",") or any(word.isupper() and len(word) > 3 for word in text.split())
            ends = i == last - 1 and bool(_SENTENCE_END.search(self.lines[i - 1].text))  # nothing but a name at the end
            if (loud or ends) and (near or (i > self._body + 2 and not line.gap)) and signed_name(text):
                self._sign(text, line)
                if text.endswith(",") and i + 1 < len(self.lines) and len(self.lines[i + 1].text.split()) <= 3:
                    self._zone(self.lines[i + 1].start, self.lines[i + 1].end, "byline")
                return
            office = self.cues.office.match(text) and len(text.split()) <= 8 and not _SENTENCE_END.search(text)
            if i >= last - 2 and office:
                self._sign(text, line)
                return

    def _sign(self, name: str, line: Line, start: int | None = None, end: int | None = None) -> None:
        self.author = proper_case(signed_name(name)) or name.rstrip(", ")
        self._zone(line.start if start is None else start, line.end if end is None else end, "byline")

    def _dates(self) -> None:
        """Posting dates below the head: «Размещено: …», a line of its own, or the very end of the text."""
        if self.lines and self.published is None:
            for i, found in self.tails.items():
                for place, _, cue in found:
                    line = self.lines[i]
                    stamp = self.cues.dates.find(self.text, line.start + place, line.end)
                    if stamp and cue.kind == "date":
                        self.published = stamp.day
                        return
            for line in self.lines[self._body :]:
                if self._date_line(line):
                    return
        if self.lines:
            self._closing_date(self.lines[-1])

    def _closing_date(self, line: Line) -> None:
        """«… в Астане. 23.12.2014»: a date after the last sentence."""
        tails = self.tails.get(len(self.lines) - 1, [])
        counters = [line.start + place for place, _, cue in tails if cue.kind == "counter"]
        end = min(counters, default=line.end)
        stamp = self.cues.dates.find(self.text, max(line.start, end - 40), end)
        if stamp and stamp.start > line.start and not stamp.worded:
            before = self.text[line.start : stamp.start].rstrip()
            after = self.text[stamp.end : end]
            if re.search(r"(?:[.!?…»]|\b\d)$", before) and not after.strip():
                self.published = self.published or stamp.day
                self._zone(stamp.start, stamp.end, "date")

    def _outlet(self) -> None:
        match = self.cues.outlet.search(self.text)
        if match is None:
            return
        name = next(group for group in match.groups() if group)
        if self.outlet is None:
            self.outlet = name.capitalize() if name.isupper() else name
        self._zone(match.start(), match.end(), "source")

    def _zone(self, start: int, end: int, kind: ZoneKind) -> None:
        self.zones.append(Zone(start, end, kind))
