"""Duplicates: reprints are found, reports that only share their frame are not."""

from __future__ import annotations

import random

import pytest

from pipeline.corpus.duplicates import DIGITS, PERMUTATIONS, SAME, Cluster, signature

WORDS = (
    "область район село школа больница дорога мост завод цех ферма аким министр депутат житель врач учитель строит"
    " открыл выделил сообщил отметил получил ввёл новый большой сельский местный государственный годовой быстро"
).split()


def text(seed: int, length: int = 200) -> list[str]:
    """Words in a random order."""
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(length)]


def alike(left: str, right: str) -> bool:
    one, other = signature(left), signature(right)
    if len(one) != len(other) or len(one) < DIGITS * PERMUTATIONS:
        return one == other
    same = sum(one[i : i + DIGITS] == other[i : i + DIGITS] for i in range(0, len(one), DIGITS))
    return same >= SAME * PERMUTATIONS


BODY = text(1)
CASES = [
    ("the same", BODY, BODY, True),
    ("another headline", ["Заголовок", "один", *BODY], ["Совсем", "другая", "шапка", *BODY], True),
    ("a source line added", BODY, [*BODY, "Источник:", "пресс-служба", "акимата"], True),
    ("three words edited", BODY, [*BODY[:40], "x", *BODY[41:90], "y", *BODY[91:150], "z", *BODY[151:]], True),
    ("half rewritten", BODY, [*BODY[:100], *text(2, 100)], False),
    ("another article", BODY, text(3), False),
    ("short, the same", BODY[:8], BODY[:8], True),
    ("short, one word differs", BODY[:8], [*BODY[:7], "иначе"], False),
    ("a short one inside a long one", BODY[:8], BODY, False),
]


@pytest.mark.parametrize(("left", "right", "same"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_a_copy(left: list[str], right: list[str], same: bool) -> None:
    assert alike(" ".join(left), " ".join(right)) is same


def test_case_signs_and_the_date_head_do_not_matter() -> None:
    words = " ".join(BODY)
    assert signature(f" date 2024-01-01 {words}") == signature(words.upper().replace(" ", ", "))


def test_groups_do_not_depend_on_the_order_of_pairs() -> None:
    pairs = [(5, 2), (9, 7), (2, 8), (7, 8)]
    for order in (pairs, pairs[::-1]):
        cluster = Cluster()
        for one, other in order:
            cluster.join(one, other)
        assert cluster.groups() == [(number, 2) for number in (2, 5, 7, 8, 9)]
