"""Time expressions of a sentence, resolved against the day the article was published.

What counts as an expression is in the tables ``periods`` and ``time_words``; here is what each means
as dates. Rules of resolution: the current year is the whole calendar year, «с начала года» runs to
the day of publication, «до» gives an end only, «с» a start only, «к» the span itself.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from pipeline.document import Sentence, Token
from pipeline.lexicon import Lexicon

PeriodKind = Literal["at", "since", "until", "by", "base", "shift", "over", "nothing"]
Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression: where it stands (characters of the text) and the days it names.

    ``kind`` says how it stands to a figure: ``at``, ``since``, ``until`` and ``by`` give its time;
    ``base`` is what it is compared with or a date of something else; ``shift`` («годом ранее») moves
    a time named before by a year; ``over`` («за год») takes the time named before; ``nothing`` names
    no days («ежегодно», «за три года»). Days are None where open or unknown.
    """

    start_char: int
    end_char: int
    start: date | None
    end: date | None
    text: str
    kind: PeriodKind = "at"
    means: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    """What resolution may need beside the words: the day of publication, whether the clause is about the future."""

    published: date | None
    tense: str  # of the verb nearest to the expression: Past, Fut, or empty where neither is clear
    until: bool
    lexicon: Lexicon

    def worth(self, slot: str, word: str) -> str:
        """The value of a word in a slot, the word itself if the table has none."""
        pairs = _slots(self.lexicon)[slot]
        return next((value for pattern, value in pairs if re.fullmatch(pattern, word, re.IGNORECASE)), word)


_EVEN = str.maketrans({"ё": "е", "Ё": "Е", "\xa0": " ", "\u202f": " ", "\u2009": " ", "–": "-", "—": "-", "−": "-",
                       "‑": "-", "‒": "-"})
_HINT = re.compile(
    r"\d{4}|год|месяц|квартал|полугод|сезон|утр[оа]м|ноч|сут|недел|сегодня|сейчас|ныне|нынч|вчера|завтра|врем|момент|дат"
    r"|т\. ?г|десят|столети|период|\d-х|янв|фев|март|апр|ма[йяюе]|июн|июл|авг|сен|окт|ноя|дек|весн|лет|осен|зим|дн|мес|девян|сорок|двухтыс",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?:^|[^\w])(?:с|со|начиная с)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|[^\w])(?:до|по)\s+$", re.IGNORECASE)
_BY = re.compile(r"(?:^|[^\w])к[о]?\s+$", re.IGNORECASE)
_BASE = re.compile(
    r"(?:чем(?: (?:в|за|на|к|было|было в|по итогам))?|против|сравнению с|сравнении с|уровн\w+|показател\w+|относительно"
    r"|отношению к|отличие от|рекорда|от|периодом|итогами)\s+(?:за\s+|в\s+|на\s+)?$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(r"\s+(?:выпуска|постройки|рождения|призыва|№)", re.IGNORECASE)
_FUTURE_LEMMAS = {"планировать", "планироваться", "намерить", "намеренный", "должный", "обещать", "предстоять", "ожидаться",
                  "намечать", "намечаться", "хотеть", "собираться"}


def expressions(
    sentence: Sentence, text: str, published: date | None, lexicon: Lexicon | None = None
) -> list[Period]:
    """Every time expression of the sentence, in order, none overlapping another.

    ``text`` is the article's; without ``published`` relative expressions name no days.
    """
    lexicon = lexicon or _shipped()
    even = text[sentence.start : sentence.end].translate(_EVEN)
    if not _HINT.search(even):
        return []
    found = []
    for order, (means, pattern) in enumerate(_patterns(lexicon)):
        for match in pattern.finditer(even):
            found.append((match.start(), -match.end(), order, means, match))
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
def _shipped() -> Lexicon:
    return Lexicon()


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The compiled table with its slots filled."""
    words = _slots(lexicon)
    alternatives = {slot: "|".join(pattern for pattern, _ in pairs) for slot, pairs in words.items()}
    number = rf"\d{{1,2}}|{alternatives['count']}"
    digits = r"(?:19|20)\d\d"
    of = (
        rf"(?: (?:(?P<ofyear>{digits})(?:-?го)?(?: ?(?:года\b|год\b|г\b\.?))?"
        rf"|(?P<ofrelative>{alternatives['relative']})(?: года)?(?!\w)|(?P<ofthis>т\. ?г\.?)))?"
    )
    year_of = (
        rf"(?:(?P<ofyear>{digits})(?:-?го)?(?: ?(?:года\b|г\b\.?))|(?P<ofrelative>{alternatives['relative']}) года"
        r"|(?P<ofthis>т\. ?г\.?))"
    )

    def fill(slot: re.Match[str]) -> str:
        name = slot.group(1)
        kind = name.rstrip("2")
        plain = {"of": of, "yearof": year_of, "monthnumber": r"(?P<monthnumber>0?[1-9]|1[0-2])"}
        if name in plain:
            return plain[name]
        inner = {"year": digits, "day": r"(?:0?[1-9]|[12]\d|3[01])", "number": number}.get(kind) or alternatives[kind]
        return f"(?P<{name}>{inner})"

    compiled = []
    for row in lexicon["periods"]:
        body = re.sub(r"\{(\w+)\}", fill, row["pattern"].replace(" ?", r"\s?").replace(" ", r"\s+"))
        compiled.append((row["means"], re.compile(rf"(?<![\w-])(?:{body})(?!\w)", re.IGNORECASE)))
    return tuple(compiled)


@lru_cache(maxsize=4)
def _slots(lexicon: Lexicon) -> Mapping[str, Sequence[tuple[str, str]]]:
    slots: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon["time_words"]:
        slots.setdefault(row["slot"], []).append((row["pattern"], row["value"]))
    return slots


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
    if before.strip() and match.group()[0].isupper() and means in _NAMELIKE:
        return None  # a name: «ТОО «Шымкент Май»
    start_char, end_char = sentence.start + match.start(), sentence.start + match.end()
    kind: PeriodKind = "at"
    if _BASE.search(before) or _BASE_AFTER.match(even[match.end() :]):
        kind = "base"
    elif means not in _PAIRED and _SINCE.search(before):
        kind = "since"
    elif means not in _PAIRED and _UNTIL.search(before):
        kind = "until"
    elif _BY.search(before):
        kind = "by"
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    groups["word"] = match.group().lower()
    context = _Context(published, _tense(sentence, start_char, end_char), kind == "until", lexicon)
    span = _MEANS[means](groups, context)
    if span is None:
        return None
    start, end = span
    if means in _KINDS and kind != "base":
        kind = _KINDS[means]
    if kind == "since" and means != "year_start":
        end = None
    if kind == "until":
        start = None
    if kind == "by" and published and end and end < date(published.year, 1, 1):
        kind = "base"  # «к III кварталу прошлого года» is what a growth is measured from
    return Period(start_char, end_char, start, end, text[start_char:end_char], kind, means)


def _tense(sentence: Sentence, start: int, end: int) -> str:
    """Tense of the verb nearest to the expression; a verb of intention counts as future."""
    verbs = [t for t in sentence.tokens if (t.end <= start or t.start >= end) and tense_of(t)]
    if not verbs:
        return ""
    nearest = min(verbs, key=lambda token: (_distance(token, start), token.start))
    return tense_of(nearest).replace("Pres", "")


def tense_of(token: Token) -> str:
    """Past, Pres or Fut of a predicate, empty for other words; a verb of intention counts as future."""
    if token.lemma in _FUTURE_LEMMAS or (token.lemma == "быть" and token.text.lower().startswith("буд")):
        return "Fut"
    if token.feat("VerbForm") == "Fin" or token.feat("Variant") == "Short":
        return token.feat("Tense")
    return ""


def _distance(token: Token, char: int) -> int:
    return token.start - char if token.start >= char else char - token.end


# What each meaning is in days. Each takes the words matched and the context and gives a span, None for a false match.


def _months(first: date, count: int) -> Span:
    last = first.year * 12 + first.month - 1 + count - 1
    return first, date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])


def _year(groups: Mapping[str, str], context: _Context) -> int | None:
    """The year named, by digits or by its distance from the year of publication."""
    for name in ("year", "ofyear"):
        if name in groups:
            return int(groups[name])
    for name in ("relative", "ofrelative"):
        if name in groups:
            return context.published.year + int(context.worth("relative", groups[name])) if context.published else None
    if "ofthis" in groups and context.published:
        return context.published.year
    return None


def _named(groups: Mapping[str, str]) -> bool:
    return any(name in groups for name in ("year", "ofyear", "relative", "ofrelative", "ofthis"))


def _whole(year: int | None, last: int | None = None) -> Span:
    return (None, None) if year is None else (date(year, 1, 1), date(last or year, 12, 31))


def _month_span(groups: Mapping[str, str], context: _Context, first: int, count: int) -> Span:
    """``count`` months from month ``first`` of the year named, else of the nearest fitting year."""
    year = _year(groups, context)
    if year is None:
        if _named(groups) or context.published is None:
            return None, None
        year = _nearest_year(context.published, first, count, context)
    return _months(date(year, first, 1), count)


def _nearest_year(today: date, first: int, count: int, context: _Context) -> int:
    """The year of months named without one: the next for the future, the last for the past, else the nearest."""
    last = first + count - 1
    if context.tense == "Fut" or context.until:
        return today.year + (last < today.month)
    if context.tense == "Past":
        return today.year - (first > today.month)
    if first > today.month + 6:
        return today.year - 1
    return today.year + (last < today.month - 6 and count == 1 and not context.tense)


def _month_of(groups: Mapping[str, str], context: _Context, name: str = "month") -> int:
    return int(groups["monthnumber"]) if "monthnumber" in groups else int(context.worth("month", groups[name]))


def _on_month(groups: Mapping[str, str], context: _Context) -> Span | None:
    start, end = _month_span(groups, context, _month_of(groups, context), 1)
    if start is None or end is None:
        return start, end
    part = context.worth("part", groups["part"]) if "part" in groups else ""
    if part == "end":
        return end, end
    if part == "middle":
        return start.replace(day=15), start.replace(day=15)
    if part == "start" or context.until:
        return (start, start) if context.until else (start, start.replace(day=10))
    return start, end


def _on_months(groups: Mapping[str, str], context: _Context) -> Span | None:
    first, last = _month_of(groups, context), _month_of(groups, context, "month2")
    return _month_span(groups, context, first, (last - first) % 12 + 1)


def _on_day(groups: Mapping[str, str], context: _Context) -> Span | None:
    start, _ = _month_span(groups, context, _month_of(groups, context), 1)
    if start is None:
        return None, None
    try:
        day = start.replace(day=int(groups.get("day", "1")))
        return day, start.replace(day=int(groups["day2"])) if "day2" in groups else day
    except ValueError:  # «31 июня»
        return None


def _on_days_months(groups: Mapping[str, str], context: _Context) -> Span | None:
    first = _on_day({k: v for k, v in groups.items() if k != "day2"}, context)
    last = _on_day({**groups, "day": groups["day2"], "month": groups["month2"]}, context)
    return (first[0], last[1]) if first and last else None


def _on_first_months(groups: Mapping[str, str], context: _Context) -> Span | None:
    count = int(context.worth("count", groups["number"]))
    if not 1 <= count <= 12 or not ("led" in groups or _named(groups)):
        return None
    start, end = _month_span(groups, context, 1, count)
    if start and end and not _named(groups) and context.published and end > context.published and context.tense != "Fut":
        start, end = _months(date(start.year - 1, 1, 1), count)
    return start, end


def _on_part_of_year(months: int) -> Callable[[Mapping[str, str], _Context], Span | None]:
    def resolve(groups: Mapping[str, str], context: _Context) -> Span | None:
        ordinal = int(context.worth("ordinal", groups["ordinal"]))
        if ordinal * months > 12:
            return None
        return _month_span(groups, context, (ordinal - 1) * months + 1, months)

    return resolve


def _on_year_start(groups: Mapping[str, str], context: _Context) -> Span | None:
    year = _year(groups, context) if _named(groups) else context.published.year if context.published else None
    if year is None:
        return None, None
    today = context.published
    return date(year, 1, 1), today if today and today.year == year else date(year, 12, 31)


def _on_year_begin(groups: Mapping[str, str], context: _Context) -> Span | None:
    year = _year(groups, context) if _named(groups) else context.published.year if context.published else None
    return _whole(year)[0], _whole(year)[0]


def _on_year_end(groups: Mapping[str, str], context: _Context) -> Span | None:
    return _whole(_year(groups, context) if _named(groups) else context.published.year if context.published else None)


def _on_years(groups: Mapping[str, str], context: _Context) -> Span | None:
    first, last = int(groups["year"]), int(groups["year2"] if "year2" in groups else groups["y2"])
    last = last if last > 99 else first // 100 * 100 + last
    return _whole(first, last) if first <= last else None


def _on_relative_years(groups: Mapping[str, str], context: _Context) -> Span | None:
    if context.published is None:
        return None, None
    years = sorted(context.published.year + int(context.worth("relative", groups[name])) for name in ("relative", "relative2"))
    return _whole(years[0], years[1])


def _on_school_year(groups: Mapping[str, str], context: _Context) -> Span | None:
    if "year" in groups:
        first = int(groups["year"])
    elif context.published is None:
        return None, None
    else:
        first = context.published.year - (context.published.month < 8)
        first += int(context.worth("relative", groups["relative"])) if "relative" in groups else 0
    if context.worth("part", groups.get("part", "")) == "start":
        first += "relative" not in groups  # the start still to come
        return date(first, 9, 1), date(first, 9, 1)
    return date(first, 9, 1), date(first + 1, 5, 31)


def _on_heating(groups: Mapping[str, str], context: _Context) -> Span | None:
    if "year" in groups:
        first = int(groups["year"])
    elif context.published is None:
        return None, None
    else:
        first = context.published.year - (context.published.month < 7) + int(context.worth("relative", groups["relative"]))
    return date(first, 10, 1), date(first + 1, 4, 30)


def _on_season(groups: Mapping[str, str], context: _Context) -> Span | None:
    word = groups["word"]
    first = next(int(v) for p, v in _slots(context.lexicon)["season"] if re.search(rf"(?:^|\s)(?:{p})(?:\s|$)", word))
    today = context.published
    if "year" in groups:
        return _months(date(int(groups["year"]) - (first == 12), first, 1), 3)
    if "yw" in groups:
        ending = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят")
        unit = next(i for i, stem in enumerate(ending, 1) if groups["yw"].split()[-1].startswith(stem))
        return _months(date(2020 + unit - (first == 12), first, 1), 3)
    if today is None:
        return None, None
    current = today.year - (first == 12 and today.month < 12)
    if "relative" in groups:
        distance = int(context.worth("relative", groups["relative"]))
        if first == 12 and today.month < 12 and distance == -1 and today.month > 2:
            distance = 0  # after February the last winter is the one just gone
        return _months(date(current + distance, first, 1), 3)
    span = _months(date(current, first, 1), 3)
    if context.tense == "Fut" and span[1] and span[1] < today:
        return _months(date(current + 1, first, 1), 3)
    if context.tense != "Fut" and span[0] and span[0] > today:
        return _months(date(current - 1, first, 1), 3)
    return span


def _on_years_ago(groups: Mapping[str, str], context: _Context) -> Span | None:
    if "number" not in groups and not groups["word"].startswith("год"):
        return None, None
    count = int(context.worth("count", groups.get("number", "1")))
    return _whole(context.published.year - count if context.published else None)


def _on_decade(groups: Mapping[str, str], context: _Context) -> Span | None:
    first = int(context.worth("decade", groups["decade"]))
    part = context.worth("part", groups["part"]) if "part" in groups else ""
    offset, last = {"start": (0, 3), "middle": (4, 6), "end": (7, 9)}.get(part, (0, 9))
    return _whole(first + offset, first + last)


def _on_day_from_now(days: int) -> Callable[[Mapping[str, str], _Context], Span | None]:
    def resolve(groups: Mapping[str, str], context: _Context) -> Span | None:
        day = context.published + timedelta(days=days) if context.published else None
        return day, day

    return resolve


def _on_last_days(groups: Mapping[str, str], context: _Context) -> Span | None:
    today, count = context.published, int(context.worth("count", groups["number"]))
    return (today - timedelta(days=count - 1), today) if today else (None, None)


def _on_relative_week(groups: Mapping[str, str], context: _Context) -> Span | None:
    if context.published is None:
        return None, None
    monday = context.published - timedelta(days=context.published.weekday())
    monday += timedelta(weeks=int(context.worth("relative", groups["relative"])))
    return monday, monday + timedelta(days=6)


def _on_relative_month(groups: Mapping[str, str], context: _Context) -> Span | None:
    if context.published is None:
        return None, None
    month = context.published.year * 12 + context.published.month - 1 + int(context.worth("relative", groups["relative"]))
    return _months(date(month // 12, month % 12 + 1, 1), 1)


def _on_relative_season(groups: Mapping[str, str], context: _Context) -> Span | None:
    """A working season («в нынешнем сезоне») is named by its year; one gone by may span two."""
    now = context.worth("relative", groups["relative"]) == "0"
    return _whole(context.published.year) if context.published and now else (None, None)


def _on_nothing(groups: Mapping[str, str], context: _Context) -> Span | None:
    return None, None


def _on_year(groups: Mapping[str, str], context: _Context) -> Span | None:
    return _whole(_year(groups, context))


def _on_this_year(groups: Mapping[str, str], context: _Context) -> Span | None:
    return _whole(context.published.year if context.published else None)


def _on_next_year(groups: Mapping[str, str], context: _Context) -> Span | None:
    """«С нового года»: January of the year to come, or the one that has just begun."""
    if context.published is None:
        return None, None
    return _whole(context.published.year + (context.published.month > 2))


def _on_year_to_date(groups: Mapping[str, str], context: _Context) -> Span | None:
    return _on_year_start(groups, context) if _named(groups) else (None, None)


_MEANS: Mapping[str, Callable[[Mapping[str, str], _Context], Span | None]] = {
    "day": _on_day,
    "first_day": _on_day,
    "days": _on_day,
    "days_months": _on_days_months,
    "month": _on_month,
    "months": _on_months,
    "relative_month": _on_relative_month,
    "quarter": _on_part_of_year(3),
    "half": _on_part_of_year(6),
    "first_months": _on_first_months,
    "year_start": _on_year_start,
    "year_begin": _on_year_begin,
    "year_end": _on_year_end,
    "year_to_date": _on_year_to_date,
    "school_year": _on_school_year,
    "heating": _on_heating,
    "relative_season": _on_relative_season,
    "years": _on_years,
    "years_between": _on_years,
    "relative_years": _on_relative_years,
    "year": _on_year,
    "relative_year": _on_year,
    "this_year": _on_this_year,
    "next_year_start": _on_next_year,
    "decade": _on_decade,
    "today": _on_day_from_now(0),
    "yesterday": _on_day_from_now(-1),
    "tomorrow": _on_day_from_now(1),
    "last_day": _on_day_from_now(0),
    "last_days": _on_last_days,
    "relative_week": _on_relative_week,
    "season": _on_season,
    "years_ago": _on_years_ago,
    "year_earlier": _on_nothing,
    "same_period": _on_nothing,
    "over_year": _on_nothing,
    "nothing": _on_nothing,
}
# Meanings whose words are also names when written with a capital inside a sentence.
_NAMELIKE = frozenset(("month", "season", "months"))
# Meanings that name both ends themselves, so that «с» and «до» before them belong to them or to nothing.
_PAIRED = frozenset(("days_months", "years_between", "year_start", "today", "last_day", "years_ago"))
_KINDS: Mapping[str, PeriodKind] = {
    "year_earlier": "shift",
    "same_period": "shift",
    "over_year": "over",
    "nothing": "nothing",
}
