"""Confidence: how probable it is that a whole row is right, calibrated on annotated articles.

The product of what the models hold of their choices is put through a step table of observed rates
(pool-adjacent-violators, Ayer et al. 1955), made by benchmarks/train_statements.py out of fold.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Mapping, Sequence

from pipeline.document import Quantity
from pipeline.facts.model import Choice

# What each source of the region and each doubt about the unit leaves of the product.
_REGION = {"sentence": 0.97, "context": 0.9, "article": 0.9, "": 0.8}
_UNIT_TAKEN = 0.85


def raw(choices: Mapping[str, Choice], quantity: Quantity, region_source: str) -> float:
    """The uncalibrated product of probabilities, 0 to 1."""
    product = choices["measure"].probability * choices["action"].probability * choices["status"].probability
    product *= _REGION.get(region_source, 0.8)
    return product * (_UNIT_TAKEN if any(rule.startswith("unit:") for rule in quantity.rules) else 1.0)


def of(
    choices: Mapping[str, Choice], quantity: Quantity, region_source: str, steps: Sequence[tuple[float, float]]
) -> float:
    """Confidence of a row, two decimals; ``steps``: (lower bound of the product, observed rate)."""
    place = bisect_right([bound for bound, _ in steps], raw(choices, quantity, region_source)) - 1
    return round(steps[max(0, place)][1], 2)
