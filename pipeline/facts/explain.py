"""Explain: for a reader, what was read of each figure and why every attribute came out as it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Document, Fact, Quantity
from pipeline.facts import attribution, features, model, quantities, statements, subject_steps
from pipeline.facts.statements import Reading
from pipeline.facts.surroundings import Place, Row
from pipeline.lexicon import Lexicon

SHOWN = 4  # reasons an attribute is told with
WIDTH, INDENT = 110, 38  # columns: of a line, before its reasons
_TARGETS = {"measure": "measure", "action": "action", "status": "status", "change": "kind"}


def text(document: Document, lexicon: Lexicon) -> str:
    """The explanation of a document as lines of text.

    ``document`` has its facts, and its offsets are those of the text the stages worked on (before the last
    stage). Weights are shares of the log odds between the chosen class and the next likely one; those of ``whose``
    are what the chosen one itself weighs.
    """
    lines: list[str] = []
    measures = features.cues(lexicon).measures
    read = statements.readings(document, lexicon)
    seen = statements.around(document, lexicon)
    for k, (quantity, fact, reading) in enumerate(zip(document.quantities, document.facts, read, strict=True)):
        subject = statements.subject_of(reading, seen, k, fact.unit, document, measures)
        owner = attribution.organization_reasons(quantity, document, lexicon)[:SHOWN]
        measure = statements.measure_of(subject, document, measures)
        shown = replace(reading, subject=subject, measure=measure)
        lines += _figure(quantity, fact, shown, document, seen.classes[k], owner)
        lines += [_row("looked at", _looked(seen.places[k], document, seen.row)), ""]
    refused = quantities.refused(document, lexicon)
    if refused:
        lines.append("no facts")
        lines += [f"  {_line(document.text[start:end]):<12} {why}" for start, end, why in refused]
    return "\n".join(lines).rstrip() or "no numbers"


def _figure(
    quantity: Quantity,
    fact: Fact,
    reading: Reading,
    document: Document,
    around: NDArray[np.int64],
    owner: Sequence[tuple[str, int]],
) -> Iterator[str]:
    yield _line(document.text[fact.start : fact.end])
    yield _row("sentence", _line(document.text[_bounds(document, fact.sentence)]))
    told = [rule for rule in fact.rules if rule in quantity.rules or rule.startswith("unit:")]
    yield _row("value", _value(fact), ", ".join(told))
    yield _row("subject", fact.subject or "-", _subject(reading, document))
    yield _row("verb", reading.seen.verb or "-", _verb(reading, document))
    weights = model.load()
    scores = weights.scores(reading.features, around)
    for target, name in _TARGETS.items():
        first, second = weights.ranked(target, scores)[:2]
        choice = weights.choose(target, scores)
        change = f"{fact.kind}:{fact.direction}".rstrip(":")
        taken = {"measure": fact.measure, "action": fact.action, "status": fact.status, "change": change}
        said = taken.get(target, first)
        if said != choice.label:
            why = next((rule for rule in fact.rules if rule.startswith(f"{target}:")), "")
            yield _row(name, said.replace(":", " "), why)
            continue
        evidence = weights.evidence(target, first, second, reading.features, around)[:SHOWN]
        reasons = ", ".join(f"{feature} {weight:+.2f}" for feature, weight in evidence)
        yield _row(
            name, first.replace(":", " "), f"{choice.probability:.2f}, not {second.replace(':', ' ')}: {reasons}"
        )
    if fact.negated:
        yield _row("negated", "yes")
    yield _row("period", _period(fact), f"«{fact.period_text}»" if fact.period_text else "no time named")
    yield _row("region", fact.region_code or "-", f"from the {fact.region_source}" if fact.region_source else "")
    signs = ", ".join(f"{sign} {weight / 100:+.2f}" for sign, weight in owner)
    yield _row("whose", fact.organization or "-", signs)
    yield _row("speaker", fact.speaker or "-", next((r[8:] for r in fact.rules if r.startswith("speaker:")), ""))
    yield _row("confidence", f"{fact.confidence:.2f}", "of rows with as much, so many are right as a whole")


def _looked(place: Place, document: Document, row: Row) -> str:
    """The words around the figure the net looks at most."""
    texts = {
        start + i: token.text
        for sentence, start in zip(document.sentences, row.starts, strict=True)
        for i, token in enumerate(sentence.tokens)
    }
    found = [(texts[at], weight) for at, weight in model.load().net.attention(row, place) if at in texts]
    return ", ".join(f"«{text}» {weight:.2f}" for text, weight in found[:SHOWN])


def _row(name: str, value: str, why: str = "") -> str:
    head = f"  {name:<10} {value:<24} "
    if len(head) > INDENT:  # a long sentence or subject stands alone
        whole = wrap(f"{value}  {why}".strip(), WIDTH - 13)
        return "\n".join([f"  {name:<10} {whole[0]}", *(" " * 13 + line for line in whole[1:])])
    lines = wrap(why, WIDTH - INDENT) or [""]
    return "\n".join([head + lines[0], *(" " * INDENT + line for line in lines[1:])]).rstrip()


def _line(quoted: str) -> str:
    return " ".join(quoted.split())


def _bounds(document: Document, sentence: int) -> slice:
    return slice(document.sentences[sentence].start, document.sentences[sentence].end)


def _value(fact: Fact) -> str:
    sign = {"ge": "at least ", "le": "at most ", "approx": "about "}.get(fact.comparator, "")
    more = "" if fact.value_max is None else f" to {fact.value_max:.15g}"
    whole = "" if fact.total is None else f" of {fact.total:.15g}"
    return f"{sign}{fact.value:.15g}{more}{whole} {fact.unit}"


def _subject(reading: Reading, document: Document) -> str:
    subject = reading.subject
    if subject is None:
        return "no step found one"
    quoted = " ".join(token.text for token in subject.tokens(document))
    measure = f"measure {reading.measure} by the lexicon" if reading.measure else "not in the lexicon"
    return f"rule {subject.rule} ({subject_steps.RULES[subject.rule]}), from «{quoted}», {measure}"


def _verb(reading: Reading, document: Document) -> str:
    if reading.seen.verb_index is None:
        return "no verb governs it"
    token = document.sentences[reading.sentence].tokens[reading.seen.verb_index]
    action = f"action {reading.action} by the lexicon" if reading.action else "not in the lexicon"
    return f"from «{token.text}», {action}"


def _period(fact: Fact) -> str:
    if fact.period_start is None and fact.period_end is None:
        return "-"
    start, end = (day.isoformat() if day else "…" for day in (fact.period_start, fact.period_end))
    return start if start == end else f"{start} to {end}"
