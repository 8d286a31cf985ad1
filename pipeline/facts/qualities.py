"""Qualities: a number that tells what it counts by an adjective alone, «20 автобусов, из них 8 электрических».

The noun is elided: it stands with a number before, or with the next one, «12 новых и 8 старых школ».
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Token
from pipeline.facts import nouns, numbers
from pipeline.facts.drafts import COUNTS, CURRENCIES, Draft, SentenceReader
from pipeline.language.words import is_adjective, is_substantive

_DASHES = ("–", "—", "-")
_OF_THEM = ("них", "которых")
_PART = (*_OF_THEM, "числе", "т.ч", "включая", "вместо", "из")
_BORDERS = (",", ":", ";", "и", "(")
_GOING_ON = ("NOUN", "PROPN", "ADJ", "ADP", "NUM")  # after adjectives: the phrase has not ended
_JOINTS = ("и", "или", ",")
_OBLIQUE = ("Dat", "Ins")  # the tagger takes «сельским» for either
_RANKS = ("первый", "высший", "низший", "последний", "следующий", "остальной")  # places in a row, no kinds

_NO_NOUNS = ("городской",)  # townspeople to the dictionary


def find(reader: SentenceReader, drafts: Sequence[Draft]) -> None:
    """Give each number without a noun the adjectives that stand for one, where another number has the noun."""
    for k in reversed(range(len(drafts))):  # the noun of a row stands with its last number
        draft, right = drafts[k], drafts[k + 1] if k + 1 < len(drafts) else None
        head = draft.head
        if draft.measured:
            _measure(reader, draft, drafts[:k], right)
            continue
        if head is not None and _is_of_one(reader, draft, head) and _has_noun(reader, drafts[:k], False):
            _leave(reader, draft)
            continue
        if (not draft.bare if head is None else not _is_quality(reader, head)):
            continue
        last = reader.token_at(draft.number.end - 1)
        after = _after(reader, last + 1)
        places = after or _before(reader, reader.token_at(draft.start) - 1)
        doing = after and nouns.is_participle(reader.tokens[after[0]])
        if not places or doing and not _is_part(reader, draft) or _is_receiver(reader, places[-1], drafts[:k]):
            continue  # «для 70 обучающихся»
        part = bool(after) and _is_part(reader, draft)
        said = _has_noun(reader, drafts[:k], part)
        if right is not None and _goes_with(reader, places[-1], right) and not (part and said):
            draft.head, draft.unit, draft.bare = right.head, right.unit, False
            draft.rules += ("unit:right",)
        elif said:
            _leave(reader, draft)
        elif head is not None or not _has_bare(reader, drafts[:k]):
            continue
        draft.elided, draft.quality = True, tuple(i for i in places if not _is_done(reader.tokens[i]))
        draft.end, draft.last = draft.number.end, last


def _is_of_one(reader: SentenceReader, draft: Draft, head: int) -> bool:
    """«из них 12 высшей категории»: a noun in the singular where a count would need a plural."""
    after, noun = reader.tokens[reader.token_at(draft.number.end - 1) + 1], reader.tokens[head]
    alike = all(token.feat("Case") == "Gen" and token.feat("Number") == "Sing" for token in (after, noun))
    if reader.tokens[reader.token_at(draft.start) - 1].pos == "ADP":
        return False  # «для 5 климатической зоны»
    one = draft.value % 10 == 1 and draft.value % 100 != 11  # «из 61 нового дома»
    return alike and nouns.is_modifier(after) and not one and draft.number.scale == 1 and draft.unit != "%"


def _leave(reader: SentenceReader, draft: Draft) -> None:
    """Let a number go on with the noun before."""
    draft.head, draft.unit, draft.bare, draft.elided = None, "", True, True
    draft.end, draft.last = draft.number.end, reader.token_at(draft.number.end - 1)


def _measure(reader: SentenceReader, draft: Draft, drafts: Sequence[Draft], right: Draft | None) -> None:
    """Give adjectives after a unit the noun measured before, «38 км труб, из них 12 км стальных», or after."""
    if draft.measured is None or draft.unit in CURRENCIES:
        return
    named = draft.head is not None and _is_own_noun(reader, draft.head)
    end = reader.pieces[max(draft.measured.last, draft.number.last)].end
    last = reader.token_at(end - 1)
    places = [] if named else [draft.head] if draft.head is not None else _after(reader, last + 1)
    cls = draft.measured.unit.cls
    like = [left for left in drafts if left.measured and left.measured.unit.cls == cls and _is_noun(reader, left)]
    after = right is not None and right.unit == draft.unit and _is_joined(reader, places, right)
    if not places or _is_receiver(reader, places[-1], drafts) or not (like or after):
        return
    if like:
        draft.head, draft.like = None, like[-1].start
    elif right is not None:
        draft.head, draft.rules = right.head, (*draft.rules, "unit:right")  # «5 км водных и 3 км тепловых сетей»
    draft.elided, draft.quality, draft.end, draft.last = True, tuple(places), end, last


def _is_own_noun(reader: SentenceReader, i: int) -> bool:
    """Whether a word after a unit is no adjective, but for those that are named in the plural: «масличных»."""
    return not is_adjective(reader.tokens[i].text) or reader.tokens[i].lemma in reader.kit.plurals


def _after(reader: SentenceReader, i: int) -> list[int]:
    """Adjectives after a number, «8 электрических», or after a dash, «8 из них – электрические»."""
    tokens = reader.tokens
    if i + 1 < len(tokens) and tokens[i].text == "." and (tokens[i + 1].text in _DASHES or _is_quality(reader, i + 1)):
        i += 1  # «50 тыс. – мелких»
    start = i + 2 if i + 1 < len(tokens) and tokens[i].text == "из" and tokens[i + 1].text in _OF_THEM else i
    if start < len(tokens) and tokens[start].text in _DASHES:
        start += 1
    elif start > i:
        return []
    end = start
    while end < len(tokens) and _is_quality(reader, end):
        end += 1
    goes_on = end < len(tokens) and (tokens[end].pos in _GOING_ON or nouns.is_modifier(tokens[end]))
    return [] if goes_on else list(range(start, end))


def _before(reader: SentenceReader, i: int) -> list[int]:
    """Adjectives before a number, «из них электрических – 8», «городских – 45»."""
    tokens = reader.tokens
    dashed = i >= 0 and tokens[i].text in _DASHES
    end = i if dashed else i + 1
    start = end
    while start > 0 and _is_quality(reader, start - 1) and _is_of_many(tokens[start - 1]):
        start -= 1
    border = tokens[start - 1].text.lower() if start else ","
    source = border == "из"  # «из областного – 3 млрд»
    return list(range(start, end)) if border in _PART and not source or dashed and border in _BORDERS else []


def _is_quality(reader: SentenceReader, i: int) -> bool:
    """Whether a word may stand for a noun that is elided: an adjective that is no noun of its own, «новых»."""
    token = reader.tokens[i]
    if not nouns.is_modifier(token) or token.pos == "DET" or not token.text.islower():
        return False
    if nouns.is_participle(token) and token.feat("Voice") == "Act" and token.feat("Tense") == "Past":
        return False  # «40 обратившихся» are people
    if token.lemma in reader.kit.plurals:
        return False  # «масличные» are crops
    ordinal = token.lemma in _RANKS or token.text.replace("ё", "е") in numbers.forms(reader.kit.lexicon)
    return not ordinal and (token.lemma in _NO_NOUNS or not is_substantive(token.text))


def _is_of_many(token: Token) -> bool:
    """Whether an adjective agrees with what is counted: «частных – 8», «частные – 8», not «первую – 85»."""
    return token.feat("Case") == "Gen" or token.feat("Number") == "Plur"


def _is_receiver(reader: SentenceReader, i: int, drafts: Sequence[Draft]) -> bool:
    """Whether an adjective is of another case than what is counted: «200 грантов, из них 40 – сельским»."""
    case = reader.tokens[i].feat("Case")
    counted = [reader.tokens[draft.head].feat("Case") for draft in drafts if draft.head is not None]
    return case in _OBLIQUE and not (counted and counted[-1] in _OBLIQUE)


def _is_done(token: Token) -> bool:
    """«Из 15 намеченных»: what was done with a thing is not what it is."""
    return nouns.is_participle(token) and token.feat("Voice") == "Pass"


def _goes_with(reader: SentenceReader, last: int, right: Draft) -> bool:
    """Whether the next number has the noun, with an adjective of its own: «один круглый и три острых шпиля»."""
    first = reader.token_at(right.number.end - 1) + 1
    first += first < len(reader.tokens) and reader.tokens[first].text == "."  # «31 тыс. лошадей»
    named = right.unit in COUNTS and right.head is not None and right.head > first
    return named and _is_joined(reader, [last], right)


def _is_joined(reader: SentenceReader, places: Sequence[int], right: Draft) -> bool:
    """Whether nothing but a comma or «и» stands between adjectives and the next number, which has a noun."""
    gap = reader.text[reader.tokens[places[-1]].end : right.start].strip() if places else ""
    return gap in _JOINTS and _is_noun(reader, right)


def _has_noun(reader: SentenceReader, drafts: Sequence[Draft], measured: bool) -> bool:
    """Whether one of the numbers before has a noun, or a unit: «40 га, из них 12 орошаемых»."""
    return any(_is_noun(reader, draft) for draft in drafts) or measured and any(
        draft.measured is not None and draft.measured.unit.cls not in ("time", "share") for draft in drafts
    )


def _is_part(reader: SentenceReader, draft: Draft) -> bool:
    """«из них 12», «вместо 12»."""
    place = reader.token_at(draft.start)
    return place > 0 and reader.tokens[place - 1].text.lower() in _PART


def _has_bare(reader: SentenceReader, drafts: Sequence[Draft]) -> bool:
    """Whether a number before waits for its noun too, or, where none is, an earlier sentence has one."""
    if drafts:
        return any(draft.bare for draft in drafts)
    return any(quantity.head is not None for quantity in reader.before)


def _is_noun(reader: SentenceReader, draft: Draft) -> bool:
    return draft.head is not None and reader.tokens[draft.head].pos in ("NOUN", "PROPN")
