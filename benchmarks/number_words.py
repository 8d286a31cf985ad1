"""Numbers in words and digits against the tests of two text normalizers.

    python benchmarks/number_words.py [--verbose]

../shared/corpora/numbers_ru.jsonl holds numbers and amounts with their values, from the tests of NeMo text
processing (Apache-2.0) and Duckling (BSD). The share of texts whose first number has the right value is
printed by kind; at least 0.95 of NeMo's cardinals, decimals and amounts is what the project asks of itself
(exit status 1 below that). Duckling's are colloquial: told, not asked for. ``--verbose`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpora" / "numbers_ru.jsonl"
sys.path.insert(0, str(ROOT))

from pipeline.facts import numbers  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402

ASKED = ("cardinal", "decimal", "money", "tn_cardinal", "tn_decimal", "tn_money")
TOLD = ("measure", "tn_measure", "duckling_Numeral", "duckling_AmountOfMoney")
LEAST = 0.95
SCALES = {"тыс": 1e3, "млн": 1e6, "млрд": 1e9, "трлн": 1e12}


def value_of(row: dict[str, Any]) -> float | None:
    """The annotated value, None where the annotation tells none in digits."""
    text = str(row["value"])
    found = re.search(r"-?\d[\d ]*(?:[.,]\d+)?(?:e\d+)?", text)
    if found is None:
        return None
    scale = next((factor for word, factor in SCALES.items() if word in text), 1.0)
    return float(found.group().replace(" ", "").replace(",", ".")) * scale


def main() -> int:
    """Print the shares; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="list the texts that went wrong")
    verbose = parser.parse_args().verbose
    if not CORPUS.exists():
        print("skipped: there is no ../shared/corpora/numbers_ru.jsonl")
        return 0
    lexicon = Lexicon()
    outcome: dict[str, list[bool]] = defaultdict(list)
    for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        value = value_of(row) if row["kind"] in ASKED + TOLD else None
        if value is None:
            continue
        found = [number.value for number in numbers.parse(row["text"], lexicon)]
        right = bool(found) and abs(found[0] - value) <= 1e-9 * max(1.0, abs(value))
        outcome[row["kind"]].append(right)
        if verbose and not right:
            print(f"  {row['kind']}: {row['text']} is {row['value']}, read {found}")
    for kind in (*ASKED, *TOLD):
        print(f"{kind:24} {sum(outcome[kind])} of {len(outcome[kind])}")
    asked = [right for kind in ASKED for right in outcome[kind]]
    share = sum(asked) / len(asked)
    print(f"{'asked for':24} {sum(asked)} of {len(asked)}: {share:.3f}, at least {LEAST}")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
