"""Time expressions of a sentence, resolved against the day the article was published.

What counts as an expression is in the tables ``periods`` and ``time_words``; here is what each means
as dates. Rules of resolution: the current year is the whole calendar year, «с начала года» runs to
the day of publication, «до» gives an end only, «с» a start only, «к» the span itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from pipeline.document import Sentence, Token
from pipeline.facts.cues import listed
from pipeline.facts.spans import MEANS, Context, slots
from pipeline.language.words import tense
from pipeline.lexicon import Lexicon

PeriodKind = Literal["at", "since", "until", "by", "base", "shift", "over", "nothing"]


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression: where it stands (characters of the text) and the days it names.

    ``kind`` says how it stands to a figure: ``at``, ``since``, ``until`` and ``by`` give its time;
    ``base`` is what it is compared with or a date of something else; ``shift`` («годом ранее») moves
    a time named before by a year or names it again; ``over`` («за год») takes the time named before;
    ``nothing`` names no days («ежегодно», «за три года»). Days are None where open or unknown.
    """

    start_char: int
    end_char: int
    start: date | None
    end: date | None
    text: str
    kind: PeriodKind = "at"
    means: str = ""


_EVEN = str.maketrans({"ё": "е", "\xa0": " ", "\u202f": " ", "\u2009": " ", "–": "-", "—": "-", "−": "-", "‑": "-",
                       "‒": "-"})
_EDGE = r"(?<![\w-])"  # where every pattern begins
_HINT = re.compile(
    r"год|месяц|квартал|полугод|сезон|утр[оа]м|ноч|сут|недел|сегодня|сейчас|ныне|нынч|вчера|завтра|врем|момент|дат"
    r"|т\. ?г|десят|столети|период|янв|фев|март|апр|ма[йяюе]|июн|июл|авг|сен|окт|ноя|дек|весн|лет|осен|зим|дн|мес"
    r"|кв\b|двадцать [вдпстшч]|девян|сорок|двухтыс|накануне|прошл|минувш|нынешн|следующ"
)
_DIGITS = re.compile(r"\d(?:\d{3}|-х|\.\d\d\.\d)")
_SINCE = re.compile(r"(?:^|[^\w])(?:с|со|начиная с)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|[^\w])(?:до|по)\s+$", re.IGNORECASE)
_ON = re.compile(r"(?:^|[^\w])на\s+$", re.IGNORECASE)
_BY = re.compile(r"(?:^|[^\w])к[о]?\s+$", re.IGNORECASE)
_BASE = re.compile(
    r"(?<!\w)(?:чем(?: (?:в|за|на|к|было|было в|по итогам))?|против|сравнению с|сравнении с|уровн\w+|показател\w+"
    r"|относительно|отношению к|отличие от|рекорда|от|периодом|итогами|больше|меньше|выше|ниже|дороже|дешевле"
    r"|(?:соответствующ|аналогичн|прежн)(?:его|ему|ого|ому) (?:период|квартал|месяц|полугоди)[ауюя]"
    r"|(?:к|больше|меньше|выше|ниже) (?:\w+ )?план[ау])"
    r"\s+(?:за\s+|в\s+|на\s+)?$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(r"\s+(?:выпуска|постройки|рождения|призыва|№)", re.IGNORECASE)
_OPENING = " –—-«"  # what may stand before the first word of a sentence
_SAID = 200  # characters before a sentence in which «год» was said, where the sentence leaves it out
# Meanings whose words tell a rate anywhere but at the head of a sentence.
_RATES = frozenset(("last_day", "over_week"))
# Meanings whose words are also names when written with a capital inside a sentence.
_NAMELIKE = frozenset(("month", "season", "months"))
# Meanings that name both ends themselves, so that «с» and «до» before them belong to them or to nothing.
_PAIRED = frozenset(("days_months", "years_between", "year_start", "today", "last_day", "years_ago", "year_ago"))
_KINDS: Mapping[str, PeriodKind] = {
    "year_earlier": "shift",
    "same_period": "shift",
    "same_time": "shift",
    "month_earlier": "shift",
    "over_year": "over",
    "over_week": "nothing",
    "nothing": "nothing",
}


def expressions(
    sentence: Sentence, text: str, published: date | None, lexicon: Lexicon | None = None
) -> list[Period]:
    """Every time expression of the sentence, in order, none overlapping another.

    ``text`` is the article's; without ``published`` relative expressions name no days.
    """
    lexicon = lexicon or shipped()
    # In lower case beforehand: where case is ignored, no pattern knows the letters it can begin with.
    even = text[sentence.start : sentence.end].replace("İ", "I").lower().translate(_EVEN)  # İ would become two letters
    if not (_HINT.search(even) or _DIGITS.search(even)):
        return []
    found = _matches(even, lexicon)
    periods: list[Period] = []
    done = 0
    for start, end, _, means, match in sorted(found, key=lambda item: item[:3]):
        if start < done:
            continue
        period = _period(means, match, even, sentence, text, published, lexicon)
        if period is not None:
            periods.append(period)
            done = -end
    return periods


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon as shipped, loaded once."""
    return Lexicon()


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The compiled table with its slots filled."""
    words = slots(lexicon)
    alternatives = {slot: "|".join(pattern for pattern, _ in pairs) for slot, pairs in words.items()}
    number = rf"\d{{1,2}}|{alternatives['count']}"
    digits = r"(?:19|20)\d\d"
    figures = {"year": digits, "monthnumber": "0?[1-9]|1[0-2]", "day": r"(?:0?[1-9]|[12]\d|3[01])", "number": number}
    of = (
        rf"(?:(?: |(?<=\.))(?:(?P<ofyear>{digits})(?:-?го)?(?: ?(?:года\b|год\b|г\b\.?))?"
        rf"|(?P<ofrelative>{alternatives['relative']})(?: года)?(?!\w)|(?P<ofthis>т\. ?г\.?)))?"
    )
    year_of = (
        rf"(?:(?P<ofyear>{digits})(?:-?го)?(?: ?(?:года\b|г\b\.?))|(?P<ofrelative>{alternatives['relative']}) года"
        r"|(?P<ofthis>т\. ?г\.?))"
    )

    def fill(slot: re.Match[str]) -> str:
        name = slot.group(1)
        kind = name.rstrip("2")
        plain = {"of": of, "yearof": year_of}
        if name in plain:
            return plain[name]
        inner = figures.get(kind) or alternatives[kind]
        return f"(?P<{name}>{inner})"

    compiled = []
    for row in lexicon["periods"]:
        body = re.sub(r"\{(\w+)\}", fill, row["pattern"].replace(" ?", r"\s?").replace(" ", r"\s+"))
        compiled.append((row["means"], re.compile(rf"{_EDGE}(?:{body})(?!\w)")))
    return tuple(compiled)


@lru_cache(maxsize=4)
def _any_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """All patterns as one, without their groups: it says where any of them begins."""
    bodies = [re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern.removeprefix(_EDGE)) for _, pattern in _patterns(lexicon)]
    return re.compile(rf"{_EDGE}(?:{'|'.join(bodies)})")


def _matches(even: str, lexicon: Lexicon) -> list[tuple[int, int, int, str, re.Match[str]]]:
    """What each pattern finds from left to right: start, -end, the pattern's place in the table, meaning, match."""
    found = []
    ends: dict[int, int] = {}
    place = _any_pattern(lexicon).search(even)
    while place:
        start = place.start()
        for order, (means, pattern) in enumerate(_patterns(lexicon)):
            match = pattern.match(even, start) if start >= ends.get(order, 0) else None
            if match:
                found.append((start, -match.end(), order, means, match))
                ends[order] = match.end()
        place = _any_pattern(lexicon).search(even, start + 1)
    return found


def _period(
    means: str,
    match: re.Match[str],
    even: str,
    sentence: Sentence,
    text: str,
    published: date | None,
    lexicon: Lexicon,
) -> Period | None:
    before = even[: match.start()]
    if match.start() == 0 and means == "day" and re.fullmatch(r"[\d.]+", match.group()):
        return None  # the date a line of a news list opens with
    if means in _RATES and before.strip(_OPENING):
        return None  # «проходят за сутки 190»
    if means == "year_again":
        opens = not before.strip(_OPENING).removesuffix("в") and not match.group().startswith("эт")
        said = before if not opens else text[max(0, sentence.start - _SAID) : sentence.start]
        if "год" not in said or not _ends_phrase(sentence, sentence.start + match.end()):
            return None  # «в этом доме», «в этом помогли»
    start_char, end_char = sentence.start + match.start(), sentence.start + match.end()
    if before.strip(_OPENING) and text[start_char].isupper() and means in _NAMELIKE:
        return None  # a name: «ТОО «Шымкент Май»
    kind: PeriodKind = "at"
    if _BASE.search(before) or _BASE_AFTER.match(even[match.end() :]):
        kind = "base"
    elif means not in _PAIRED and _SINCE.search(before):
        kind = "since"
    elif means not in _PAIRED and _UNTIL.search(before):
        kind = "until"
    elif _BY.search(before):
        kind = "base" if means == "same_period" else "by"
    groups = {name: value for name, value in match.groupdict().items() if value}
    groups["word"] = match.group()
    tense_near = _tense(sentence, start_char, end_char)
    context = Context(published, tense_near, kind == "until", bool(_ON.search(before)), lexicon)
    span = MEANS[means](groups, context)
    if span is None:
        return None
    start, end = span
    if means in _KINDS and kind != "base":
        kind = _KINDS[means]
    if kind == "since" and means != "year_start":
        end = published if means == "month" and context.tense == "Past" else None
    if kind == "until":
        start = None
    compared = means != "year_end" and not (means == "day" and match.start() < 4)
    gone = published and (published if means.startswith("relative_") else date(published.year, 1, 1))
    if kind == "by" and compared and gone and end and end < gone:
        kind = "base"  # «к III кварталу прошлого года», «к прошлому месяцу» is what a growth is measured from
    return Period(start_char, end_char, start, end, text[start_char:end_char], kind, means)


def _ends_phrase(sentence: Sentence, char: int) -> bool:
    """Does a predicate, a figure or a mark follow at once, so that the words before are a phrase of their own?"""
    after = next((t for t in sentence.tokens if t.start >= char), None)
    return after is None or bool(tense_of(after)) or after.pos in ("NUM", "PUNCT") or not after.text[0].isalpha()


def _tense(sentence: Sentence, start: int, end: int) -> str:
    """Tense of the verb nearest to the expression; a verb of intention counts as future."""
    verbs = [t for t in sentence.tokens if (t.end <= start or t.start >= end) and tense_of(t)]
    if not verbs:
        return ""
    borders = [t.start for t in sentence.tokens if t.text in ",;:"]

    def distance(token: Token) -> tuple[int, int, int]:
        low, high = sorted((token.start, start))
        return sum(low < border < high for border in borders), _distance(token, start), token.start

    nearest = min(verbs, key=distance)
    return tense_of(nearest).replace("Pres", "")


def tense_of(token: Token) -> str:
    """Past, Pres or Fut of a predicate, empty for other words; a verb of intention counts as future."""
    will = token.lemma == "быть" and token.text.lower().startswith("буд")
    if will or token.lemma in listed(shipped(), "intention"):
        return "Fut"
    if token.feat("VerbForm") == "Fin" or token.feat("Variant") == "Short":
        return tense(token)
    return ""


def _distance(token: Token, char: int) -> int:
    return token.start - char if token.start >= char else char - token.end
