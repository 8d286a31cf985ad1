"""Numbers: digits and words in every case -> values, ranges, fractions, multipliers.

>>> [n.value for n in parse("две тысячи пять и 1,234 млрд", lexicon)]
[2005.0, 1234000000.0]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Mapping, NamedTuple, Sequence

from pipeline.facts import cues
from pipeline.facts.pieces import Piece, cut
from pipeline.language.words import inflections
from pipeline.lexicon import Lexicon

NumberKind = Literal["cardinal", "collective", "fraction", "part", "multiplier"]

_DASHES = "-–—−‒"
_WHOLE = {"целая", "целых", "целой", "целую"}
_DECIMALS = {"десят": 1, "сот": 2, "тысячн": 3, "десятитысячн": 4, "стотысячн": 5, "миллионн": 6}
_DECIMAL = re.compile(r"(десят|сот|тысячн|десятитысячн|стотысячн|миллионн)(ая|ых|ой|ую)")
_FRACTION = re.compile(r"([1-9])/([2-9]|10)")
_CARDINAL_ENDING = {"ти", "х", "ми", "ю", "и", "мя", "тью", "тыс"}
_CASED = ("unit", "teen", "ten", "hundred")


class Word(NamedTuple):
    """What a number word is worth and how it joins others."""

    value: Decimal
    cls: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: pieces ``first`` to ``last``, its value with the scale applied."""

    first: int
    last: int
    start: int
    end: int
    value: float
    kind: NumberKind = "cardinal"
    value_max: float | None = None
    scale: float = 1.0  # the last scale word's value, so that «450 до 600 тысяч» can share it
    approx: bool = False  # «тысяч двадцать»
    words: bool = False  # written in words
    bare_scale: bool = False  # «миллиард», «сотню»: a scale word alone
    halved: str = ""  # «полтонны»: the unit that stands in the same word


def forms(lexicon: Lexicon) -> Mapping[str, tuple[Word, ...]]:
    """Every case form of every number word."""
    cached = _FORMS.get(lexicon.fingerprint)
    if cached is None:
        cached = _FORMS[lexicon.fingerprint] = _make_forms(lexicon)
    return cached


_FORMS: dict[str, Mapping[str, tuple[Word, ...]]] = {}


def _make_forms(lexicon: Lexicon) -> dict[str, tuple[Word, ...]]:
    table: dict[str, tuple[Word, ...]] = {}
    for row in lexicon["numerals"]:
        word = Word(Decimal(row["value"]), row["class"])
        for form in sorted({row["word"], *inflections(row["word"])}):
            table[form] = (*table.get(form, ()), word)
    for row in lexicon["numerals"]:  # «шестьюдесятью», «двумястами» are in pymorphy; «стам» alone is not
        table.setdefault(row["word"], (Word(Decimal(row["value"]), row["class"]),))
    return table


def parse(text: str, lexicon: Lexicon) -> list[Number]:
    """Numbers of a text."""
    return find(cut(text), text, lexicon)


def find(pieces: Sequence[Piece], text: str, lexicon: Lexicon) -> list[Number]:
    """Numbers of a sequence of pieces, left to right, not overlapping; ranges joined."""
    reader = _Reader(pieces, text, forms(lexicon), cues.of_numbers(lexicon, "warmth"))
    numbers: list[Number] = []
    i = 0
    while i < len(pieces):
        number = None if reader.is_plain(i) else reader.number(i)
        if number is None:
            i += 1
            continue
        numbers.append(number)
        i = number.last + 1
    return _join_ranges(numbers, pieces, text)


class _Reader:
    """Reads one number at a time; every method returns what starts at piece ``i`` or None."""

    def __init__(
        self, pieces: Sequence[Piece], text: str, table: Mapping[str, tuple[Word, ...]], warmth: Sequence[str]
    ):
        self.pieces, self.text, self.table, self.warmth = pieces, text, table, warmth

    def word(self, i: int, *classes: str) -> Word | None:
        if not 0 <= i < len(self.pieces) or self.pieces[i].kind != "word":
            return None
        return next((w for w in self.table.get(self.pieces[i].form, ()) if w.cls in classes), None)

    def is_plain(self, i: int) -> bool:
        """Whether a piece is a word no number begins with: most are."""
        piece = self.pieces[i]
        form = piece.form
        if form == "сто" and self.text[piece.start : piece.end] == "СТО":
            return not self.text[self.pieces[0].start : self.pieces[-1].end].isupper()  # a car service
        if form == "семью":  # «семью школами», not the family
            return not self.form(i + 1).endswith("ми")
        return piece.kind == "word" and form not in self.table and "-" not in form and form[:3] not in ("каж", "пол")

    def form(self, i: int) -> str:
        return self.pieces[i].form if 0 <= i < len(self.pieces) else ""

    def glued(self, i: int) -> bool:
        """Whether piece ``i`` follows the one before without a space."""
        return 0 < i < len(self.pieces) and self.pieces[i].start == self.pieces[i - 1].end

    def number(self, i: int) -> Number | None:
        few = self.form(i) in _FEW and self.form(i + 1) not in ("двух", "трех", "четырех")  # «из тысячи трёх»
        first = self.inverted(i) if few else None  # «миллиарда полтора»: one and a half of them
        return first or self.fraction(i) or self.cardinal(i) or self.inverted(i) or self.other(i)

    def make(self, first: int, last: int, value: Decimal, **more: object) -> Number:
        a, b = self.pieces[first].start, self.pieces[last].end
        return Number(first, last, a, b, float(value), **more)  # type: ignore[arg-type]

    # «2/3», «две трети», «четыре пятых», «пятую часть», «каждый третий», «треть»
    def fraction(self, i: int) -> Number | None:
        if digits := _FRACTION.fullmatch(self.form(i)):
            above, below = map(Decimal, digits.groups())
            return self.make(i, i, _percent(above, below), kind="fraction") if above < below else None
        if self.form(i) in ("каждый", "каждая", "каждое", "каждые", "каждого", "каждой", "каждому", "каждую", "каждом"):
            part = self.word(i + 1, "part")
            if part:
                return self.make(i, i + 1, _percent(Decimal(1), part.value), kind="part", words=True)
            return None
        count = self.word(i, "unit")
        if count and self.form(i + 1) not in _WHOLE:
            part = self.word(i + 1, "part")
            if part and part.value > count.value and self.form(i + 1).endswith(("ых", "ая", "ой", "ую", "ьих")):
                last = i + 2 if self.form(i + 2) in _SHARES else i + 1
                if last == i + 2 or count.value > 1:
                    return self.make(i, last, _percent(count.value, part.value), kind="fraction", words=True)
            name = self.word(i + 1, "fraction")
            if name and count.value > 1 and name.value != 50:
                whole = Decimal(3) if self.form(i + 1).startswith("трет") else Decimal(4)
                return self.make(i, i + 1, _percent(count.value, whole), kind="fraction", words=True)
        part = self.word(i, "part")
        if (
            part
            and part.value > 2
            and self.form(i + 1) in _SHARES
            and self.form(i).endswith(("ая", "ой", "ую", "ья", "ью", "ей"))
        ):
            return self.make(i, i + 1, _percent(Decimal(1), part.value), kind="fraction", words=True)
        name = self.word(i, "fraction")
        if name and not self.form(i).endswith(("ями", "ях", "ям", "инах", "инами", "ины")) or (
            name and self.form(i) in ("половины",)
        ):
            return self.make(i, i, name.value, kind="fraction", words=True)
        return None

    def group(self, i: int) -> tuple[int, Decimal, bool] | None:
        """Digits, or hundreds-tens-units in words: (last piece, value, in words)."""
        if i >= len(self.pieces):
            return None
        piece = self.pieces[i]
        if piece.kind == "number":
            last, value = i, _digits(piece.form, self._scale_follows(i + 1))
            if value is None:
                return None
            broken = self._broken_decimal(i)
            if broken:
                last, value = i + 2, broken
            elif self.form(i + 1) == "с" and self.form(i + 2) == "половиной":
                last, value = i + 2, value + Decimal("0.5")
            elif self.form(i + 1) in "-‑" and self.form(i + 2) in _CARDINAL_ENDING and self.glued(i + 2):
                last = i + 2
            return last, value, False
        order = {"hundred": 3, "ten": 2, "teen": 1, "unit": 1}
        value, limit, last = Decimal(0), 4, -1
        j = i
        while (word := self.word(j, *order)) and order[word.cls] < limit:
            if word.value == 0 and j > i:
                break
            value, limit, last = value + word.value, order[word.cls], j
            if word.cls == "teen" or word.value == word.value.to_integral_value() and word.cls == "unit":
                limit = 1
            j += 1
        if last < 0:
            return None
        if self.form(last + 1) in _WHOLE:
            return self._word_decimal(last, value)
        if self.form(last + 1) == "с" and self.form(last + 2) == "половиной":
            return last + 2, value + Decimal("0.5"), True
        dozen = self.word(last + 1, "round")
        if dozen and value > 1 and dozen.value < 1000:
            return last + 1, value * dozen.value, True  # «две сотни», «пять десятков»
        return last, value, True

    def _word_decimal(self, last: int, whole: Decimal) -> tuple[int, Decimal, bool]:
        """«две целых (и) три десятых»."""
        start = last + 3 if self.form(last + 2) == "и" else last + 2
        j, value, thousand = start, Decimal(0), Decimal(0)
        while True:
            if match := _DECIMAL.fullmatch(self.form(j)):
                if j == start:
                    break
                return j, whole + (thousand + value).scaleb(-_DECIMALS[match.group(1)]), True
            word = self.word(j, *_CASED)
            scale = self.word(j, "scale")
            if word:
                value += word.value
            elif scale and value:
                thousand, value = value * scale.value, Decimal(0)
            else:
                break
            j += 1
        return last + 1, whole, True

    def _scale_follows(self, i: int) -> bool:
        if self.form(i) == "" or self.pieces[i].kind != "word":
            return False
        return self.word(i, "scale") is not None

    def _broken_decimal(self, i: int) -> Decimal | None:
        """«17, 5 тыс.», «0, 45 га»: a comma with a stray space before a scale word or percent sign, or after a zero."""
        pieces = self.pieces
        if i + 3 >= len(pieces) or pieces[i + 1].form not in ",." or pieces[i + 2].kind != "number":
            return None
        whole, rest, follows = pieces[i].form, pieces[i + 2].form, pieces[i + 3]
        if not whole.isdecimal() or not rest.isdecimal() or len(rest) > 4 or len(whole) > 3 or not self.glued(i + 1):
            return None
        if follows.form == "%" or self._scale_follows(i + 3) or whole == "0" and follows.kind == "word":
            return Decimal(f"{whole}.{rest}")
        return None

    def cardinal(self, i: int) -> Number | None:
        total, last, words, limit = Decimal(0), -1, False, Decimal(10) ** 15
        j, scale, parts, bare = i, Decimal(1), 0, False
        while True:
            group = self.group(j)
            end, value, in_words = group if group else (j - 1, Decimal(1), True)
            after = self._skip_dot(end + 1) if parts else end + 1
            if self.form(after) == "с" and self.form(after + 1) in _ODD and self.word(after + 2, "scale"):
                after += 2  # «три с лишним тысячи»
            word = self.word(after, "scale")
            if group is None and (
                word is None or parts or not _may_stand_bare(self.form(after)) or self._is_vague(after)
            ):
                if group is None and word is not None and parts == 0:
                    break
                if group is None and not (word and parts and words and word.value < limit):
                    break
            if word is not None:
                if word.value >= limit:
                    break
                bare = bare or group is None
                total, last, limit, scale = total + value * word.value, after, word.value, word.value
                while (again := self.word(last + 1, "scale")) and again.value > 1:  # «тысяч миллиардов»
                    total, scale, last = total * again.value, scale * again.value, last + 1
            elif parts == 0 or (value < limit and limit > 1):
                if parts and limit >= 10**6 and 100 <= value < 1000 and not self._word_follows(end):
                    value *= scale / 1000  # «1 млрд 300»: the lower scale goes without saying
                total, last, limit = total + value, end, Decimal(1)
            else:
                break
            words = words or in_words
            parts += 1
            if limit <= 1:
                break
            nxt = self._skip_dot(last + 1)
            group_next = self.group(nxt)
            if group_next is None and not (words and self.word(nxt, "scale")):
                break
            if group_next and group_next[2] != in_words and word is None:
                break
            if group_next and not group_next[2] and self.pieces[nxt].form.count(",") and scale < 1000:
                break
            j = nxt
        if last < 0:
            return None
        negative = self._minus(i)
        first = i - 1 if negative else i
        value = -total if negative else total
        return self.make(first, last, value, scale=float(scale), words=words, bare_scale=bare and parts == 1)

    def _word_follows(self, i: int) -> bool:
        return i + 1 < len(self.pieces) and self.pieces[i + 1].kind == "word"

    def _is_vague(self, i: int) -> bool:
        """«тысячи тонн», «сотни людей» are no number; «свыше тысячи тонн», where the genitive is governed, is one."""
        return self.form(i) in ("тысячи", "сотни", "дюжины") and self.form(i - 1) not in _OF_ONE

    def _skip_dot(self, i: int) -> int:
        """Past the dot of «тыс.», «млн.» when a number or scale goes on after it."""
        if self.form(i) == "." and self.glued(i) and self.form(i - 1) in ("тыс", "млн", "млрд", "трлн"):
            return i + 1
        return i

    def _minus(self, i: int) -> bool:
        if self.form(i - 1) == "минус":
            return True
        if self.form(i - 1) in ("-", "−", "–") and self.form(i - 1) and self.glued(i):
            before = self.pieces[i - 2] if i >= 2 else None
            if self.form(i + 1).startswith(("°", "градус")) and not self.glued(i - 1):
                return True
            return before is None or before.form in ("(", "до", "от", "в", "около", "минимум", "и", *self.warmth)
        return False

    # «тысяч двадцать», «миллиардов десять», «тысячи полторы», «миллионов под десять»
    def inverted(self, i: int) -> Number | None:
        scale = self.word(i, "scale", "round")
        few = self.form(i) in _FEW
        if scale is None or not (few or self.form(i).endswith(("сяч", "нов", "дов", "сотен", "тков"))):
            return None
        after = i + 1
        if self.form(after) in APPROXIMATELY and self.form(i - 1) not in _VAGUE and self._word_follows(after):
            after += 1
        group, factor = self.group(after), float(scale.value)
        if group is None:
            between = self._hyphened(after) if self.form(after).count("-") == 1 else None  # «тысяч в семьсот-восемьсот»
            if between is None or between.scale != 1 or between.value_max is None:
                return None
            least, most = Decimal(str(between.value)) * scale.value, between.value_max * factor
            return self.make(i, after, least, value_max=most, scale=factor, words=True)
        last, value, _ = group
        if few and value >= 5:
            return None
        return self.make(i, last, value * scale.value, scale=factor, words=True, approx=True)

    # «двое», «вдвое», «сотню», «полмиллиона», «пять-шесть»
    def other(self, i: int) -> Number | None:
        word = self.word(i, "collective")
        if word:
            return self.make(i, i, word.value, kind="collective", words=True)
        word = self.word(i, "multiplier")
        if word:
            return self.make(i, i, word.value, kind="multiplier", words=True)
        word = self.word(i, "round")
        vague = self.form(i).endswith(("ки", "ков", "кам", "ками", "ках", "ен", "ням", "нями", "нях"))
        if word and not vague and not self._is_vague(i):
            scale = self.word(i + 1, "scale")
            if scale:
                return self.make(i, i + 1, word.value * scale.value, scale=float(scale.value), words=True)
            return self.make(i, i, word.value, words=True, bare_scale=not self.form(i).startswith("пол"))
        piece = self.pieces[i]
        if piece.kind == "word" and "-" in piece.form and (between := self._hyphened(i)):
            return between
        return self._half(i) if piece.kind == "word" and piece.form.startswith("пол") and len(piece.form) > 6 else None

    def _hyphened(self, i: int) -> Number | None:
        """«шесть-семь», «пятнадцать-двадцать тысяч»."""
        sides = []
        for half in self.pieces[i].form.split("-"):
            word = next((w for w in self.table.get(half, ()) if w.cls in _CASED), None)
            if word is None:
                return None
            sides.append(word.value)
        if len(sides) != 2 or sides[0] >= sides[1]:
            return None
        scale = self.word(i + 1, "scale", "round")
        factor, last = (scale.value, i + 1) if scale else (Decimal(1), i)
        return self.make(i, last, sides[0] * factor, value_max=float(sides[1] * factor), words=True,
                         scale=float(factor))

    def _half(self, i: int) -> Number | None:
        """«полкилометра», «полтонны»: half of the unit that follows in the same word."""
        rest = self.pieces[i].form[3:].lstrip("-")
        if rest in _HALVED:
            return self.make(i, i, Decimal("0.5"), words=True, halved=rest)
        return None


_FEW = ("тысячи", "миллиона", "миллиарда", "сотни", "десятка")  # two to four of them
_ODD = ("лишним", "небольшим", "хвостиком")
_VAGUE = frozenset(("десятки", "десятков", "сотни", "сотен", "несколько", "много", "столько", "сколько"))
# between a unit and its number: «тонн на сорок», «лет через пять»
APPROXIMATELY = frozenset(("на", "до", "под", "в", "за", "по", "через"))
_OF_ONE = {
    "более", "больше", "менее", "меньше", "чем", "свыше", "сверх", "около", "порядка", "до", "от", "с", "из", "против",
    "выше", "ниже", "ни", "этой", "одной",
}  # words that govern the genitive of a single thousand or hundred
_SHARES = {"часть", "части", "частью", "доля", "доли", "долю", "долей", "частей"}
_HALVED = {"километра", "тонны", "гектара", "литра", "процента", "метра"}


def _may_stand_bare(form: str) -> bool:
    """A scale word alone counts only in the singular: «тысяча», «миллиард», not «тысячи», «млн»."""
    return form in (
        "тысяча", "тысячу", "тысячей", "тысячью", "тысяче", "тысячи",
        "миллион", "миллиона", "миллиону", "миллионом", "миллионе",
        "миллиард", "миллиарда", "миллиарду", "миллиардом", "миллиарде",
        "триллион", "триллиона", "триллионом",
    )  # fmt: skip


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.01"))


def _digits(form: str, scaled: bool) -> Decimal | None:
    """Value of digits with any separators; ``scaled``: a scale word follows, so «1,234» is a decimal."""
    form = re.sub(r"[\s\u00a0\u2009\u202f\u2007]", "", form)
    if form.count(",") > 1:
        form = form.replace(",", "")
    elif form.count(".") > 1:
        form = form.replace(".", "").replace(",", ".")
    elif not scaled and re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}|,000)", form):
        form = form.replace(".", "").replace(",", "")
    if len(form) > 15:
        return None
    return Decimal(form.replace(",", "."))


def _is_year(number: Number, pieces: Sequence[Piece]) -> bool:
    """«лот 3 – 2016 г.»: whether a number is one of four digits with the word for a year after it."""
    after = pieces[number.last + 1].form if number.last + 1 < len(pieces) else ""
    return 1900 <= number.value <= 2100 and after in ("г", "гг", "год", "года", "году")


def _join_ranges(numbers: list[Number], pieces: Sequence[Piece], text: str) -> list[Number]:
    """«7–8», «300 - 400 тысяч», «от 450 до 600 тысяч»: the first number takes the second as its bound."""
    joined: list[Number] = []
    i = 0
    while i < len(numbers):
        left = numbers[i]
        right = numbers[i + 1] if i + 1 < len(numbers) else None
        if right is not None and left.value_max is None and right.kind == "cardinal" and left.kind == "cardinal":
            between = [pieces[k].form for k in range(left.last + 1, right.first)]
            before = pieces[left.first - 1].form if left.first else ""
            dash = (len(between) == 1 and between[0] in _DASHES) or (not between and text[right.start] in _DASHES)
            dash = dash and not (left.value < 1000 and text[left.end] == " " and _is_year(right, pieces))
            span = between == ["до"] and before in ("от", "с", "со")
            if dash or span:
                low = left.value
                mantissa = right.value / right.scale
                near = left.value < mantissa or dash or (before != "от" and left.value < 30 * mantissa)
                shares = left.scale == 1 and right.scale > 1 and near
                low = low * right.scale if shares else low
                high = abs(right.value) if dash else right.value
                if span and before != "от":  # «с 4,6 до 6,6» is two levels
                    joined.append(replace(left, value=low, scale=right.scale if shares else left.scale))
                    i += 1
                    continue
                if low < high:
                    joined.append(replace(left, last=right.last, end=right.end, value=low, value_max=high,
                                          scale=right.scale, words=left.words or right.words))
                    i += 2
                    continue
        joined.append(left)
        i += 1
    return joined
