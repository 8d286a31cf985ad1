"""Sentences and tokens: razdel's, with repairs for the way news from sites is put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from razdel import tokenize
from razdel.segmenters.sentenize import SentSplit, sentenize

from pipeline.document import Document, Sentence, Token, Zone
from pipeline.language.tongue import common_words, tongue_of
from pipeline.lexicon import Lexicon

LONGEST = 250  # tokens; longer sentences are lists without full stops, and the parser's cost grows with the square
_CLAUSE = 3  # tokens; with fewer before its source a sentence tells nothing
_WINDOW = 10  # characters razdel's rules see on each side
_BREAK = re.compile(r"(?:[=:;]-?[)(]{1,3}|[.?!…;\"„'»”’)\]}])(?=\s)(?!\s+[а-яё]+(?![^\W\d]))")  # the rest razdel joins
_GLUED = re.compile(r"[.!?…]+[»\"”]?(?=[«\"“]?[А-ЯЁӘҒҚҢӨҰҮҺІ](?:[а-яёәғқңөұүһі]|\s))")
_BEFORE = re.compile(r"[\w%)»\"-]+$")
_LAST_WORD = re.compile(r"([\w-]+)\.$")
_MAY_END = re.compile(r"(?:\d\s*\w+|\bт\.\s?[дп])\.$")  # «в 2015 г.», «5 т.», «и т.д.»
_BEGINS = re.compile(r"\s+([А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]*)(?![^\W\d_])")
_MEASURED = re.compile(  # a figure with a unit whose full stop razdel takes for that of a shortened word, or a decade
    r"\d\s?(?:(?:тыс|млн|млрд)\.?\s?)?(?:[скдм]?м|м/с|п\.\s?п|т|ч|°\s?[CС]|[кМГ]?Вт\s?[·∙*]?\s?ч)\.$|\d0-[хе]\.$"
)
_YEAR = re.compile(r"\d{4}\s?г\.$")
_SUM = re.compile(r"\d\s?(?:тыс|млн|млрд|трлн)\.$")
_SPEECH = re.compile(r"\s+[«\"“][А-ЯЁ][^«»\"“”\n]*[»\"”],?\s[–—-]\s")
_YEARS = re.compile(r"\((?:с\s|в\s)?\d{4}[^()]{,12}\sгг?\.\)$")  # «президент (1995-2003 гг.) Имя Фамилия»
_FIRST = re.compile(r"\w+(?!\s?[«\"])")
_CLOSING = re.compile(r"[»\"%)]")
_PLAIN = re.compile(r"[«\"(]?([А-Яа-яЁё]+)[»\")]?[,.;:!?]?")
_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True)
class Abbreviations:
    """Shortened words: those a name follows, all, and those in capitals that thousands are told of."""

    before_names: frozenset[str]
    known: frozenset[str]
    counted: frozenset[str]  # what may follow «тыс.» in capitals


@lru_cache(maxsize=4)
def abbreviations(lexicon: Lexicon) -> Abbreviations:
    """The abbreviations of a lexicon."""
    of: dict[str, set[str]] = {"name": set(), "other": set(), "counted": set()}
    for row in lexicon["abbreviations"]:
        of[row["class"]].add(row["word"])
    return Abbreviations(frozenset(of["name"]), frozenset(of["name"] | of["other"]), frozenset(of["counted"]))


def split(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add sentences with bare tokens; a sentence never crosses a line break or the edge of a zone."""
    short = abbreviations(lexicon)
    return [replace(document, sentences=tuple(_sentences(document, short, lexicon))) for document in batch]


def _sentences(document: Document, short: Abbreviations, lexicon: Lexicon) -> Iterator[Sentence]:
    common, text, index = common_words(lexicon), document.text, 0
    zones = list(document.zones)
    for start, end in _stretches(text, zones):
        while zones and zones[0].end <= start:
            zones.pop(0)
        for first, last in _parts(text, start, end, short, common):
            tokens = _tokens(text, first, last)
            for piece in _pieces(tokens):
                zone = _zone_of(piece, zones)
                if zone == "body" and tongue_of(text[piece[0].start : piece[-1].end], common) != "ru":
                    zone = "foreign"
                yield Sentence(index, piece[0].start, piece[-1].end, tuple(piece), zone)
                index += 1


def _stretches(text: str, zones: Sequence[Zone]) -> Iterator[tuple[int, int]]:
    """Lines, cut where a zone begins or ends; a source named inside a sentence cuts nothing."""
    hard = [zone for zone in zones if zone.kind != "source" or text[zone.start] != ","]
    cuts = sorted(edge for zone in hard for edge in (zone.start, zone.end))
    offset, at = 0, 0
    for line in text.splitlines(keepends=True):
        end = offset + len(line)
        while at < len(cuts) and cuts[at] < end:
            if cuts[at] > offset:
                yield offset, cuts[at]
                offset = cuts[at]
            at += 1
        yield offset, end
        offset = end


def _parts(
    text: str, start: int, end: int, short: Abbreviations, common: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Sentences of a stretch: razdel's, joined after abbreviations, split after units and where a blank is missing."""
    begin = previous = start
    for match in _BREAK.finditer(text, start, end):
        first, last = match.span()
        split = SentSplit(text[max(start, first - _WINDOW) : first], match[0], text[last : min(end, last + _WINDOW)])
        split.buffer = text[previous:first]
        if sentenize.join(split) and not _ends(text, previous, last, end, common):
            continue
        left, previous = text[previous:last], last
        if _goes_on(left, text[last:end].lstrip()[:12], short):
            continue
        yield from _unglued(text, begin, last, short)
        begin = last
    yield from _unglued(text, begin, end, short)


def _ends(text: str, start: int, at: int, end: int, common: Mapping[str, str]) -> bool:
    """Whether a sentence ends where razdel goes on: «300 см. | Объём», «в 2015 г. | В селе», «90 млн. | «Вернём» –»."""
    if text[at - 1] != ".":
        return False
    begins = _BEGINS.match(text, at, end)
    if begins is None:
        return bool(_SPEECH.match(text, at, end) and _SUM.search(text, start, at))
    if _MEASURED.search(text, start, at):
        return len(begins[1]) > 1 or begins[1].lower() in common
    return begins[1].lower() in common and bool(_YEAR.search(text, start, at))


def _goes_on(left: str, right: str, short: Abbreviations) -> bool:
    """Whether the full stop before what follows only shortens a word: «мкр. | Асар», «5 тыс. | тенге», «5 чел. | (»."""
    if left.endswith(")"):
        return bool(_YEARS.search(left))
    word = _LAST_WORD.search(left)
    if word is None or (right[:1].isupper() and _MEASURED.search(left)):
        return False
    stem = word[1].lower().lstrip("-")  # «янв.-сент.»
    if stem in short.before_names:
        return not (len(stem) < 3 and _MAY_END.search(left))
    if stem not in short.known or not right:
        return False
    first = _FIRST.match(right)
    counted = first is not None and first[0] in short.counted and _SUM.search(left)
    return right[0].islower() or right[0].isdigit() or right[0] == "(" or bool(counted)


def _unglued(text: str, start: int, end: int, short: Abbreviations) -> Iterator[tuple[int, int]]:
    """«… на 93%.Общая сумма» -> two sentences; initials and «г.Павлодар» stay whole."""
    for match in _GLUED.finditer(text, start, end):
        before = _BEFORE.search(text, max(start, match.start() - 40), match.start())
        if before is None:
            continue
        word, cut = _CLOSING.split(before[0])[-1], match.end()
        closed = not word or "»" in match[0]
        if not closed and (len(word) < 2 or (word.isupper() and word.isalpha()) or word.lower() in short.known):
            continue
        if cut > start:
            yield start, cut
            start = cut
    yield start, end


@lru_cache(maxsize=50_000)
def _chunk_tokens(chunk: str) -> tuple[tuple[int, int, str], ...]:
    plain = _PLAIN.fullmatch(chunk)
    if plain:  # most chunks: a word, marks each on its own around it
        first, last = plain.span(1)
        marks = [(i, i + 1, chunk[i]) for i in range(len(chunk)) if not first <= i < last]
        return tuple(sorted([*marks, (first, last, plain[1])]))
    return tuple((token.start, token.stop, token.text) for token in tokenize(chunk))


def _tokens(text: str, start: int, end: int) -> list[Token]:
    """razdel's tokens; none of its rules joins over a blank, so each word is split once and remembered."""
    new = tuple.__new__  # a token is a tuple; made so it costs half
    return [
        new(Token, (at + first, at + last, word, "", "X", "", -1, ""))
        for match in _CHUNK.finditer(text, start, end)
        for at in (match.start(),)
        for first, last, word in _chunk_tokens(match[0])
    ]


def _pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut what is too long to parse, after a semicolon or comma where there is one."""
    while len(tokens) > LONGEST:
        marks = [i for i in range(LONGEST // 2, LONGEST) if tokens[i].text in (";", ",")]
        strong = [i for i in marks if tokens[i].text == ";"]
        cut = (strong or marks or [LONGEST - 1])[-1] + 1
        yield tokens[:cut]
        tokens = tokens[cut:]
    if tokens:
        yield tokens


def _zone_of(tokens: Sequence[Token], zones: Sequence[Zone]) -> str:
    """The kind of the zone that holds more than half of a sentence, else ``body``."""
    start, end = tokens[0].start, tokens[-1].end
    for zone in zones:
        if zone.start >= end:
            break
        if zone.kind == "source" and tokens[min(_CLAUSE, len(tokens)) - 1].end <= zone.start:
            continue  # «Он осмотрел 12 ферм, передаёт корреспондент …» is told by the body
        if 2 * (min(zone.end, end) - max(zone.start, start)) > end - start:
            return zone.kind
    return "body"
