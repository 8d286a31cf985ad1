"""What each kind of time expression means in days.

Every function takes the words its pattern of the table ``periods`` matched, by slot, and the context,
and gives the first and the last day: None where open or unknown, None for both ends' pair where the
match was false.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.lexicon import Lexicon

_TERM = 6  # months ahead that something is sold or set for: «на август продано 120 путёвок»
_NEW_YEAR = (1, 10)  # month and day
Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What resolution may need beside the words: the day of publication, whether the clause is about the future."""

    published: date | None
    tense: str  # of the verb nearest to the expression: Past, Fut, or empty where neither is clear
    until: bool
    on: bool  # «на» before it: what it names may be a term
    lexicon: Lexicon

    def worth(self, slot: str, word: str) -> str:
        """The value of a word in a slot, the word itself if the table has none."""
        pairs = slots(self.lexicon)[slot]
        return next((value for pattern, value in pairs if re.fullmatch(pattern, word, re.IGNORECASE)), word)


Resolve = Callable[[Mapping[str, str], Context], Span | None]


@lru_cache(maxsize=4)
def slots(lexicon: Lexicon) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Pattern and value of every time word, by slot."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon["time_words"]:
        found.setdefault(row["slot"], []).append((row["pattern"], row["value"]))
    return found


def _months(first: date, count: int) -> Span:
    last = first.year * 12 + first.month - 1 + count - 1
    return first, date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])


def _year(groups: Mapping[str, str], context: Context) -> int | None:
    """The year named, by digits or by its distance from the year of publication."""
    for name in ("year", "ofyear"):
        if name in groups:
            year = int(groups[name])
            return year if year > 99 else 2000 + year
    if "yearword" in groups:
        return int(context.worth("yearword", groups["yearword"]))
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


def _month_span(groups: Mapping[str, str], context: Context, first: int, count: int) -> Span:
    """``count`` months from month ``first`` of the year named, else of the nearest fitting year."""
    year, today = _year(groups, context), context.published
    if year is None:
        if _named(groups) or today is None:
            return None, None
        year = _nearest_year(today, first, count, context)
    elif "ofthis" in groups and today and today.month == 1 and first > 6 and context.tense == "Past":
        year -= 1  # «20 декабря т.г. запущен», written before the New Year
    return _months(date(year, first, 1), count)


def _nearest_year(today: date, first: int, count: int, context: Context) -> int:
    """The year of months named without one: the next for the future, the last for the past, else the nearest."""
    last = first + count - 1
    if context.tense == "Fut" or context.until:
        return today.year + (last < today.month)
    if context.tense == "Past":
        return today.year - (first > today.month + (_TERM if context.on else 0))
    if first > today.month + 6:
        return today.year - 1
    return today.year + (last < today.month - 6 and count == 1 and not context.tense)


def _month_of(groups: Mapping[str, str], context: Context, name: str = "month") -> int:
    return int(groups["monthnumber"]) if "monthnumber" in groups else int(context.worth("month", groups[name]))


def _on_month(groups: Mapping[str, str], context: Context) -> Span | None:
    start, end = _month_span(groups, context, _month_of(groups, context), 1)
    if start is None or end is None:
        return start, end
    part = context.worth("part", groups["part"]) if "part" in groups else ""
    if part == "end":
        return end, end
    if part == "middle":
        return start.replace(day=15), start.replace(day=15)
    if context.until:
        return start, start if part == "start" else start - timedelta(days=1)
    if part == "start":
        return start, start.replace(day=10)
    return start, end


def _ends(groups: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The words of either end of a range, where the first has a year of its own: «с мая 2015 по август 2016 года»."""
    own = {"year", "relative"} & set(groups)
    if not own:
        return groups, groups
    return {k: v for k, v in groups.items() if k[:2] != "of"}, {k: v for k, v in groups.items() if k not in own}


def _on_months(groups: Mapping[str, str], context: Context) -> Span | None:
    first, last = _month_of(groups, context), _month_of(groups, context, "month2")
    from_, to = _ends(groups)
    if from_ is not to:
        return _month_span(from_, context, first, 1)[0], _month_span(to, context, last, 1)[1]
    return _month_span(groups, context, first, (last - first) % 12 + 1)


def _on_day(groups: Mapping[str, str], context: Context) -> Span | None:
    start, _ = _month_span(groups, context, _month_of(groups, context), 1)
    if start is None:
        return None, None
    try:
        day = start.replace(day=int(groups.get("day", "1")))
        last = start.replace(day=int(groups["day2"])) if "day2" in groups else day
        return (day, last) if day <= last else None
    except ValueError:  # «31 июня»
        return None


def _on_days_numeric(groups: Mapping[str, str], context: Context) -> Span | None:
    """From one date in digits to another, the year of the first maybe left out."""
    last = {"day": groups["day2"], "monthnumber": groups["monthnumber2"], "year": groups["year2"]}
    from_, to = _on_day({**last, **{k: v for k, v in groups.items() if k in last}}, context), _on_day(last, context)
    return (from_[0], to[1]) if from_ and to else None


def _on_ten_days(groups: Mapping[str, str], context: Context) -> Span | None:
    """A third of a month: «вторая декада мая»."""
    start, end = _month_span(groups, context, _month_of(groups, context), 1)
    third = int(context.worth("ordinal", groups["ordinal"]))
    if start is None or end is None or third > 3:
        return None, None
    return start.replace(day=third * 10 - 9), end if third == 3 else start.replace(day=third * 10)


def _on_days_months(groups: Mapping[str, str], context: Context) -> Span | None:
    from_, to = _ends(groups)
    first = _on_day({k: v for k, v in from_.items() if k != "day2"}, context)
    last = _on_day({**to, "day": groups["day2"], "month": groups["month2"]}, context)
    return (first[0], last[1]) if first and last else None


def _on_first(months: int) -> Resolve:
    """So many first months or quarters of a year, by the months in one."""

    def resolve(groups: Mapping[str, str], context: Context) -> Span | None:
        count = int(context.worth("count", groups["number"])) * months
        if not 1 <= count <= 12 or not ("led" in groups or _named(groups)):
            return None
        start, end = _month_span(groups, context, 1, count)
        future = context.tense == "Fut"
        if start and end and not _named(groups) and context.published and end > context.published and not future:
            start, end = _months(date(start.year - 1, 1, 1), count)
        return start, end

    return resolve


def _on_part_of_year(months: int) -> Resolve:
    def resolve(groups: Mapping[str, str], context: Context) -> Span | None:
        first = int(context.worth("ordinal", groups["ordinal"]))
        last = int(context.worth("ordinal", groups.get("ordinal2", groups["ordinal"])))
        if last * months > 12 or first > last:
            return None
        return _month_span(groups, context, (first - 1) * months + 1, (last - first + 1) * months)

    return resolve


def _on_first_half(groups: Mapping[str, str], context: Context) -> Span | None:
    """«За полгода», said in the months after a half-year: that half."""
    today = context.published
    return _months(date(today.year, 1, 1), 6) if today and 6 < today.month < 10 else (None, None)


def _on_year_middle(groups: Mapping[str, str], context: Context) -> Span | None:
    year = _year(groups, context)
    return (date(year, 6, 30), date(year, 6, 30)) if year else (None, None)


def _on_year_start(groups: Mapping[str, str], context: Context) -> Span | None:
    year = _year(groups, context) if _named(groups) else context.published.year if context.published else None
    if year is None:
        return None, None
    today = context.published
    if today and today.year == year and (today.month, today.day) <= _NEW_YEAR and not {"year", "ofyear"} & set(groups):
        year -= 1  # in the first days of January the year spoken of is the one just over
    return date(year, 1, 1), today if today and today.year == year else date(year, 12, 31)


def _on_year_begin(groups: Mapping[str, str], context: Context) -> Span | None:
    year = _year(groups, context) if _named(groups) else context.published.year if context.published else None
    return _whole(year)[0], _whole(year)[0]


def _on_year_end(groups: Mapping[str, str], context: Context) -> Span | None:
    return _whole(_year(groups, context) if _named(groups) else context.published.year if context.published else None)


def _on_years(groups: Mapping[str, str], context: Context) -> Span | None:
    first, last = int(groups["year"]), int(groups["year2"] if "year2" in groups else groups["y2"])
    last = last if last > 99 else first // 100 * 100 + last
    return _whole(first, last) if first <= last else None


def _on_relative_years(groups: Mapping[str, str], context: Context) -> Span | None:
    if context.published is None:
        return None, None
    away = sorted(int(context.worth("relative", groups[name])) for name in ("relative", "relative2"))
    return _whole(context.published.year + away[0], context.published.year + away[1])


def _running(near: int, start: int, groups: Mapping[str, str], today: date, context: Context) -> int:
    """The year in which a season of two years begins: from month ``near`` on the one of ``start`` is spoken of."""
    first = today.year - (today.month < near)
    away = int(context.worth("relative", groups["relative"])) if "relative" in groups else 0
    return first + away - (away == 1 and near <= today.month < start)  # «к следующему» said in summer


def _on_school_year(groups: Mapping[str, str], context: Context) -> Span | None:
    if "year" in groups:
        first = int(groups["year"])
    elif context.published is None:
        return None, None
    elif "new" in groups:
        first = context.published.year
    else:
        first = _running(8, 9, groups, context.published, context)
    if context.worth("part", groups.get("part", "")) == "start":
        first += not {"relative", "new"} & set(groups)  # the start still to come
        return date(first, 9, 1), date(first, 9, 1)
    return date(first, 9, 1), date(first + 1, 5, 31)


def _on_heating(groups: Mapping[str, str], context: Context) -> Span | None:
    if "year" in groups:
        first = int(groups["year"])
    elif context.published is None:
        return None, None
    else:
        first = _running(7, 10, groups, context.published, context)
    return date(first, 10, 1), date(first + 1, 4, 30)


def _before(span: Span) -> Span:
    return None, span[0] - timedelta(days=1) if span[0] else None


def _on_season(groups: Mapping[str, str], context: Context) -> Span | None:
    word = groups["word"]
    known = slots(context.lexicon)["season"]
    first = next((int(v) for p, v in known if re.search(rf"(?:^|\s)(?:{p})(?:\s|$)", word)), 0)
    if not first:
        return None  # misspelt: an ending that this season does not have
    today = context.published
    if "year" in groups or "yearword" in groups:
        year = _year(groups, context) or 0
        named = _months(date(year - (first == 12 and "y2" not in groups), first, 1), 3)
        return _before(named) if word.startswith("до ") else named
    if today is None:
        return None, None
    current = today.year - (first == 12 and today.month < 12)
    if "relative" in groups:
        distance = int(context.worth("relative", groups["relative"]))
        if first == 12 and distance < 0 and 2 < today.month < 12:
            distance += 1  # after February the last winter is the one just gone
        return _months(date(current + distance, first, 1), 3)
    span = _months(date(current, first, 1), 3)
    if word.startswith(("к ", "на ", "до ")):
        ahead = _months(date(current + (span[1] is not None and span[1] < today), first, 1), 3)
        return _before(ahead) if word.startswith("до ") else ahead
    if context.tense == "Fut" and span[1] and span[1] < today:
        return _months(date(current + 1, first, 1), 3)
    if context.tense != "Fut" and span[0] and span[0] > today:
        return _months(date(current - 1, first, 1), 3)
    return span


def _on_years_ago(groups: Mapping[str, str], context: Context) -> Span | None:
    if "number" not in groups and not groups["word"].startswith("год"):
        return None, None
    count = int(context.worth("count", groups.get("number", "1")))
    return _whole(context.published.year - count if context.published else None)


def _on_decade(groups: Mapping[str, str], context: Context) -> Span | None:
    first = int(context.worth("decade", groups["decade"]))
    part = context.worth("part", groups["part"]) if "part" in groups else ""
    offset, last = {"start": (0, 3), "middle": (4, 6), "end": (7, 9)}.get(part, (0, 9))
    return _whole(first + offset, first + last)


def _on_day_from_now(days: int) -> Resolve:
    def resolve(groups: Mapping[str, str], context: Context) -> Span | None:
        day = context.published + timedelta(days=days) if context.published else None
        return day, day

    return resolve


def _on_last_days(groups: Mapping[str, str], context: Context) -> Span | None:
    today, count = context.published, int(context.worth("count", groups["number"]))
    return (today - timedelta(days=count - 1), today) if today else (None, None)


def _on_relative_week(groups: Mapping[str, str], context: Context) -> Span | None:
    if context.published is None:
        return None, None
    monday = context.published - timedelta(days=context.published.weekday())
    monday += timedelta(weeks=int(context.worth("relative", groups["relative"])) if "relative" in groups else 0)
    return monday, monday + timedelta(days=6)


def _on_relative_months(count: int) -> Resolve:
    """A month, quarter or half-year, of so many months, by its distance from the one of publication."""

    def resolve(groups: Mapping[str, str], context: Context) -> Span | None:
        if context.published is None:
            return None, None
        away = int(context.worth("relative", groups["relative"])) if "relative" in groups else 0
        month = (context.published.year * 12 + context.published.month - 1) // count * count + away * count
        return _months(date(month // 12, month % 12 + 1, 1), count)

    return resolve


def _on_relative_season(groups: Mapping[str, str], context: Context) -> Span | None:
    """A working season («в нынешнем сезоне») is named by its year; one gone by may span two."""
    now = context.worth("relative", groups["relative"]) == "0"
    return _whole(context.published.year) if context.published and now else (None, None)


def _on_nothing(groups: Mapping[str, str], context: Context) -> Span | None:
    return None, None


def _on_year(groups: Mapping[str, str], context: Context) -> Span | None:
    return _whole(_year(groups, context))


def _on_year_results(groups: Mapping[str, str], context: Context) -> Span | None:
    """«По итогам года»: of the one just over, in December and of what is still to come the present one."""
    if context.published is None:
        return None, None
    return _whole(context.published.year - (context.published.month < 12 and context.tense != "Fut"))


def _on_this_year(groups: Mapping[str, str], context: Context) -> Span | None:
    return _whole(context.published.year if context.published else None)


def _on_next_year(groups: Mapping[str, str], context: Context) -> Span | None:
    """«С нового года»: January of the year to come, or the one that has just begun; «до» it ends the present one."""
    if context.published is None:
        return None, None
    if context.until:
        return _whole(context.published.year)
    return _whole(context.published.year + (context.published.month > 2))


def _on_year_to_date(groups: Mapping[str, str], context: Context) -> Span | None:
    return _on_year_start(groups, context) if _named(groups) else (None, None)


def _to_date(whole: Resolve) -> Resolve:
    """«С начала» something: from its first day to the day of publication, open where it is still to come."""

    def resolve(groups: Mapping[str, str], context: Context) -> Span | None:
        start = (whole(groups, context) or (None, None))[0]
        return start, context.published if start and context.published and start <= context.published else None

    return resolve


MEANS: Mapping[str, Resolve] = {
    "day": _on_day,
    "first_day": _on_day,
    "days": _on_day,
    "days_numeric": _on_days_numeric,
    "days_months": _on_days_months,
    "ten_days": _on_ten_days,
    "month": _on_month,
    "months": _on_months,
    "relative_month": _on_relative_months(1),
    "quarter": _on_part_of_year(3),
    "relative_quarter": _on_relative_months(3),
    "half": _on_part_of_year(6),
    "relative_half": _on_relative_months(6),
    "first_half": _on_first_half,
    "year_middle": _on_year_middle,
    "first_months": _on_first(1),
    "first_quarters": _on_first(3),
    "month_start": _to_date(_on_month),
    "relative_month_start": _to_date(_on_relative_months(1)),
    "relative_quarter_start": _to_date(_on_relative_months(3)),
    "week_start": _to_date(_on_relative_week),
    "season_start": _to_date(_on_season),
    "school_year_start": _to_date(_on_school_year),
    "heating_start": _to_date(_on_heating),
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
    "year_again": _on_year,
    "year_results": _on_year_results,
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
    "year_ago": _on_years_ago,
    "year_earlier": _on_nothing,
    "month_earlier": _on_nothing,
    "same_period": _on_nothing,
    "same_time": _on_nothing,
    "over_year": _on_nothing,
    "over_week": _on_nothing,
    "nothing": _on_nothing,
}
