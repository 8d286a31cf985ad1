"""The time that earlier sentences set for those after them.

A sentence that opens with a time («За восемь месяцев товарооборот достиг …») sets it for what
follows in its paragraph, a lead-in ending with a colon for its list, and a sentence that says what
the article reports on («подвела итоги надзора за 2025 год») for the paragraphs after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.document import Document, Sentence
from pipeline.facts.dates import Period, tense_of

_NEAR = 2  # sentences a time set in a paragraph is remembered
_FRAMED = 3  # paragraphs a report's time is remembered
_OUTLIVES = {"frame": 0, "report": 2}  # sentences of another time
_HEAD = 6  # sentences
_SPANS = {
    "year", "relative_year", "first_months", "first_quarters", "half", "first_half", "quarter", "months",
    "relative_years", "year_to_date", "year_start", "year_results", "day",
}
_REPORT = re.compile(
    r"(?:итог\w*|за|данные|бюджет\w*(?:\s\w+)? на|информаци\w+|отчет\w*)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_PARTS = {"first_months", "first_quarters", "half", "quarter", "months"}  # of a year: what a heading reports on
_ITEM = re.compile(r"\s*(?:[•·●▪*]|[-–—]\s|\d{1,2}[.)]\s)")
_COMPARES = re.compile(r"\s*(?:[-–—]\s*)?(?:для сравнения|раньше|ранее|напомним)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A time in force when a sentence begins: how many sentences ago it was set, in what tense, how it reaches."""

    period: Period
    distance: int
    tense: str
    reach: str  # near; list; frame; report: an article's, said at its head


def standing(document: Document, read: Callable[[int], Sequence[Period]]) -> list[Standing | None]:
    """For every sentence the time set before it; ``read`` gives a sentence's own expressions."""
    text = document.text
    lines = line_numbers(document)
    loose = one_sentence_a_line(lines)
    result: list[Standing | None] = []
    state: Standing | None = None
    listed: Standing | None = None
    frame: Standing | None = None
    framed = 0
    others = 0  # sentences since the report's time that tell of another
    first_body = next((i for i, s in enumerate(document.sentences) if _tells(s, document)), 0)
    years = [p.end.year for i in range(len(document.sentences)) for p in read(i) if p.end and p.kind == "at"]
    published = document.head.published
    latest = published.year if published else max(years, default=0)  # what is now, for telling history from news
    for i, sentence in enumerate(document.sentences):
        fresh = i > 0 and lines[i] != lines[i - 1]
        item = listed is not None and _is_item(sentence, text)
        if fresh and item:
            state = listed
        elif fresh:
            if listed is not None and not item:
                listed = None
            framed -= 1
            near = loose and state is not None and state.reach == "near" and lines[i] - lines[i - 1] == 1
            spoken = text_is_speech(text, sentence.start)  # what is said in the last of its paragraphs is of now
            state = frame if framed > spoken else state if near else None
        result.append(state)
        own = read(i)
        topic = _topic(sentence, own, document, latest)
        if topic is not None:
            said = _tense_of_sentence(sentence)
            told = _has_figures(sentence, document) or _leads(sentence, text)
            state = Standing(topic, 1, said, "near") if told else None
            lead = sentence.zone == "body" and i <= first_body and said != "Fut" and _is_over(topic, published)
            if lead and framed <= 0:
                frame, framed, others = Standing(topic, 1, "", "frame"), _FRAMED, 0
            if _reports(topic, sentence, document):
                plain = sentence.zone == "headline" or not _has_figures(sentence, document)
                reach = "report" if i < _HEAD and plain and topic.means != "relative_year" else "frame"
                framed, others = len(document.text) if reach == "report" else _FRAMED, 0
                frame = Standing(topic, 1, "", reach)
                state = frame
        elif any(p.kind != "base" for p in own):
            others += _tells_another_time(sentence, own, text)
            if frame is not None and others > _OUTLIVES[frame.reach]:
                framed = 0
            if state is not None and (state.reach == "near" or (state.reach in _OUTLIVES and framed <= 0)):
                state = None
        elif state is not None:
            aged = Standing(state.period, state.distance + 1, state.tense, state.reach)
            state = aged if aged.reach != "near" or aged.distance <= _NEAR else None
        if _leads(sentence, text):
            listed = state and Standing(state.period, 1, "", "list")
            if topic is None and own and own[-1].kind in ("at", "until", "by") and (own[-1].start or own[-1].end):
                listed = Standing(own[-1], 1, "", "list")
        elif own and own[-1].kind == "at" and _heads_rows(sentence, document, i):
            listed = Standing(own[-1], 1, "", "list")
    return result


def line_numbers(document: Document) -> list[int]:
    """The line each sentence stands on, blank lines not counted."""
    numbers, line, at = [], 0, 0
    for sentence in document.sentences:
        line += "\n" in document.text[at : sentence.start]
        numbers.append(line)
        at = sentence.end
    return numbers


def one_sentence_a_line(lines: Sequence[int]) -> bool:
    """Is the text broken after every sentence, so that a line break says nothing of paragraphs?"""
    return bool(lines) and len(lines) < 2.0 * (len(set(lines)))


def _is_item(sentence: Sentence, text: str) -> bool:
    """A line of a list: a bullet, a dash or a number before it, or no verb in it."""
    line = text[sentence.start : sentence.end]
    return bool(_ITEM.match(line)) or "|" in line or not any(tense_of(t) for t in sentence.tokens)


def _tells_another_time(sentence: Sentence, own: Sequence[Period], text: str) -> bool:
    """Does an expression outside brackets name a time of its own, not one compared with?"""
    told = (p for p in own if p.kind not in ("base", "shift", "over"))
    return any("(" not in text[sentence.start : p.start_char] for p in told)


def _leads(sentence: Sentence, text: str) -> bool:
    """Does a list follow?"""
    return text[sentence.start : sentence.end].rstrip().endswith(":")


def _heads_rows(sentence: Sentence, document: Document, i: int) -> bool:
    """Is it a title, without a verb or a figure, right above the rows of a table or what leads them?"""
    rest = document.sentences[i + 1 :]
    bare = not _has_figures(sentence, document) and not any(tense_of(t) for t in sentence.tokens)
    if not bare or not rest or document.text[sentence.end - 1] in ".?!…":
        return False
    if "\n" not in document.text[sentence.end : rest[0].start]:
        return False
    told = _has_figures(rest[0], document) or _leads(rest[0], document.text)
    return told and not any(tense_of(t) for t in rest[0].tokens)


def _topic(sentence: Sentence, own: Sequence[Period], document: Document, latest: int) -> Period | None:
    """The expression a sentence opens with, or its only one: what it sets for those after it."""
    text = document.text
    if _COMPARES.match(text[sentence.start : sentence.end]):
        return None
    figures = [q.start for q in document.quantities if q.sentence == sentence.index]
    first = min(figures, default=sentence.end)
    short = sum(p.end_char - p.start_char for p in own) + 20 > sentence.end - sentence.start
    stated = [p for p in own if p.kind == "at" and p.start and p.end]
    opening = [p for p in stated if p.end_char <= first and "(" not in text[sentence.start : p.start_char]]
    later = [p for p in stated if p.start_char > first and "(" not in text[first : p.start_char]]
    if not opening or later:
        return None
    heads = not figures and _is_of_report(opening[-1], sentence, text)
    dated = short and not figures  # a date line
    if not heads and (dated or opening[-1].means not in _SPANS):
        return None
    if opening[-1].end and opening[-1].end.year < latest - 2:
        return None  # history, told once
    if opening[-1].means == "year_start" and opening[-1].end == document.head.published:
        return None  # «с начала года»: said of one figure
    month_later = opening[-1].means == "months" and opening[-1].start is not None and opening[-1].start.month > 1
    return None if month_later else opening[-1]


def _tense_of_sentence(sentence: Sentence) -> str:
    found = [tense_of(t) for t in sentence.tokens if tense_of(t)]
    return "Fut" if "Fut" in found else found[-1] if found else ""


def _reports(topic: Period, sentence: Sentence, document: Document) -> bool:
    """Does the sentence say what the article reports on, without a figure of its own?"""
    if _leads(sentence, document.text) or topic.means == "day" or not _is_of_report(topic, sentence, document.text):
        return False
    summed = "итог" in document.text[sentence.start : topic.start_char].lower()[-25:]
    return sentence.zone == "headline" or not _has_figures(sentence, document) or summed


def _is_of_report(topic: Period, sentence: Sentence, text: str) -> bool:
    """Is a time what a report is on: «итоги за 2024 год», in a heading any part of a year?"""
    heading = not any(tense_of(t) for t in sentence.tokens)
    led = _REPORT.search(text[sentence.start : topic.start_char])
    if topic.means in _SPANS:
        return bool(led) or heading and topic.means in _PARTS
    return topic.means == "month" and bool(led) and heading


def _tells(sentence: Sentence, document: Document) -> bool:
    """Is it a sentence of the body with a figure: the lead of the news?"""
    return sentence.zone == "body" and _has_figures(sentence, document)


def _is_over(period: Period, published: date | None) -> bool:
    """Is it a span of months gone by: what the news is about?"""
    return published is not None and period.means != "day" and period.end is not None and period.end < published


def _has_figures(sentence: Sentence, document: Document) -> bool:
    return any(q.sentence == sentence.index for q in document.quantities)


def text_is_speech(text: str, at: int) -> bool:
    """Does the line of a place begin as direct speech?"""
    line = text[text.rfind("\n", 0, at) + 1 :][:4].lstrip()
    return line[:1] in ("«", "“") or (line[:1] in ("–", "—", "-") and line[1:2] == " ")
