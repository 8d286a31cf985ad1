"""Refusals: numbers that are no facts - dates, ages, law numbers, labels, idioms, debris."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Sequence

from pipeline.document import Sentence, Token
from pipeline.facts import cues, moments
from pipeline.facts.dates import tense_of
from pipeline.facts.nouns import OF_THEM, are_people, is_modifier, may_belong
from pipeline.facts.numbers import Number
from pipeline.facts.ordinals import Ordinals
from pipeline.facts.phrases import PhraseTable
from pipeline.facts.pieces import Piece
from pipeline.facts.units import Measured
from pipeline.language.words import inflections, may_be_counted
from pipeline.lexicon import Lexicon

_MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
_CLOCK = {"утра", "вечера", "ночи", "дня", "часов", "минут"}
_YEAR = {"год", "года", "году", "годом", "годы", "годов", "годам", "годах", "годами", "г", "гг"}
_PER_SO_MANY = (1000, 10_000, 100_000, 1_000_000)
_PER_ONE = {"на", "за", "с", "со", "одному"}
_NUMBERISH = re.compile(r"\d")
_DASHES = "-–"
_DASHES_AROUND = ("-", "–", "—")
_MODEL = re.compile(r"[A-Z][A-Za-z]+")  # «Boeing 737», «рейс KC 925»
_ONE = ("один", "одна", "одно", "одного", "одной", "одному", "одну", "одним", "одном")
_CODES = ("usd", "eur", "rub", "cny", "gbp", "kgs", "uzs", "kzt")
_AT = {"в": ("и", "х"), "с": ("мя", "ью"), "к": ()}  # with other endings of a number word it is the hour
_DAY = re.compile(r"\d\s\w+\s$")
_SAID = re.compile(r"(?:.[»\"],|[,!?…][»\"])\s*[–—-]\s")  # from the last character of a quotation on
_ORDERED = re.compile(r"(?:1\d|[05-9])-х$")  # «20-х числах», «9-х классов»; «3-х» counts
_HIM = ("ему", "ей", "мне")
_ADULT = 14  # an age told without «лет» is that of no child
_CODE = re.compile(r"0\d")  # how a customs or form code begins: «04.01», «086/у»
_SHARE = re.compile(r" ?\([\d,.]+ ?%")  # what a count is followed by: «высшую категорию имеют 88 (24,9 %)»
_STRETCH = re.compile(r"\(\d+(?:[.,]\d+)?\s?[-–]\s?\d+(?:[.,]\d+)?\s?км\)")  # «(27-41 км)»: of a road
_QUARTERS = (1, 2, 3, 4)
_ORDINAL_HALF = {"первой", "второй", "первую", "вторую", "первая", "вторая"}


def may_hold_number(sentence: Sentence) -> bool:
    """Whether a sentence has a digit or a word that may be a number."""
    words = [token.text for token in sentence.tokens]
    if _NUMBERISH.search(" ".join(words)) or not _STEMS.isdisjoint([word[:4].lower() for word in words]):
        return True
    return any(token.pos == "NUM" or token.text[:1].isdigit() for token in sentence.tokens)


_STEMS = frozenset(
    "один одна одно одну одно одни двух двое две два двум трое тр три трех трем четы пять пяти пяте шест семь семе"
    " восе девя деся сто стам сорок соро двес трис двад трид пятн поло полт треть трет четв вдво втро кажд"
    " тыся милл мили милл трил сотн дюжи полм полс полк полл полп пол- сот ста полг удво утро упят удес"
    " двук полу сток семи пята пято пяту седь вось девя две- два- три- впол напо вчет впят вшес вдес".split()
)


def _is_heading(sentence: Sentence, last: str) -> bool:
    """«2. Общие положения 4.»: a verbless line that begins with what it names; the number is of the next item."""
    tokens = sentence.tokens
    listed = len(tokens) > 2 and tokens[0].text.isdigit() and tokens[1].text == "."
    tokens = tokens[2:] if listed else tokens
    named = next((token for token in tokens if not is_modifier(token)), None)
    if named is None or named.pos != "NOUN" or named.feat("Case") not in ("Nom", "Acc"):
        return False
    said = any(tense_of(t) or t.pos in ("AUX", "NUM") or t.text in (*_DASHES_AROUND, ":") for t in tokens[:-2])
    return not said and (listed or last.isalpha() and not may_be_counted(last))  # «ставка – 5 %, аванс 15.» says


def _is_no_kilovolt(text: str, sentence: Sentence, word: Piece, number: Number) -> bool:
    """Whether «кв» is a quarter or a word cut short, «в 1 кв. добыто», «2 кв. дома»: a sign of kilovolts has no dot."""
    if text[word.start : word.end] != "кв":
        return False
    return number.value in _QUARTERS or text.startswith(".", word.end) and word.end + 1 < sentence.end


def _is_cut_short(pieces: Sequence[Piece], number: Number) -> bool:
    """Whether the word after a number is an abbreviation amid the sentence: «ул. Абая, 175 тел./факс»."""
    return number.last + 3 < len(pieces) and pieces[number.last + 2].form in (".", ":", "/")


def _is_deed(token: Token) -> bool:
    """A verb, unless it tells an age."""
    return token.pos == "VERB" and not token.text.startswith("исполни")


def _has_parts(token: Token) -> bool:
    """Whether a noun after a fraction in figures is what it is taken of: «2/3 жителей», «1/3 часть»."""
    return token.feat("Case") == "Gen" or token.lemma in ("часть", "доля")


def _is_listed(pieces: Sequence[Piece], number: Number) -> bool:
    """Whether a number in brackets is of a list, after a colon or with others: «учитель (14), врач (6)»."""
    forms = [piece.form for piece in pieces]
    pairs = list(zip(forms, forms[1:]))
    return ":" in forms[: number.first] or forms.count("(") > 1 and (")", ",") in pairs


def _is_move(sentence: Sentence, number: Number) -> bool:
    """«на три позиции, до 7-го места»: how far up or down a list."""
    before = [token.text.lower() for token in sentence.tokens if token.end <= number.start]
    return before[-1:] == ["на"] and any(token.lemma == "место" for token in sentence.tokens)


class Refusals:
    """The lexicon's labels and idioms, ready to refuse."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._months = frozenset(form for month in _MONTHS for form in inflections(month))
        self._labels = {
            form: row["strength"]
            for row in lexicon["labels"]
            for form in (row["word"], *inflections(row["word"]))
            if row["strength"] == "strong" or form == row["word"] or not may_be_counted(form)  # «маршрутов – 147»
        }
        self._ordinals = Ordinals(lexicon, self._labels)
        words = (row["word"] for row in lexicon["numerals"] if row["class"] == "part")
        self._ordinal_forms = frozenset(form for word in words for form in inflections(word))
        self._prices = frozenset(
            form for row in lexicon["subjects"] if row["measure"] == "price" for form in inflections(row["phrase"])
        )
        self._idioms = PhraseTable(((row["phrase"], True) for row in lexicon["idioms"]), inflect=False)

    def _cues(self, kind: str) -> tuple[str, ...]:
        return cues.of_numbers(self._lexicon, kind)

    def reason(
        self,
        text: str,
        sentence: Sentence,
        pieces: Sequence[Piece],
        number: Number,
        measured: Measured | None,
        head: int | None,
    ) -> str:
        """Why a number is no fact, empty if it may be one."""
        before = pieces[number.first - 1].form if number.first else ""
        after = pieces[number.last + 1].form if number.last + 1 < len(pieces) else ""
        if measured is not None and measured.unit.cls == "time":
            return "time"
        if measured is not None and _is_no_kilovolt(text, sentence, pieces[measured.last], number):
            return "shortened word"
        if after in self._months or after in _CLOCK and number.value <= 24 and measured is None:
            return "date"
        year = self._is_year(number, after, before, measured, head, text)
        amount = _SHARE.match(text, number.end) or self._tells_amount(pieces, number)
        if year and not amount or self._glued_year(text, number):
            return "year"
        if self._day_of_range(pieces, number):
            return "date"
        if self._in_idiom(pieces, number):
            return "idiom"
        if self._is_title(sentence, pieces[number.last].start, after):
            return "title"
        if number.words and number.value >= 20 and number.value % 10 == 0 and after in self._ordinal_forms:
            return "ordinal"  # «сдадут не раньше двадцать восьмого»
        if number.value == 1 and before == "по" and head is None and measured is None:
            return "per one"  # «каждый час по одной»
        if number.kind == "collective" and before == "за" and head is None and measured is None:
            return "idiom"  # «работал за троих»
        if number.value == 1 and number.words and after == "из":
            return "one of"
        if before == "из" and number.first > 1 and pieces[number.first - 2].form in _ONE:
            if number.first < 3 or pieces[number.first - 3].form != "ни":
                return "one of"  # «один из 12 заводов»
        if before in _CODES and after in _CODES:
            return "ticker"  # «USD 415.20 RUB 5.10 EUR»
        if before in ("из", "среди") and number.first > 1 and pieces[number.first - 2].form in self._cues("ranked"):
            return "rank"  # «на 5 месте из 17», «в рейтинге из 17 регионов»
        if measured is not None and self._is_goal(pieces, measured):
            return "score"
        if measured is not None and pieces[measured.last].form == "километре":
            return "label"  # «на 120 километре трассы»
        if before == "(" and _STRETCH.match(text, number.start - 1):
            return "label"
        if _ORDERED.search(text[number.start : number.end]) or self._ordinals.is_rank(sentence.tokens, number):
            return "ordinal"
        if text.startswith(("-,", "- "), number.end) and number.words:
            return "compound"  # «одно-, двух- и трёхкратные»
        if before == "(" and after in self._cues("size") or not number.words and _CODE.match(text, number.start):
            return "label"
        if head is not None and sentence.tokens[head].lemma in self._cues("move") and _is_move(sentence, number):
            return "rank"
        if number.value == 50 and number.kind == "fraction" and (
            before in _ORDINAL_HALF or before.startswith(("1-", "2-")) or after in _YEAR | _CLOCK
            or after in self._ordinal_forms and after.endswith("го")  # «в половине восьмого»
        ):
            return "half of time"
        if number.kind == "fraction" and after in ("века", "часа", "года", "суток", "столетия"):
            return "half of time"
        named = before in self._labels or after == "-" or after in self._cues("cup")
        if number.kind == "fraction" and not number.words and (
            named or head is None or not _has_parts(sentence.tokens[head])
        ):
            return "label"  # «дом 1/2», «1/8 финала», «3/5-летней»
        if (
            not number.words
            and measured is None
            and self._is_list_number(text, sentence, pieces, number, before, after)
        ):
            return "list number"
        if before == "(" and after == ")" and number.words and pieces[max(0, number.first - 2)].kind == "number":
            return "repeated in words"  # «30 (тридцать) дней»
        if number.value == 1 and (before in _PER_ONE or measured is not None and before in self._prices):
            return "per one"
        if number.value == 1 and measured is not None and self._costs(pieces[measured.last + 1 : measured.last + 6]):
            return "per one"  # «один километр дороги стоит»
        noun = next((k for k, p in enumerate(pieces) if head is not None and p.start == sentence.tokens[head].start), 0)
        if number.value == 1 and number.words and noun > number.last and self._costs(pieces[noun + 1 : noun + 6]):
            return "per one"  # «подключение одного дома обходится»
        if number.value == 10 and number.words and head is not None and number.last == number.first and (
            pieces[number.first].form.startswith("десят") and self._costs(pieces[number.last + 1 : number.last + 6])
        ):
            return "per one"  # «десяток яиц стоит»
        if number.kind == "fraction" and number.last == number.first and before + after and self._is_ordinal_word(
            sentence, number
        ):
            return "ordinal"
        if before in "«\"“„" and after in "»\"”" and before and after:
            return "name"
        if measured is None and head is None and all(piece.kind != "word" for piece in pieces) and not number.words:
            answers = text[: sentence.start].rstrip().endswith("?") and pieces[0].form in _DASHES_AROUND
            return "" if answers else "alone in its line"  # «– Сколько вас? – 612.»
        per = (*_PER_SO_MANY, 100) if any(piece.form.startswith("приход") for piece in pieces) else _PER_SO_MANY
        if before == "на" and number.value in per and (
            (head is not None and are_people(sentence.tokens[head]))
            or (measured is None and number.first > 1 and pieces[number.first - 2].kind == "number")
        ):  # «11 случаев на 1000 человек», «10,2 на 1000 родившихся»
            return "per so many"  # … «на 100 жителей приходится 12 телефонов»
        if measured is None and head is None and number.scale == 1 and not number.words:
            if number.first and _MODEL.fullmatch(text[pieces[number.first - 1].start : pieces[number.first - 1].end]):
                return "model"
            if self._is_score(pieces, number):
                return "score"
        if measured is None and (moment := moments.named(text, pieces, number, head is None, self._cues("open"))):
            return moment
        if measured is None and head is None and self._is_age(sentence, pieces, number, before, after):
            return "age"
        labelled = not _SHARE.match(text, number.end) and self._is_label(text, pieces, number, before, measured, head)
        if labelled or after == "тел" and _is_cut_short(pieces, number):
            return "label"
        counted = head if measured is None and after not in _DASHES_AROUND else None  # «12-на контроле»
        if counted is not None and self._ordinals.is_ordinal(sentence, number, counted):
            return "ordinal"
        if self._in_name(text, sentence, number):
            return "name"
        return ""

    def may_stand_alone(self, text: str, sentence: Sentence, pieces: Sequence[Piece], number: Number) -> bool:
        """Whether a number without unit and noun may be a fact: something must say it counts."""
        if number.words and number.bare_scale is False and number.kind == "collective":
            return True
        if _SHARE.match(text, number.end):
            return True
        if 1900 <= number.value <= 2100 and number.scale == 1 and number.end - number.start == 4:
            return self._tells_amount(pieces, number)  # else a year; «1 900» is none
        before = pieces[number.first - 1].form if number.first else ""
        if number.words and before in _AT and number.value <= 24 and number.scale == 1:
            return pieces[number.last].form.endswith(_AT[before])  # «начинается в пять», but «в шести дети болели»
        follows = pieces[number.last + 1].form if number.last + 1 < len(pieces) else ""
        listed = before == "и" and (follows == "соответственно" or follows in _DASHES_AROUND)  # «12, 27 и 40 – сироты»
        return listed or before not in ("и", "»") or number.scale > 1

    def _is_year(
        self, number: Number, after: str, before: str, measured: Measured | None, head: int | None, text: str
    ) -> bool:
        life = before == "(" and (after == "," or number.value_max is not None)  # «(1889, Тараз)», «(1840–1912)»
        first = 1000 if life else 1900
        if number.scale != 1 or number.words or not first <= number.value <= 2100:
            return False
        if number.value_max is None and number.end - number.start != 4:
            return False
        if measured is None and number.value_max and number.value_max <= 2100:
            return True
        counted = head is not None or measured is not None
        if before in self._months and (not counted or _DAY.search(text, max(0, number.start - 15), number.start)):
            return True  # «12 мая 2017», «в июле 1950», but not «в июле 1950 человек»
        if after in _YEAR or (before == "(" and after in (",", ")", "-", "–")):
            return True
        return measured is None and (head is None or before in ("в", "к", "на", "с", "до", "за", "по", "от"))

    def _tells_amount(self, pieces: Sequence[Piece], number: Number) -> bool:
        """«составило 1929», «количество мест – 2079»: a count, though it looks like a year."""
        if number.last + 1 < len(pieces) and pieces[number.last + 1].form in (*_YEAR, *_DASHES_AROUND):
            return False
        said = list(takewhile(lambda piece: piece.kind == "word", reversed(pieces[: number.first])))
        if said:
            return said[0].form.startswith(self._cues("amounts"))
        if number.first == 0 or pieces[number.first - 1].form not in _DASHES_AROUND:
            return False
        clause = takewhile(lambda piece: piece.kind == "word", reversed(pieces[: number.first - 1]))
        return any(piece.form.startswith(self._cues("counter")) for piece in clause)

    def _in_idiom(self, pieces: Sequence[Piece], number: Number) -> bool:
        for first in range(max(0, number.first - 3), number.first + 1):
            found = self._idioms.longest(pieces, first)
            if found and found[0] >= number.last:
                return True
        return False

    def _glued_year(self, text: str, number: Number) -> bool:
        """«(1835г., а. Ямышево)», «18в.»: a letter glued to the number says year or century."""
        rest = text[number.end : number.end + 2].lower()
        return not number.words and rest[:1] in ("г", "в") and (len(rest) < 2 or not rest[1].isalpha())

    def _day_of_range(self, pieces: Sequence[Piece], number: Number) -> bool:
        """The first day of «с 15 по 20 апреля», «20 и 24 апреля»."""
        i = number.last + 1
        if number.words or number.value > 31 or i + 2 >= len(pieces):
            return False
        return pieces[i].form in ("по", "и", ",", "до") and pieces[i + 1].kind == "number" and (
            pieces[i + 2].form in self._months
        )

    def _is_list_number(
        self, text: str, sentence: Sentence, pieces: Sequence[Piece], number: Number, before: str, after: str
    ) -> bool:
        """«1) …», «2. Текст» at the start of a line or after a colon; «4 Выдача лицензии»."""
        if number.value > 200:
            return False
        earlier = [piece.form for piece in pieces[: number.first]]
        if after == ")" and earlier.count("(") <= earlier.count(")") and before not in _DASHES_AROUND:
            return True
        if after == "." and (number.first == 0 or before in (":", ".", ";")):
            return True
        if after == "." and number.last + 2 == len(pieces) and _is_heading(sentence, before):
            return text[number.end + 1 : number.end + 6].strip()[:1].isupper()
        if number.value != int(number.value):
            return False
        following = text[number.end : number.end + 2].lstrip()
        return number.first == 0 and following[:1].isupper()

    def _is_ordinal_word(self, sentence: Sentence, number: Number) -> bool:
        token = next((t for t in sentence.tokens if t.start == number.start), None)
        return token is not None and token.pos == "ADJ"

    def _is_age(
        self, sentence: Sentence, pieces: Sequence[Piece], number: Number, before: str, after: str
    ) -> bool:
        """«Юбиляру исполнилось 75», «жительница села, 34, обратилась», «мужчина (45) погиб»; «повар (3)» is a count."""
        if number.words or number.value > 110 or number.value != int(number.value):
            return False
        if before.startswith("исполни") or self._is_his(sentence, number, after):
            return True
        if (before, after) not in ((",", ","), ("(", ")")) or number.value < _ADULT or _is_listed(pieces, number):
            return False
        named = [token for token in sentence.tokens if token.end <= pieces[number.first - 1].start]
        while named and named[-1].feat("Animacy") != "Anim" and may_belong(named[-1]):
            named.pop()  # «жительница села Акжар»
        return bool(named) and named[-1].feat("Animacy") == "Anim" and named[-1].feat("Number") == "Sing"

    def _is_label(
        self,
        text: str,
        pieces: Sequence[Piece],
        number: Number,
        before: str,
        measured: Measured | None,
        head: int | None,
    ) -> bool:
        if number.words:
            return head is None and measured is None and self._labels.get(before) == "far"  # «номер пять»
        if number.scale != 1 or measured is not None:
            return False
        if before in _DASHES and number.first >= 3 and pieces[number.first - 2].kind == "number":
            before = pieces[number.first - 3].form  # «статья 44-2»
        if before == "." and number.first >= 2:
            before = pieces[number.first - 2].form
            if [piece.form for piece in pieces[max(0, number.first - 4) : number.first - 2]] == ["т", "."]:
                return False  # «в т.ч. 11», «и т.п. 5»
        if before == "линии" and number.first > 1 and pieces[number.first - 2].form == "на":
            return False  # «автобусов на линии 187»
        street = pieces[number.first - 2] if number.first > 1 else None
        if street and self._labels.get(street.form) == "street" and text[pieces[number.first - 1].start].isupper():
            return True  # «площадь Победы 17»
        clause = text[pieces[max(0, number.first - 5)].start : number.start].lower()
        if any(phrase in clause for phrase in OF_THEM):
            return False  # «из них высшей категории 64»
        strength = self._labels.get(before)
        if strength in ("strong", "far"):
            return True
        if head is None and (strength == "name" or strength == "weak" and number.value < 100):
            return True
        if head is not None:
            return False
        digits = number.end - number.start
        alike = digits > 4 and any(
            piece.kind == "number" and len(piece.form) == digits and following.kind == "symbol"
            for piece, following in zip(pieces[: number.first], pieces[1:])
        )  # «телефон линии 553830, для жителей всех сёл района – 653885»
        nearby = pieces[0 if alike else max(0, number.first - 6) : number.first]
        return any(self._labels.get(piece.form) == "far" for piece in nearby)

    @staticmethod
    def _is_title(sentence: Sentence, at: int, after: str) -> bool:
        """«двукратный чемпион», «однократные и двукратные визы»: how often a title was won, what sort a thing is."""
        tokens = [token for token in sentence.tokens if token.end > at]
        if not tokens or "кратн" not in tokens[0].text + after:
            return False
        named = next((token for token in tokens[:5] if token.pos == "NOUN"), None)
        return tokens[0].feat("Number") == "Plur" or named is not None and named.feat("Animacy") == "Anim"

    @staticmethod
    def _is_his(sentence: Sentence, number: Number, after: str) -> bool:
        """«Мальчику 7», «ей 45, мужу – 50»: whose age it is opens the clause; nothing is said of things or done."""
        said = [token for token in sentence.tokens if token.end <= number.start]
        if any(token.feat("Animacy") == "Inan" or _is_deed(token) for token in said):
            return False
        while said and said[-1].text in _DASHES_AROUND:
            said.pop()
        if after not in (",", ".", "") or not said or len(said) > 1 and said[-2].text not in (",", "а", "и"):
            return False
        who = said[-1]
        one = who.feat("Animacy") == "Anim" and who.feat("Number") == "Sing" and who.feat("Case") == "Dat"
        return one or who.text.lower() in _HIM

    def _costs(self, pieces: Sequence[Piece]) -> bool:
        """Whether a verb that tells a price stands among pieces, before any border."""
        words = takewhile(lambda piece: piece.kind == "word", pieces)
        return any(piece.form.startswith(self._cues("cost")) for piece in words)

    def _is_goal(self, pieces: Sequence[Piece], measured: Measured) -> bool:
        """«Забили 3 гола», «в матче забито 12 голов»: goals, no heads of cattle."""
        form = pieces[measured.last].form
        played = form == "голов" and any(piece.form.startswith(self._cues("played")) for piece in pieces)
        return form in self._cues("goal") or played

    def _is_score(self, pieces: Sequence[Piece], number: Number) -> bool:
        """«4-2», «21-19»: numbers on both sides of a dash without blanks that are no range."""
        low, high = max(0, number.first - 2), number.last + 3
        for left, dash, right in zip(pieces[low:high], pieces[low + 1 : high], pieces[low + 2 : high]):
            if left.kind == right.kind == "number" and dash.form in _DASHES and left.end == dash.start:
                if dash.end == right.start and left.form.isdecimal() and right.form.isdecimal():
                    return number.value_max is None
        return False

    @staticmethod
    def _is_speech(text: str, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a quotation is said: «У нас 30 домов», – сказал аким; он добавил: «Это 31 дом»."""
        lead = text[sentence.start : start].strip(" –—-")
        if lead.endswith(":"):
            return any(token.pos == "VERB" and token.start < start for token in sentence.tokens)
        return not lead and bool(_SAID.match(text, end - 1, sentence.end))

    def _in_name(self, text: str, sentence: Sentence, number: Number) -> bool:
        """Inside a short quotation without a verb: the name of a thing."""
        start = max(text.rfind("«", sentence.start, number.start), text.rfind('"', sentence.start, number.start))
        if start < 0 or "»" in text[start : number.start]:
            return False
        ends = [
            end
            for end in (text.find("»", number.end, sentence.end), text.find('"', number.end, sentence.end))
            if end >= 0
        ]
        if not ends or (text[start] == '"' and text.count('"', sentence.start, number.start) % 2 == 0):
            return False
        if self._is_speech(text, sentence, start, min(ends)):
            return False
        inside = [token for token in sentence.tokens if start < token.start < min(ends)]
        return len(inside) <= 7 and not any(token.pos == "VERB" for token in inside) and text[start + 1].isupper() | (
            text[start + 1].isdigit()
        )
