"""Headings: the unit that the line above a list gives to the bare numbers of its items, «Намолочено (тыс. тонн):»."""

from __future__ import annotations

from pipeline.facts import numbers
from pipeline.facts.drafts import Draft, SentenceReader, times
from pipeline.facts.pieces import cut

_DASHES = ("–", "—", "-")
_REACH = 30  # sentences from an item to the line that leads its list
_OPENERS = ("(", ",", "в")


def apply(reader: SentenceReader, draft: Draft) -> bool:
    """Give a number that ends an item, «– Рудный – 27;», the unit and the scale its list's heading names."""
    found = _named(reader) if draft.number.scale == 1 and _is_item(reader, draft) else None
    if found is None:
        return False
    draft.unit, scale = found
    draft.value = times(draft.value, scale)
    draft.value_max = None if draft.value_max is None else times(draft.value_max, scale)
    draft.bare = False
    draft.rules += ("heading",)
    return True


def _is_item(reader: SentenceReader, draft: Draft) -> bool:
    """Whether a number is the only thing an item says: a name, a dash, the number."""
    first, last = draft.number.first, draft.number.last
    dashed = first > 0 and reader.pieces[first - 1].form in _DASHES
    if not dashed or last + 1 < len(reader.pieces) and reader.pieces[last + 1].kind == "word":
        return False
    told = any(piece.kind == "number" for piece in reader.pieces[:first])
    return not told and not any(token.pos == "VERB" for token in reader.tokens)


def _named(reader: SentenceReader) -> tuple[str, float] | None:
    """Unit and scale in the line that leads the list of a sentence: «(млрд тенге)», «, в процентах», «, км»."""
    sentences = reader.document.sentences
    for back in range(reader.sentence.index - 1, max(-1, reader.sentence.index - _REACH), -1):
        line = sentences[back]
        if line.tokens and line.tokens[-1].text == ":":
            return _unit_in(reader, reader.text[line.start : line.end])
        if not any(token.text in _DASHES for token in line.tokens):
            return None
    return None


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
        if unit is not None and unit.unit.cls != "time" and pieces[min(unit.last + 1, len(pieces) - 1)].form in "),:.":
            return unit.code, times(float(scale or 1), unit.unit.factor)
    return None
