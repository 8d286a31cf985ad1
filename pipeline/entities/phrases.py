"""Position phrases: a position noun with its adjectives and complement, and its nominative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Container, Iterator, Mapping, Sequence

from pipeline.document import Token
from pipeline.entities.names import fold
from pipeline.entities.positions import Form, Positions
from pipeline.language import models
from pipeline.lexicon import Lexicon

_OPEN, _CLOSE = frozenset('«“„"'), frozenset('»”"')
_DASHES = frozenset("–—-")
_INSIDE = frozenset("по в на при за для с во со".split())  # prepositions a complement may hold
_ACTING = re.compile(r"(?:и \. о \.|и\.о\.?|врио|вр\.и\.о|зам\.?|(?:временно )?исполня\w+ обязанност(?:и|ей)) ")
_ACTING_ENDS = frozenset((".", "и.о", "и.о.", "врио", "вр.и.о", "зам", "зам.", "обязанности", "обязанностей"))
_OVER = ("заведующ", "управляющ", "командующ")  # take a complement in the instrumental
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–—](?:(?:19|20)\d\d)?)?")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_LONGEST = 30  # tokens a phrase may hold
_PARTY_NAME = 10  # tokens «от партии» and a name may take
_KEEP_CAPITAL = frozenset("мажилис сенат правительство парламент республика казахстан маслихат палата".split())
_PLACED = frozenset("посол консул генконсул представитель полпред корреспондент собкор атташе".split())

Names = Mapping[int, int]  # where names of bodies and places begin in the text, with their ends


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first:last`` (end exclusive) of a position phrase with its noun at ``head``."""

    first: int
    last: int
    head: int
    form: Form


class Phrases:
    """Finds position phrases around a place in a sentence."""

    def __init__(self, lexicon: Lexicon, positions: Positions) -> None:
        self.positions = positions
        self._adjectives = frozenset(fold(row["word"]) for row in lexicon["position_adjectives"])

    def before(
        self, tokens: Sequence[Token], end: int, floor: int, cases: Sequence[str], names: Names
    ) -> list[Phrase]:
        """Phrases that end right before token ``end`` in apposition to it, nearest first, from ``floor`` on."""
        if end > floor and (tokens[end - 1].pos == "ADP" or tokens[end - 1].text == "и"):
            return []  # «директор школы и Иванов»: another person
        end = _before_party(tokens, end, floor)
        left = self._reach_left(tokens, end, floor, names)
        found: list[Phrase] = []
        last = end
        for start in self._segment_starts(tokens, left, end):
            head = self._head(tokens, start, last, cases, floor)
            if head is None:
                break
            first = self._with_adjectives(tokens, head, max(start, floor))
            made = Phrase(first, _closed(tokens, head, last), head, self._form(tokens[head]))
            if found and made.form.plural(tokens[head]) != found[0].form.plural(tokens[found[0].head]):
                break  # «представители палаты, председатель совета …»: another item of a list
            found.append(made)
            last = first
            if last > left and tokens[last - 1].text in _DASHES | {",", "и"}:
                last -= 1
            elif not self._apposed(tokens, head, left):
                break
        return found

    def _head(self, tokens: Sequence[Token], start: int, last: int, cases: Sequence[str], floor: int) -> int | None:
        """The first position noun that agrees with the name; a plural only where no other does."""
        fit = [i for i in range(start, last) if self._agrees(tokens[i], cases) or self.acts(tokens, i, floor)]
        return next((i for i in fit if not self._form(tokens[i]).plural(tokens[i])), fit[0] if fit else None)

    def _apposed(self, tokens: Sequence[Token], i: int, left: int) -> bool:
        """Whether a position noun stands right after another phrase: a rank, or a noun that no other can govern."""
        form, first = self.positions.form(tokens[i].text), self._with_adjectives(tokens, i, left)
        if form is None or first <= left or tokens[first - 1].text in _DASHES | {",", "и"}:
            return False
        if next((t for t in reversed(tokens[:first]) if t.pos != "ADJ"), tokens[0]).pos == "ADP":
            return False  # «комитет по лесной политике»
        alone = form.singular and "Gen" not in form.cases and self.positions.form(tokens[first - 1].text) is None
        return bool(alone) or form.position.rank and first == i

    def after(
        self, tokens: Sequence[Token], start: int, ceiling: int, cases: Sequence[str], names: Names
    ) -> Phrase | None:
        """A phrase that begins at token ``start`` (adjectives first) and ends before ``ceiling``."""
        head = start + _acting(tokens, start)
        while head < ceiling and self._modifies(tokens, head + (head > start and tokens[head].text == "и")):
            head += 1
        if head >= ceiling or head - start > 4:
            return None
        if not self._agrees(tokens[head], cases) and not self.acts(tokens, head, start):
            return None
        first = self._with_adjectives(tokens, head, start)
        return Phrase(first, self._reach_right(tokens, head, ceiling, names), head, self._form(tokens[head]))

    def all(self, tokens: Sequence[Token], names: Names) -> Iterator[Phrase]:
        """Every position phrase of a sentence, outermost first, not overlapping."""
        i = 0
        while i < len(tokens):
            form = self.positions.form(tokens[i].text)
            if form is None or self._modifies(tokens, i):
                i += 1
                continue
            last = self._reach_right(tokens, i, len(tokens), names)
            yield Phrase(self._with_adjectives(tokens, i, 0), last, i, form)
            i = last

    def _modifies(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word is an adjective of a position: «новый директор», «ведущий специалист»."""
        if self.positions.form(tokens[i].text) is None:
            return tokens[i].pos == "ADJ" or fold(_adjective_lemma(tokens[i].text)) in self._adjectives
        beside = i + 1 < len(tokens) and self.positions.form(tokens[i + 1].text) is not None
        return beside and fold(_adjective_lemma(tokens[i].text)) in self._adjectives

    def acts(self, tokens: Sequence[Token], head: int, floor: int = 0) -> bool:
        """«и.о. акима»: the position in the genitive, whatever the case of the name."""
        form = self.positions.form(tokens[head].text)
        return form is not None and "Gen" in form.singular and _acting_from(tokens, head, floor) < head

    def _form(self, token: Token) -> Form:
        form = self.positions.form(token.text)
        assert form is not None
        return form

    def _agrees(self, token: Token, cases: Sequence[str]) -> bool:
        form = self.positions.form(token.text)
        if form is None:
            return False
        return any(case in form.singular for case in cases) or (
            form.plural(token) and any(case in form.plural_cases for case in cases)
        )

    def _with_adjectives(self, tokens: Sequence[Token], head: int, floor: int) -> int:
        first = head
        while first > floor:
            before = tokens[first - 1]
            named = fold(_adjective_lemma(before.text)) in self._adjectives
            if not named and before.pos == "ADJ" and first - 1 > floor:  # «главный санитарный врач»
                named = fold(_adjective_lemma(tokens[first - 2].text)) in self._adjectives
            if before.text == "и" and floor < first - 1 and first < head:  # «чрезвычайный и полномочный посол»
                named = fold(_adjective_lemma(tokens[first - 2].text)) in self._adjectives
            acting = _acting_from(tokens, first, floor)
            if not named and acting == first:
                break
            first = min(acting, first - 1)
        return first

    def _reach_left(self, tokens: Sequence[Token], end: int, floor: int, names: Names) -> int:
        """How far left of ``end`` a chain of appositions with genitive complements may go; a name is taken whole."""
        i = end
        while i > floor and end - i < _LONGEST:
            token = tokens[i - 1]
            if token.text in _CLOSE:
                opening = _opening(tokens, i - 1, max(floor, i - 25))
                if opening is None:
                    break
                i = opening
                continue
            if not self._may_stand(token, tokens, i - 1):
                first = next((k for k in range(floor, i) if token.end <= names.get(tokens[k].start, 0)), None)
                if first is None or not _genitive(tokens[first].text):
                    break
                i = first
                continue
            i = _acting_from(tokens, i - 1, floor)
        return i

    def _may_stand(self, token: Token, tokens: Sequence[Token], i: int) -> bool:
        if self.positions.form(token.text) is not None:
            return True
        if token.text in _DASHES or token.text in (",", "и", "№"):
            return True
        if token.pos in ("NOUN", "PROPN", "ADJ", "X", "NUM") or token.text.isupper():
            if token.pos == "NOUN" and token.feat("Case") == "Nom" and token.rel in ("nsubj", "root"):
                return False
            governed = any(t.pos == "ADP" or fold(t.text).startswith(_OVER) for t in tokens[max(0, i - 6) : i])
            return (
                token.pos != "NOUN"
                or token.feat("Case") in ("", "Gen", "Nom")
                or governed
                or _genitive(token.text)
                or token.text.isupper()
            )
        if token.text == "." and i and len(tokens[i - 1].text) <= 3:
            return True
        if any(c.isupper() for c in token.text) and token.pos not in ("VERB", "ADV", "PRON"):
            return True  # «имени аль-Фараби»: names the tagger knows nothing of
        if token.pos == "DET":
            return token.feat("Case") == "Gen"  # «директор этой школы»
        return (token.pos == "ADP" and fold(token.text) in _INSIDE) or token.text in ("особо", "же")

    def _segment_starts(self, tokens: Sequence[Token], left: int, end: int) -> Iterator[int]:
        """Starts of coordinated phrases, nearest first: after a comma, dash or «и» before a position noun."""
        for i in range(end - 1, left, -1):
            if self._apposed(tokens, i, left):
                yield self._with_adjectives(tokens, i, left)
            if tokens[i - 1].text in _DASHES or tokens[i - 1].text in (",", "и"):
                if tokens[i - 1].text in _DASHES and tokens[i - 1].end == tokens[i].start:
                    continue
                head = i
                while head < end and tokens[head].pos == "ADJ" and self.positions.form(tokens[head].text) is None:
                    head += 1
                if head < end and self.positions.form(tokens[head].text) is not None:
                    yield i
        yield left

    def _reach_right(self, tokens: Sequence[Token], head: int, ceiling: int, names: Names) -> int:
        """The end of the complement of the position noun at ``head``; a name in it is taken whole."""
        placed = self._form(tokens[head]).position.word in _PLACED
        i, governed = head + 1, "Ins" if fold(tokens[head].text).startswith(_OVER) else ""
        while i < ceiling and i - head < _LONGEST:
            token = tokens[i]
            text = fold(token.text)
            if token.text in _OPEN:
                closing = next((k for k in range(i + 1, min(ceiling, i + 20)) if tokens[k].text in _CLOSE), None)
                if closing is None:
                    break
                i = closing + 1
                governed = ""
                while i < ceiling and tokens[i].text in _CLOSE:
                    i += 1
                continue
            if token.pos == "ADP":
                if not (text == "по" or (placed and text in ("в", "во", "на", "при"))):
                    break
                governed = "Dat" if text == "по" else "Loc"
            elif text in ("и", ","):
                if not self._complement_goes_on(tokens, i + 1, ceiling, governed):
                    break
            elif token.text in _DASHES and token.start == tokens[i - 1].end:
                pass
            elif not self._complements(token, governed, i == head + 1):
                break
            i += 1
            while i < ceiling and tokens[i].end <= names.get(token.start, 0):
                i += 1
        while i - 1 > head and (
            tokens[i - 1].text in (",", "и") or tokens[i - 1].pos == "ADP" or tokens[i - 1].text in _DASHES
        ):
            i -= 1
        return _untimed(tokens, head, i)

    def _complements(self, token: Token, governed: str, first: bool) -> bool:
        if token.pos in ("NOUN", "ADJ", "PROPN", "X", "NUM") or token.text.isupper() or self._is_holder(token):
            case = token.feat("Case")
            if token.pos == "ADJ" and token.feat("Variant") == "Short":
                return False
            doubtful = case in ("Dat", "Loc", "Ins") or token.pos == "PROPN"
            genitive = case in ("", "Gen") or (doubtful and _genitive(token.text))
            if genitive or token.text.isupper() or (governed and case == governed):
                return fold(token.text) not in ("г", "гг", "ул")
            return token.pos == "PROPN" and case not in ("Ins", "Nom") and not first
        return False

    def _is_holder(self, token: Token) -> bool:
        """A position noun in the genitive, whatever it was tagged: «акима» as a verb."""
        form = self.positions.form(token.text)
        return form is not None and "Gen" in form.cases

    def _complement_goes_on(self, tokens: Sequence[Token], i: int, ceiling: int, governed: str) -> bool:
        """After «и» or a comma: another genitive, not a new clause or a new position."""
        k = i
        while k < ceiling and tokens[k].pos == "ADJ":
            k += 1
        if k >= ceiling or self.positions.form(tokens[k].text) is not None:
            return False
        if tokens[i - 1].text == "," and not any(t.text == "и" for t in tokens[k : k + 4]):
            return False  # a lone comma closes the apposition; «труда, занятости и защиты» goes on
        return tokens[k].pos == "NOUN" and (tokens[k].feat("Case") == "Gen" or bool(governed))


def _before_party(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Where a position ends before the party of its holder: «депутат Сената от партии «Рассвет» Иванов»."""
    for i in range(end - 2, max(floor, end - _PARTY_NAME), -1):
        if tokens[i].text == "от" and tokens[i + 1].lemma in ("партия", "фракция"):
            return i
    return end


def _closed(tokens: Sequence[Token], head: int, last: int) -> int:
    """Where the complement of a position ends of what stands before a name."""
    comma = next((i for i in range(head + 1, last) if tokens[i].text == ","), None)
    if comma is not None and not any(t.text in ("и", *_CLOSE) for t in tokens[comma:last]):
        last = comma  # «президент ассоциации, большой знаток Иванов»: no list
    if last > head + 1 and tokens[head + 1].text == "и":
        last = head + 1  # «поэт и мыслитель»: the second word heads no position
    last = next((i for i in range(head + 1, last) if tokens[i].pos == "DET"), last)
    last = _untimed(tokens, head, last)
    while last > head + 1 and tokens[last - 1].text in (",", "и", *_DASHES):
        last -= 1
    return last


def _untimed(tokens: Sequence[Token], head: int, last: int) -> int:
    """The end of a phrase without the time it tells: «президент Турции с 2000 по 2007 годы»."""
    for i in range(head + 1, last):
        if _DATE.fullmatch(tokens[i].text):
            return i
        if tokens[i].pos == "ADP" and i + 1 < last and _YEAR.fullmatch(tokens[i + 1].text):
            return i
    return last


@lru_cache(maxsize=20_000)
def _genitive(word: str) -> bool:
    """Whether a noun or adjective may be a genitive, whatever it was tagged: «области»."""
    return any(p.tag.POS in ("NOUN", "ADJF") and p.tag.case == "gent" for p in models.analyzer().parse(word.lower()))


def _acting(tokens: Sequence[Token], i: int) -> int:
    """How many tokens from one on say that a post is held for another: «и. о.», «исполняющий обязанности»."""
    said = _ACTING.match(" ".join([fold(t.text) for t in tokens[i : i + 4]] + [""]))
    return said[0].count(" ") if said else 0


def _acting_from(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Where the words that say so begin if they stand right before a token; else the token itself."""
    if end <= floor or fold(tokens[end - 1].text) not in _ACTING_ENDS:
        return end
    return next((i for i in range(max(floor, end - 4), end) if i + _acting(tokens, i) == end), end)


def _opening(tokens: Sequence[Token], closing: int, floor: int) -> int | None:
    """Where the quotation that ends at ``closing`` opens: the farthest mark before another one closes."""
    found = None
    for k in range(closing - 1, floor - 1, -1):
        if tokens[k].text in _OPEN:
            found = k
            if tokens[k].text == '"' or closing - k > 1 and tokens[k].text == "„":
                break
        elif tokens[k].text in _CLOSE and found is not None:
            break
    return found


@lru_cache(maxsize=20_000)
def _adjective_lemma(word: str) -> str:
    for parse in models.analyzer().parse(word.lower()):
        if parse.tag.POS in ("ADJF", "PRTF"):
            return str(parse.normal_form if parse.tag.POS == "ADJF" else parse.inflect({"nomn", "sing", "masc"}).word)
    return word.lower()


def nominative(text: str, tokens: Sequence[Token], phrase: Phrase, proper: Container[int] = ()) -> str:
    """The phrase in the nominative singular, lower case but for proper names; the complement as written.

    ``proper`` holds the offsets where names of bodies and places begin: their first words keep a capital.
    """
    word = phrase.form.position.word
    parses = [p for p in models.analyzer().parse(word) if p.tag.case == "nomn" and p.tag.POS == "NOUN"]
    male = not parses or parses[0].tag.gender != "femn" or word.endswith("глава") or word.startswith("зам")
    gender = "masc" if male else "femn"
    pieces = []
    for token in tokens[phrase.first : phrase.head]:
        pieces.append(_inflected(token.text, gender) + (" " if token.end != _next_start(tokens, token) else ""))
    lead = "".join(pieces).strip().replace("и. о.", "и.о.")
    tail = ""
    depth = 0
    for before, token in zip(tokens[phrase.head : phrase.last], tokens[phrase.head + 1 : phrase.last]):
        depth += token.text in _OPEN
        tail += text[before.end : token.start].replace("\n", " ") + (
            token.text if depth > 0 or token.start in proper else _lowered(token)
        )
        depth -= token.text in _CLOSE and token.text not in _OPEN
    tail = _balanced(" ".join(tail.split()))
    if lead.endswith(("и.о.", "и.о", "врио", "обязанности", "обязанностей")):
        word = tokens[phrase.head].text.lower()
    return " ".join(part for part in (lead, word, tail) if part)


def _balanced(text: str) -> str:
    """Text without a quotation mark whose other half is missing."""
    if text.count("«") != text.count("»") and text.count("«") + text.count("»") == 1:
        text = text.replace("«", "").replace("»", "")
    return text.replace('"', "") if text.count('"') == 1 else text


def _next_start(tokens: Sequence[Token], token: Token) -> int:
    return next((other.start for other in tokens if other.start >= token.end), token.end)


@lru_cache(maxsize=20_000)
def _inflected(word: str, gender: str) -> str:
    for parse in models.analyzer().parse(word.lower()):
        if parse.tag.POS in ("ADJF", "PRTF"):
            form = parse.inflect({"nomn", "sing", gender})
            if form is not None:
                return str(form.word)
    return word.lower()


def _lowered(token: Token) -> str:
    """A word of a complement: common words lose a capital, proper names and abbreviations keep it."""
    word = token.text
    if not word[:1].isupper() or word.isupper():
        return word
    return word if _proper(word) else word.lower()


@lru_cache(maxsize=20_000)
def _proper(word: str) -> bool:
    parses = models.analyzer().parse(word.lower())
    if any(p.normal_form in _KEEP_CAPITAL for p in parses):
        return True
    known = models.analyzer().word_is_known(word.lower())
    return not known or any({"Geox", "Name", "Surn", "Patr"} & p.tag.grammemes for p in parses[:2])
