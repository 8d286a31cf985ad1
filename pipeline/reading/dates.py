"""Dates as dumps write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+([а-яё]{3,9})\.?,?\s+(\d{4})(?!\d)", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6})?Z?")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def parse(value: Any) -> date | None:
    """The day a field of a dump names; None if it names none.

    Reads dates and datetimes, ISO 8601, ``2020-02-14-20:55``, ``13:32 31.01.2022``,
    ``29 октября 2019, 14:17``, ``20200214``, RFC 822 and seconds or milliseconds since 1970 (UTC).
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    for read in (_iso, _words, _dotted, _compact, _rfc822, _epoch):
        try:
            found = read(text)
        except (ValueError, OverflowError, OSError):
            continue
        if found and 1900 <= found.year <= 2100:
            return found
    return None


def _iso(text: str) -> date | None:
    found = _ISO.search(text)
    return date(*map(int, found.groups())) if found else None


def _dotted(text: str) -> date | None:
    found = _DOTTED.search(text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    return date(year + 2000 if year < 100 else year, month, day)


def _words(text: str) -> date | None:
    found = _WORDS.search(text)
    if not found:
        return None
    word = found[2].lower()
    month = next((n for n, stem in enumerate(MONTHS, 1) if word.startswith(stem)), None)
    return date(int(found[3]), month, int(found[1])) if month else None


def _compact(text: str) -> date | None:
    found = _COMPACT.fullmatch(text)
    return date(*map(int, found.groups())) if found else None


def _rfc822(text: str) -> date | None:
    return parsedate_to_datetime(text).date() if re.search(r"[A-Za-z]{3}", text) else None


def _epoch(text: str) -> date | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, timezone.utc).date()
