"""Pieces: the small units numbers and units are read from, finer than tokens.

Real dumps glue and break numbers («93%.Общая», «млрд.тенге», «17, 5 тыс.»), so numbers are read from
the text itself; look-alikes (dates, clock times, phones, «№ 15») become pieces of the kind ``shape``
that no number is made of.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

PieceKind = Literal["number", "word", "shape", "symbol"]

_SPACE = " \u00a0\u2009\u202f\u2007"
# what follows the dash in «Доходы-420,6 млн», «РБ-900 млн», «КРС-5 310», «Лошадей-140 голов»
_MEASURE = r"(?:тыс|млн|млрд|трлн|тонн|тн|га|чел|гол|шт|ед|тенге|тг|дом|семь|мест)"
_COUNTED = rf"(?:\d+[.,]\d|\d{{1,3}}[{_SPACE}]\d{{3}}(?!\d)|\d+\s?{_MEASURE}(?!\w*-))"
_CLOCK = r"(?:[01]?\d|2[0-3])\.[0-5][05]"
_PATTERN = re.compile(
    rf"""
    (?P<shape>
        (?:\d{{1,2}}[-–])?\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d{{2}})(?!\.?\d) # 12.11.2014, 18-21.02.2015
      | \d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)                           # 2014-11-12
      | [01]?\d\.(?:19|20)\d{{2}}(?![\d,])                          # 05.2003
      | \d+(?:[.,]\d+)?\s?[*×xх]\s?\d+(?:[.,]\d+)?                # 3*4
      | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d) | \d+:\d+              # 12:32, 3:1
      | (?:\+\d|\b8)[\s-]*\(\d{{3,5}}\)[\s\d-]*\d                   # +7 (701) 123-45-67
      | \+\d[\d\s-]{{8,}}\d
      | (?<![\d-])\d+(?:-\d+(?:[.,]\d+)?){{2,}}(?![\d-])             # 45-00-12, 8-7292-30-44-55
      | (?<!\d)(?<!,\s)0\d{{3,}}(?![\d.,])                           # 010008, 0301
      | [Тт]оп-\d+                                                   # топ-10
      | (?:(?<=\sв\s)|{_CLOCK}\s(?:до|по)\s){_CLOCK}(?=\s*(?:[.,;)!]|ч|$)) # в 18.00, с 9.00 до 18.30
      | [A-ZА-ЯЁ]{{1,4}}\+\d+ | \d+\.[a-z]{{2,5}}\b             # T+0, 152.html, 1494.kz
      | [А-ЯЁ]{{2,}}-\d+(?:[-/]\d+(?:[.,]\d+)?)+(?:\s?кВ)?             # ВЛ-220-110 кВ
      | (?:№|N°|\bN)\s*\d[\w/.-]*(?:[–—]\d+(?:\.\d+)*)?(?:\s?\(\d{{4,6}}(?:[-–—]\d{{4,6}})?\))? # № 15-п, № 48 (15321)
      | \d{{3,4}}(?=(?:,|;|\sили|\sи)\s(?:\+7|8[\s-]\(|8-\d{{3}}-)) # 1414, 8-800-080-77-77
      | ID:?\s?\d+ | \d{{3}}(?:-\d)?/у(?!\w)                       # ID: 4417, 086/у
      | \d+\s?-\s*лети[\w]+                                         # 550- летию
      | \d+\s?-\s?(?:й|я|е|го|му|м|ый|ий|ая|ой|ое|ом|ую|ых|ым|ыми|ые|ья|ье|ьи)(?!\w)   # 3-й
      | \d+/\d+(?:/\d+)?                                            # 24/7
      | \d+-?[A-Za-z]\w* | (?!(?:USD|EUR|KZT|RUB|CNY)\d)[A-Za-z]+-?\d+\w*
      | (?![А-ЯЁ][а-яё]+ск(?:ий|ая|ое)-|[А-ЯЁ]\w*-{_COUNTED})[A-ZА-ЯЁ][\wА-яЁё]*-\d+(?!\d*[.,]?\d*\s?%) # ЭКСПО-2017
      | https?://\S+ | www\.\S+ | \S+@\S+\.\w+
      | \d+(?:\.\d+){{2,}}(?!\d)(?<!\.\d{{3}})                      # 3.2.1
      | \d\d\.(?:0\d|1[0-2])\.(?=,)                               # 25.11., 26.11.,
      | (?:[01]\d|2[0-3])-00(?!\d)                                # с 09-00 до 18-00
      | [A-ZА-ЯЁ]-[A-ZА-ЯЁ]-\d+                                   # C-R-4
      | [01]\d{{5}}(?=,\s*(?:г|город|с|село|аул|п|пос|поселок|обл|[А-ЯЁ]КО|[А-ЯЁ][\w-]+ская)(?!\w)) # 140600, г. Аксу
    )
  | (?P<number>
        \d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?           # 2 360,5
      | \d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\d)(?:,\d+)?                 # 1.234.567
      | \d{{1,3}}(?:,\d{{3}}){{2,}}(?!\d)(?:\.\d+)?                 # 1,234,567
      | \d+[.,]\d+
      | \d+
    )
  | (?P<word> [кс]?м[23](?!\d) | [^\W\d_]+(?:[-‑][^\W\d_]+)*[²³]? )
  | (?P<symbol> \S )
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"\s*([а-яё]+)(?=[\s,;:!?»)\"(«]|$)")  # no shape begins with a small letter
# Latin-lettered units that may be glued to a number and are no names of things.
_GLUED = re.compile(r"\d+(?:[.,]\d+)?(?:kwt|kw|mw|kzt|usd|eur|km|kg|ha|k)\b", re.IGNORECASE)


class Piece(NamedTuple):
    """A piece of text: offsets in the text it was cut from, its lower-case form with е for ё."""

    start: int
    end: int
    kind: PieceKind
    form: str


def cut(text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut ``text[start:end]`` into pieces; offsets count from the beginning of ``text``."""
    found = []
    position, stop = start, len(text) if end is None else end
    mailed = "@" in text[start:stop]
    while True:
        plain = None if mailed else _PLAIN.match(text, position, stop)
        if plain:
            found.append(Piece(plain.start(1), plain.end(1), "word", plain[1].replace("ё", "е")))
            position = plain.end(1)
            continue
        match = _PATTERN.search(text, position, stop)
        if match is None:
            return found
        kind, a, b = match.lastgroup or "symbol", match.start(), match.end()
        if kind == "shape" and (glued := _GLUED.match(text, a, stop)):
            digits = re.match(r"\d+(?:[.,]\d+)?", glued.group()) or glued
            kind, b = "number", a + len(digits.group())
        form = match.group() if b == match.end() else text[a:b]
        found.append(Piece(a, b, kind, form.lower().replace("ё", "е").replace("‑", "-")))  # type: ignore[arg-type]
        position = b
