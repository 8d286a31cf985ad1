"""Moments: days of a month and hours of a day in digits or words, which count nothing."""

from __future__ import annotations

import re
from typing import Sequence

from pipeline.facts.numbers import Number
from pipeline.facts.pieces import Piece

_TIME = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
_HOURS = re.compile(rf"{_TIME}(?:\s?[-–—]\s?{_TIME})")  # «10.00–13.00»
_DATED = ("на", "с", "к", "до", "по", "от")
_HOUR = re.compile(_TIME)
_FULL_HOUR = re.compile(r"(?:[01]?\d|2[0-4])\.[03]0")
_DAY_OF_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")  # «на 15.09 убрано»


def named(text: str, pieces: Sequence[Piece], number: Number, alone: bool, opens: tuple[str, ...]) -> str:
    """``date`` or ``time`` where a number without a unit names a day or an hour, else empty.

    ``alone``: whether no noun stands with it; ``opens``: beginnings of verbs before opening hours.
    """
    before = pieces[number.first - 1].form if number.first else ""
    after = pieces[number.last + 1].form if number.last + 1 < len(pieces) else ""
    if before in _DATED and after != "до" and _DAY_OF_MONTH.fullmatch(text, number.start, number.end):
        return "date"
    if _is_short_of_hour(pieces, number) or alone and _is_opening(pieces, number, opens):
        return "time"
    return "time" if _is_time(text, number, before) else ""


def _is_time(text: str, number: Number, before: str) -> bool:
    """«в 10.45 концерт», «на 18.00 эвакуированы», «10.00–13.00»: hours and minutes."""
    alone = before == "в" and _HOUR.fullmatch(text, number.start, number.end)
    full = before in _DATED and _FULL_HOUR.fullmatch(text, number.start, number.end)
    return bool(alone or full or _HOURS.fullmatch(text, number.start, number.end))


def _is_short_of_hour(pieces: Sequence[Piece], number: Number) -> bool:
    """«без десяти восемь», «без четверти три»: the minutes or the hour."""
    forms = [piece.form for piece in pieces[max(0, number.first - 2) : number.first]]
    minutes = forms[-1:] == ["без"] and (number.kind == "fraction" or number.value in (5, 10, 20, 25))
    return number.words and number.value <= 25 and (minutes or forms[:1] == ["без"] and len(forms) == 2)


def _is_opening(pieces: Sequence[Piece], number: Number, opens: tuple[str, ...]) -> bool:
    """«Магазин работает с 9 до 21»."""
    forms = [piece.form for piece in pieces]
    opened = next((k for k in (number.first - 1, number.first - 3) if k > 0 and forms[k] == "с"), 0)
    hours = forms[opened + 1 : opened + 4 : 2]
    if not opened or forms[opened + 2 : opened + 3] != ["до"] or not all(form.isdecimal() for form in hours):
        return False
    is_open = forms[opened - 1].startswith(opens)
    return is_open and len(hours) == 2 and int(hours[0]) < int(hours[1]) <= 24
