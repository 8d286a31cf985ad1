"""When a figure holds: which of the time expressions around it is its own.

``expressions`` reads a sentence, ``of`` chooses. The order of choice: the same brackets, the words
right after the figure, the nearest expression before it whose clause reaches it, the nearest after
it, then what earlier sentences of the paragraph (or the lead-in of a list) set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import cues
from pipeline.facts.dates import Period, expressions, shipped, tense_of
from pipeline.facts.timeline import Standing, standing, text_is_speech
from pipeline.lexicon import Lexicon

__all__ = ["Period", "expressions", "of", "path_up"]

_FROM = re.compile(r"(?:^|\W)(?:с|со|от)\s+(?:около |почти |более |порядка )?$", re.IGNORECASE)
_TO = re.compile(r"(?:^|\W)до\s+(?:около |почти |более |порядка )?$", re.IGNORECASE)
_GROWS_TO = re.compile(r"^[^.;,]{0,40}\sдо\s", re.IGNORECASE)
_INSTEAD = re.compile(r"\s(?:вместо|против)\s+(?:прежних\s+|нынешних\s+)?$", re.IGNORECASE)
_DASHED = re.compile(r"\s[–—-]\s(?:около |почти |более |порядка |до )?$", re.IGNORECASE)
_DASH_IN = re.compile(r"\s[–—-]\s(?:в|за)\s")
_COMPARES = re.compile(r"\s*(?:[–—-]\s*)?для сравнения", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()]|\s[–—-]\s|\s(?:а|но|и|или|при|против|вместо|чем)\s")
_BRACKET = re.compile(r"[()]")
_PREPOSITION = re.compile(r"(?:(?:в|за|с) )?", re.IGNORECASE)
_INSERTED = re.compile(r",\s*(?:как|по словам|по данным|по информации|со слов)\s[^,]*,")
_RECENT = 92  # days: what was so on the first of last month is still said in the present
_STANDING = ("employees", "price")  # measures of what stands when it is told, whatever time was named before
_CLAUSES = {"acl", "acl:relcl", "advcl", "amod"}


def of(
    quantity: Quantity, document: Document, lexicon: Lexicon | None = None, measure: str = ""
) -> Period | None:
    """The time the figure is about, or None where the text does not say; ``measure`` is its subject's in the lexicon.

    Looks at the sentence first, then back through its paragraph. The span may be open at one end.
    """
    own = _read(quantity.sentence, document, lexicon)
    sentence = document.sentences[quantity.sentence]
    chosen = _in_sentence(quantity, own, sentence, document)
    if chosen is None:
        return _carried(quantity, own, sentence, document, lexicon, measure)
    earlier = [p for p in own if p.start_char < chosen.start_char and p.kind == "at"]
    if chosen.means == "year_ago" and _again(chosen, earlier, document):
        return _shifted(chosen, earlier, document)
    if chosen.kind == "shift":
        earlier = [p for p in earlier if document.text[p.end_char : chosen.start_char].strip() not in ("", "за")]
        before = _standing(quantity.sentence, document, lexicon)
        told = [before.period] if before else []
        if before is None and chosen.means != "year_earlier":
            told = _read(quantity.sentence - 1, document, lexicon)[-1:]
        return _shifted(chosen, [*told, *earlier], document)
    if chosen.kind == "nothing" or (chosen.start is None and chosen.end is None):
        return None
    if chosen.means == "years_between":
        return _end_of_growth(chosen, quantity, document.text)
    if chosen.means == "years" and "соответственно" in document.text[sentence.start : sentence.end]:
        return _respective(chosen, quantity, document)
    lead = document.text[max(0, quantity.start - 30) : quantity.start]
    if chosen.kind != "at" and (_starts_growth(quantity, document.text) or _INSTEAD.search(lead)):
        return None
    return chosen


def _read(index: int, document: Document, lexicon: Lexicon | None) -> list[Period]:
    """The expressions of a sentence, kept for the document last asked about."""
    if _LAST.document is not document:
        _LAST.document, _LAST.periods, _LAST.standing = document, {}, None
    if index not in _LAST.periods:
        _LAST.periods[index] = expressions(document.sentences[index], document.text, document.head.published, lexicon)
    return _LAST.periods[index]


def _standing(index: int, document: Document, lexicon: Lexicon | None) -> Standing | None:
    """The time earlier sentences set for a sentence."""
    _read(index, document, lexicon)
    if _LAST.standing is None:
        _LAST.standing = standing(document, lambda i: _read(i, document, lexicon))
    return _LAST.standing[index]


class _Last:
    """One document's expressions: every figure of a document asks for the same sentences."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.periods: dict[int, list[Period]] = {}
        self.standing: list[Standing | None] | None = None


_LAST = _Last()


def _in_sentence(
    quantity: Quantity, own: Sequence[Period], sentence: Sentence, document: Document
) -> Period | None:
    text = document.text
    brackets = _brackets(text, sentence)
    inside = _innermost(quantity.start, brackets)
    open_to = [
        p for p in own
        if p.kind != "over" and _reaches(_around(p, brackets, text), inside)
        and (p.kind != "base" or _heads(p, quantity, text)) and not _apart(p, quantity, sentence)
        and not _is_value(p, text, sentence) and not _in_name(p, quantity, sentence, text)
    ]
    before = [p for p in open_to if p.end_char <= quantity.start]
    after = [p for p in open_to if p.start_char >= quantity.end]
    if inside is not None:
        same = [p for p in before + after if _innermost(p.start_char, brackets) == inside]
        if same:
            earlier = [p for p in same if p in before]
            return earlier[-1] if earlier else same[0]
        after = []  # «Парк (40 турбин) за год отпустил …»
    between = [q for q in document.quantities if after and quantity.end <= q.start < after[0].start_char]
    if after and not between and not _BREAK.search(text[quantity.end : after[0].start_char]):
        return after[0]
    if after and not between and _dashed_on(quantity, after[0], document):
        return after[0]
    before = [
        p for p in before
        if not _clashes(p, quantity, sentence, document) and not _left(p, quantity, sentence, document)
    ]
    if before:
        return before[-1]
    if after and not (between and after[0].kind == "shift"):
        followed = [q for q in document.quantities if after[0].end_char <= q.start < sentence.end]
        listed = between and "," in text[quantity.end : after[0].start_char] and not tense(quantity, sentence)
        joined = " и " in text[quantity.end : after[0].start_char] and _predicates_differ(after[0], quantity, sentence)
        if not listed and not joined and not _new_clause(quantity.end, after[0], sentence, text, between, followed):
            return after[0]
    return None


def _carried(
    quantity: Quantity,
    own: Sequence[Period],
    sentence: Sentence,
    document: Document,
    lexicon: Lexicon | None,
    measure: str,
) -> Period | None:
    """The time set by an earlier sentence, where the figure's own clause goes on in the same tense."""
    before = _standing(quantity.sentence, document, lexicon)
    if before is None or _starts_growth(quantity, document.text):
        return None
    if any(p.kind in ("nothing", "since", "until") for p in own):
        return None
    if _COMPARES.match(document.text, sentence.start):
        return None
    if before.period.means == "day" and any(p.kind == "over" for p in own):
        return None  # «На 1 мая – 40 ферм. За год их стало больше на 5»
    now = tense(quantity, sentence)
    if now == "Pres" and not (before.reach == "report" and before.period.means == "quarter"):
        return None  # what is so now was not told of a time gone by
    if before.reach == "list":
        return before.period
    if measure in _STANDING or _is_steady(quantity, sentence):
        return None
    published, start = document.head.published, before.period.start
    done = now == "Past" and not _is_planned(quantity, sentence)
    if published and start and start > published and (done or before.period.means == "day"):
        return None  # a day to come is told at once, and what has been done was not done in time to come
    gone = published is not None and before.period.end is not None and before.period.end < published
    if gone and cues.words(lexicon or shipped(), "ahead").search(document.text, sentence.start, quantity.start):
        return None  # «Осталось построить 7 мостов»
    spoken = text_is_speech(document.text, sentence.start)
    if before.reach == "near":
        return before.period if _goes_on(before, now, spoken, published) else None
    if before.reach == "report":
        return before.period if (now != "Fut" or _is_ahead(before.period, published)) and not spoken else None
    return before.period if now in ("", "Past") else None


def _goes_on(before: Standing, now: str, spoken: bool, published: date | None) -> bool:
    """Is a clause of a tense told of the time set in its paragraph?"""
    means = before.period.means
    if means == "day":  # a state on a day is told at once
        return before.distance == 1 and now in ("", "Past")
    if before.distance > 1 and (spoken or (means == "relative_year" and now == "Past")):
        return False
    return not now or now == before.tense or (now == "Fut" and _is_ahead(before.period, published))


def _is_ahead(period: Period, published: date | None) -> bool:
    """Has a time not ended when it is told?"""
    return published is not None and period.end is not None and period.end > published


def _is_steady(quantity: Quantity, sentence: Sentence) -> bool:
    """Is the predicate over the figure a participle of a lasting state: «занято 40 человек»?"""
    over = _predicate(quantity, sentence)
    return over is not None and over.feat("Variant") == "Short" and over.lemma in cues.listed(shipped(), "state")


def _is_planned(quantity: Quantity, sentence: Sentence) -> bool:
    """Does the predicate over the figure speak of plans: «на дороги предусмотрено 3 млрд тенге»?"""
    over = _predicate(quantity, sentence)
    return over is not None and over.lemma in _plans()


def _predicate(quantity: Quantity, sentence: Sentence) -> Token | None:
    """The nearest predicate over the figure."""
    tokens = sentence.tokens
    return next((tokens[i] for i in path_up(quantity.first, tokens) if tense_of(tokens[i])), None)


@lru_cache(maxsize=1)
def _plans() -> frozenset[str]:
    """Words that say a thing is planned."""
    return frozenset(row["word"] for row in shipped()["modality"] if row["status"] == "planned")


def _dashed_on(quantity: Quantity, period: Period, document: Document) -> bool:
    """Does a figure stand before its time and a dash: «1 млн – в нынешнем, 2 – в 2026-м»?"""
    text = document.text
    if not _DASH_IN.fullmatch(text, quantity.end, period.start_char):
        return False
    following = next((q.start for q in document.quantities if q.start >= period.end_char), None)
    return following is None or bool(re.search("[,;.]", text[period.end_char : following]))


def _brackets(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Bracketed stretches of the sentence, outer before inner."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _BRACKET.finditer(text, sentence.start, sentence.end):
        if mark[0] == "(":
            opened.append(mark.start())
        elif opened:
            pairs.append((opened.pop(), mark.start()))
    return sorted(pairs)


def _innermost(char: int, brackets: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return next((pair for pair in reversed(brackets) if pair[0] < char < pair[1]), None)


def _around(period: Period, brackets: Sequence[tuple[int, int]], text: str) -> tuple[int, int] | None:
    """The brackets an expression is told in; those that hold nothing else are none: «за пять лет (2010-2014 годы)»."""
    pair = _innermost(period.start_char, brackets)
    if pair and _PREPOSITION.fullmatch(text, pair[0] + 1, period.start_char) and period.end_char == pair[1]:
        return None
    return pair


def _again(ago: Period, earlier: Sequence[Period], document: Document) -> bool:
    """Does «год назад» set a figure against one of a time named before: «на 1 мая – 40, год назад – 30»?"""
    if not earlier or earlier[-1].means == "today":
        return False
    after = earlier[-1].end_char
    return any(after <= q.start < ago.start_char for q in document.quantities)


def _reaches(outer: tuple[int, int] | None, inner: tuple[int, int] | None) -> bool:
    """Does an expression in brackets ``outer`` reach a figure in brackets ``inner``?"""
    return outer is None or outer == inner or (inner is not None and outer[0] < inner[0] and inner[1] < outer[1])


def _heads(period: Period, quantity: Quantity, text: str) -> bool:
    """A base of comparison whose own value follows at once: «рекорд 2024 года (7,1 млн)»."""
    return bool(re.fullmatch(r"\s*\(\s*", text[period.end_char : quantity.start]))


def _apart(period: Period, quantity: Quantity, sentence: Sentence) -> bool:
    """Does the expression stand in a relative or participial clause that the figure is not in?"""
    tokens = sentence.tokens
    at = next((i for i, t in enumerate(tokens) if t.start >= period.start_char), None)
    if at is None or not tokens[at].rel:
        return False
    above = set(path_up(quantity.first, tokens)) | set(range(quantity.first, quantity.last + 1))
    for i in path_up(at, tokens):
        if i in above:
            return False
        outside = tokens[i].end <= period.start_char or tokens[i].start >= period.end_char
        if outside and tokens[i].rel in _CLAUSES and (tokens[i].pos == "VERB" or tokens[i].feat("VerbForm")):
            return tokens[i].head not in above
    return False


def path_up(index: int, tokens: Sequence[Token]) -> list[int]:
    """The token and what stands over it, up to the root."""
    path = [index]
    while tokens[path[-1]].head >= 0 and tokens[path[-1]].head not in path:
        path.append(tokens[path[-1]].head)
    return path


def _in_name(period: Period, quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """Is the expression part of a quoted name, «Программа … до 2020 года», and the figure outside it?"""
    opening, closed = text.rfind("«", sentence.start, period.start_char), text.find("»", period.end_char, sentence.end)
    if opening < 0 or closed < 0 or "»" in text[opening : period.start_char] or opening < quantity.start < closed:
        return False
    return not any(opening < t.start < closed and tense_of(t) for t in sentence.tokens)


def _is_value(period: Period, text: str, sentence: Sentence) -> bool:
    """Is the expression itself what is told, «срок – 2027 год», rather than the time of something?"""
    before = text[max(sentence.start, period.start_char - 3) : period.start_char]
    return bool(re.search(r"\s[–—-]\s$", before)) and period.means in ("year", "years", "day")


def _long_ago(period: Period, document: Document) -> bool:
    """Is the time more than two years before publication?"""
    published = document.head.published
    return published is not None and period.end is not None and period.end.year < published.year - 2


@lru_cache(maxsize=1)
def _says() -> frozenset[str]:
    """Verbs of speech."""
    return frozenset(row["lemma"] for row in shipped()["speech_verbs"])


def _predicates_differ(period: Period, quantity: Quantity, sentence: Sentence) -> bool:
    """Do the expression and the figure stand under different predicates, both known?"""
    tokens = sentence.tokens
    at = next((i for i, t in enumerate(tokens) if t.start >= period.start_char), 0)
    over = [next((i for i in path_up(start, tokens) if tense_of(tokens[i])), None) for start in (at, quantity.first)]
    return None not in over and over[0] != over[1]


def _left(period: Period, quantity: Quantity, sentence: Sentence, document: Document) -> bool:
    """Does the figure stand in another clause than the month, season or past year before it? Those reach no further."""
    text = document.text
    gap = text[period.end_char : quantity.start]
    narrow = period.means in ("month", "season", "yesterday")
    if _long_ago(period, document) and _predicates_differ(period, quantity, sentence):
        return True
    if period.means in ("years_ago", "year_ago") and re.search("[,;]", gap):
        return True
    if period.kind == "shift" and (";" in gap or ("," in gap and _is_of_instead(period, document))):
        return True
    if (period.kind == "since" or _long_ago(period, document)) and _is_state(period, quantity, sentence, document):
        return True
    if not narrow or not re.search(r"[,:;]", gap):
        return False
    if any(period.end_char <= t.start < quantity.start and t.lemma in _says() for t in sentence.tokens):
        return False  # «Летом, рассказывает он, принял 40 гостей»
    border = period.end_char + max(gap.rfind(mark) for mark in ",:;")
    ended = re.search(r"[,:;]", text[quantity.end : sentence.end])
    stop = quantity.end + ended.start() if ended else sentence.end
    opening = next((t for t in sentence.tokens if t.start > border), None)
    if opening is not None and tense_of(opening) == "Past" and period.start_char - sentence.start < 12:
        return False  # «В январе родились 40 ягнят, проданы 9 коров»
    return any(border < t.start < stop and tense_of(t) for t in sentence.tokens)


def _is_of_instead(shift: Period, document: Document) -> bool:
    """Does «годом ранее» belong to a figure set against another: «40 против 30 годом ранее»?"""
    own = next((q for q in reversed(document.quantities) if q.end <= shift.start_char), None)
    if own is None or document.text[own.end : shift.start_char].strip():
        return False
    return bool(_INSTEAD.search(document.text[max(0, own.start - 30) : own.start]))


def _is_state(period: Period, quantity: Quantity, sentence: Sentence, document: Document) -> bool:
    """Does a clause without a verb, of a thing whose past has been told, hold the figure: «…, износ – 60 %»?"""
    comma = document.text.rfind(",", period.end_char, quantity.start)
    if comma < 0 or not _DASHED.search(document.text[comma : quantity.start]):
        return False
    told = any(period.end_char <= q.start < comma for q in document.quantities)
    return not told and not any(tense_of(t) for t in sentence.tokens if comma < t.start < quantity.start)


def _new_clause(
    start: int, period: Period, sentence: Sentence, text: str, between: Sequence[Quantity], followed: Sequence[Quantity]
) -> bool:
    """Does a clause of its own begin between the figure and an expression after it?

    Over a comma an expression reaches back only through a list of figures, «5 школ, 3 клуба в 2024 году».
    """
    inserted = _INSERTED.search(text, start, period.start_char)
    if inserted and any(tense_of(t) for t in sentence.tokens if inserted.end() < t.start < period.start_char):
        start = inserted.end()  # «30 домов, как обещают в акимате, сдадут в этом году»
    gap = text[start : period.start_char]
    if ";" in gap or re.search(r"\s(?:против|вместо)\s|,\s*(?:а|но|и|хотя|тогда|когда|что|чтобы|пока)\s", gap):
        return True
    if "," not in gap:
        return False
    if not between or (followed and "," not in text[period.end_char : followed[0].start]):
        return True  # «выявлено 87, в прошлом январе – 100»
    return any(tense_of(t) for t in sentence.tokens if start < t.start < sentence.end)


def _clashes(period: Period, quantity: Quantity, sentence: Sentence, document: Document) -> bool:
    """Does the tense of the figure's verb rule the time out?

    The present a time long past or, in a clause before, one still to come; the past, in another clause, a term set.
    """
    published, now = document.head.published, tense(quantity, sentence)
    if now == "Fut" and period.means == "today":
        return "," in document.text[period.end_char : quantity.start]
    if published is None or now not in ("Pres", "Past"):
        return False
    if now == "Pres" and period.end is not None and period.end < published - timedelta(days=_RECENT):
        return True
    if not re.search("[,:;]", document.text[period.end_char : quantity.start]):
        return False
    ahead = period.kind == "by" and period.start is not None and period.start > published
    return (period.kind == "until" and period.end is not None and period.end > published) or (ahead and now == "Pres")


def tense(quantity: Quantity, sentence: Sentence) -> str:
    """Tense of the predicate over the figure: Past, Pres, Fut, or empty for a sentence without one."""
    tokens = sentence.tokens
    for i in path_up(quantity.first, tokens):
        found = tense_of(tokens[i])
        if found:
            helped = any(t.head == i and tense_of(t) == "Fut" for t in tokens)
            return "Fut" if helped else found
    return ""


def _starts_growth(quantity: Quantity, text: str) -> bool:
    """Is the figure the A of «с A до B»?"""
    return bool(_FROM.search(text[max(0, quantity.start - 30) : quantity.start])
                and _GROWS_TO.search(text[quantity.end : quantity.end + 60]))


def _end_of_growth(period: Period, quantity: Quantity, text: str) -> Period:
    """«с 2019 по 2022 год вырос с A до B»: A is of the first year, B of the last."""
    before = text[max(0, quantity.start - 30) : quantity.start]
    if period.start is None or period.end is None:
        return period
    if _FROM.search(before):
        return replace(period, end=date(period.start.year, 12, 31))
    if _TO.search(before):
        return replace(period, start=date(period.end.year, 1, 1))
    return period


def _respective(years: Period, quantity: Quantity, document: Document) -> Period:
    """«В 2023 и 2024 годах построено соответственно 5 и 7 школ»: to each figure its own year."""
    told = [q for q in document.quantities if q.sentence == quantity.sentence and q.start >= years.end_char]
    if years.start is None or years.end is None or quantity not in told:
        return years
    year = years.start.year + told.index(quantity)
    if len(told) != years.end.year - years.start.year + 1:
        return years
    return replace(years, start=date(year, 1, 1), end=date(year, 12, 31))


def _shifted(shift: Period, earlier: Sequence[Period], document: Document) -> Period | None:
    """«годом ранее» moves the time named before it by a year; without one it is the year before publication.

    «Месяцем ранее» moves a month, and nothing else; «в том же году» moves nothing.
    """
    base = next((p for p in reversed(earlier) if p.start or p.end), None)
    if shift.means == "month_earlier":
        if base is None or base.start is None or base.means not in ("month", "relative_month"):
            return None
        last = base.start - timedelta(days=1)
        return replace(shift, start=last.replace(day=1), end=last)
    if shift.means == "same_time":
        return replace(shift, start=base.start, end=base.end) if base else None
    if base is None and document.head.published is None:
        return None
    if base is None:
        assert document.head.published is not None
        reported = 1 if document.head.published.month < 3 else 0  # January and February speak of the year just over
        year = document.head.published.year - 1 - reported
        return replace(shift, start=date(year, 1, 1), end=date(year, 12, 31))
    return replace(shift, start=_year_before(base.start), end=_year_before(base.end))


def _year_before(day: date | None) -> date | None:
    if day is None:
        return None
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
