"""Quantities and facts as short strings, so that a test is a pair: sentence and figures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document, Fact, Quantity

_SIGN = {"eq": "", "range": "", "approx": "~", "ge": ">=", "le": "<="}


def number(value: float) -> str:
    """A number without needless digits: ``84``, ``1.5``."""
    return f"{value:.15g}" if abs(value) < 1e15 else str(int(value))


def told(found: Sequence[Quantity] | Sequence[Fact]) -> str:
    """Figures in the order of the text: ``"84/89 unit, >=500000 KZT, 5..7 t"``."""
    return ", ".join(_told(figure) for figure in found)


def _told(figure: Quantity | Fact) -> str:
    bound = "" if figure.value_max is None else f"..{number(figure.value_max)}"
    whole = "" if figure.total is None else f"/{number(figure.total)}"
    return f"{_SIGN[figure.comparator]}{number(figure.value)}{bound}{whole} {figure.unit}"


def subjects(document: Document) -> str:
    """What is counted, figure by figure: ``"14 школа, 3 клуб"``."""
    return ", ".join(f"{number(fact.value)} {fact.subject}" for fact in document.facts)
