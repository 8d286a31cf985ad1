"""Headings: the unit that the line above a list gives to the bare numbers of its items, «Намолочено (тыс. тонн):»."""

from __future__ import annotations

import re

from pipeline.facts import numbers
from pipeline.facts.drafts import Draft, SentenceReader, times
from pipeline.facts.pieces import cut

_DASHES = ("–", "—", "-")
_REACH = 30  # sentences from an item to the line that leads its list
_UNIT_LAST = re.compile(r"\([^()\d]+\)$")  # «Исполнение бюджета (тыс. тенге)»
_BRACKETS = re.compile(r"\bв скобках\b[^()%]*?(%|процент\w+|[^\s(),%]+(?=\)))")
_OPENERS = ("(", ",", "в")


def apply(reader: SentenceReader, draft: Draft) -> bool:
    """Give a number that ends an item, «– Рудный – 27;», the unit and the scale its list's heading names."""
    found = None
    if draft.number.scale == 1 and (_is_item(reader, draft) or reader.in_brackets(draft)):
        found = _named(reader, reader.in_brackets(draft))
    if found is None:
        return False
    draft.unit, scale = found
    draft.value = times(draft.value, scale)
    draft.value_max = None if draft.value_max is None else times(draft.value_max, scale)
    draft.bare = False
    draft.rules += ("heading",)
    return True


def _is_item(reader: SentenceReader, draft: Draft) -> bool:
    """Whether a number is all an item says: a name and the number, with a dash between or in a line of a table."""
    first, last = draft.number.first, draft.number.last
    if not first or last + 1 < len(reader.pieces) and reader.pieces[last + 1].kind == "word":
        return False
    if reader.pieces[first - 1].form not in _DASHES and not _is_line(reader):
        return False
    told = any(piece.kind == "number" for piece in reader.pieces[:first])
    return not told and not any(token.pos == "VERB" for token in reader.tokens)


def _is_line(reader: SentenceReader) -> bool:
    """Whether a sentence is a whole line without a stop: «налоговые поступления 2 104 511»."""
    start, end = reader.sentence.start, reader.sentence.end
    before, after = reader.text[:start].rstrip(" \t"), reader.text[end:].lstrip(" \t")
    return before[-1:] in ("", "\n") and after[:1] in ("", "\n") and reader.text[end - 1] != "."


def _named(reader: SentenceReader, bracketed: bool) -> tuple[str, float] | None:
    """Unit and scale in the line that leads the list of a sentence: «(млрд тенге)», «, в процентах», «, км».

    ``bracketed``: of the numbers in brackets, «, тонн (в скобках к прошлому году, %):».
    """
    line = _lead(reader)
    aside = _BRACKETS.search(line)
    if bracketed:
        return _unit_in(reader, f"({aside[1]})") if aside else None
    return _unit_in(reader, line) if line else None


def _lead(reader: SentenceReader) -> str:
    """The line that leads the list or the table of a sentence; empty if there is none."""
    sentences = reader.document.sentences
    for back in range(reader.sentence.index - 1, max(-1, reader.sentence.index - _REACH), -1):
        tokens = sentences[back].tokens
        line = reader.text[sentences[back].start : sentences[back].end]
        if line.endswith(":") or _UNIT_LAST.search(line):
            return line
        row = (line[-1:].isdigit() or line.endswith(")")) and not any(token.pos == "VERB" for token in tokens)
        if not row and not any(token.text in _DASHES for token in tokens):
            return ""
    return ""


def _unit_in(reader: SentenceReader, line: str) -> tuple[str, float] | None:
    pieces = cut(line)
    words = numbers.forms(reader.kit.lexicon)
    for i, piece in enumerate(pieces[:-1]):
        if piece.form not in _OPENERS or piece.form == "в" and len(pieces[i + 1].form) == 1:
            continue  # «, в процентах», but not «в т.ч.»
        scale = next((word.value for word in words.get(pieces[i + 1].form, ()) if word.cls == "scale"), None)
        start = i + 1 if scale is None else i + 2
        start += start < len(pieces) and pieces[start].form == "."
        unit = reader.kit.units.after(pieces, start)
        if unit is not None and unit.unit.cls != "time" and pieces[min(unit.last + 1, len(pieces) - 1)].form in "(),:.":
            return unit.code, times(float(scale or 1), unit.unit.factor)
    return None
