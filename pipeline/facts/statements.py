"""Statements: what a sentence says of a quantity - the last stage, which makes facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Document, Fact, Quantity, Token
from pipeline.facts import (
    attribution,
    clauses,
    confidence,
    cues,
    features,
    model,
    negation,
    periods,
    subject_names,
    subject_steps,
    subjects,
    surroundings,
    themes,
)
from pipeline.facts.certain import Certain
from pipeline.facts.dates import Period
from pipeline.facts.drafts import COUNTS, CURRENCIES
from pipeline.facts.features import Seen
from pipeline.facts.nouns import is_participle
from pipeline.facts.subjects import ADVERBIAL, TIMES, Subject
from pipeline.facts.surroundings import Place, Row
from pipeline.language.words import is_predicate, is_verbal, never_animate
from pipeline.lexicon import Lexicon

_REASONED = ("measure", "action")  # attributes whose strongest signs stand in the column ``rules``
_MONEY = ("income", "price", "funding", "investment", "revenue", "trade", "economy")  # what measures money
_SAID = ("of_them", "capacity", "counted", "parallel", "relative", "from_to")  # subjects' rules that ask no net


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one quantity: its surroundings, its subject and the features of both."""

    seen: Seen
    subject: Subject | None
    measure: str  # what the lexicon says of the subject, empty if nothing
    action: str  # what the lexicon says of the verb, empty if nothing
    features: tuple[str, ...]
    period: Period | None = None
    sentence: int = 0
    listed: bool = False  # its subject stands in the line that leads a list
    things: bool = False  # its subject names things


def readings(document: Document, lexicon: Lexicon) -> list[Reading]:
    """Read every quantity of a document, in order."""
    cue = features.cues(lexicon)
    found: list[Reading] = []
    by_start: dict[int, Reading] = {}
    previous: Reading | None = None
    for quantity in document.quantities:
        like = by_start.get(quantity.like)
        seen = features.read(quantity, document, lexicon, like.seen if like else None)
        action = cue.actions.get(seen.verb, "")
        near = previous.subject if previous and previous.subject else None
        if near and quantity.sentence - near.sentence > 2 and previous and previous.listed is False:
            near = None
        around = clauses.Around(seen.verb_index, action, like.subject if like else None, near)
        proposed = subject_steps.candidates(quantity, document, around)
        subject = proposed[0] if proposed else None
        measures = [(candidate.rule, measure_of(candidate, document, cue.measures)) for candidate in proposed]
        measure = measures[0][1] if measures else ""
        period = periods.of(quantity, document, lexicon, measure)
        when = _when(period, document.head.published)
        reading = Reading(
            seen,
            subject,
            measure,
            action,
            _features(quantity, seen, subject, measures, action, previous, when, document, cue),
            period,
            quantity.sentence,
            bool(subject and subject.rule == "lead"),
            subject is not None and _are_things(subject, document, lexicon),
        )
        found.append(reading)
        by_start[quantity.start] = previous = reading
    return found


def _when(period: Period | None, published: date | None) -> tuple[str, ...]:
    """Where the time a figure is about lies, seen from the day of the article."""
    if period is None or published is None:
        return (f"when={'none' if period is None else 'undated'}",)
    first, last = period.start or period.end, period.end or period.start
    if first is None or last is None:
        return ("when=open",)
    if first > published:
        return ("when=future", f"when=future:{period.kind}")
    if last < published:
        return ("when=past",)
    return ("when=now", f"when=now:{period.kind}:{last.year > published.year}")


def measure_of(subject: Subject | None, document: Document, measures: Mapping[str, str]) -> str:
    """What the lexicon says of a subject: the longest of its phrases, then its head, then its complement."""
    if subject is None:
        return ""
    for phrase in phrases(subject, document):
        if phrase in measures:
            return measures[phrase]
    tokens = document.sentences[subject.sentence].tokens
    return next((measures[word] for i in subject.complement if (word := subjects.lemma(tokens[i])) in measures), "")


def phrases(subject: Subject, document: Document) -> list[str]:
    """Lemma sequences of a subject, longest first: «сетка теплоснабжение», «тепловой сеть», «сеть»."""
    tokens = document.sentences[subject.sentence].tokens
    head = subjects.lemma(tokens[subject.head])
    modifiers = [subjects.lemma(tokens[i]) for i in subject.modifiers]
    complement = [subjects.lemma(tokens[i]) for i in subject.complement]
    last = complement[-1:]
    found = [" ".join([m, head, *last]) for m in modifiers if last]
    found += [" ".join([*modifiers[-2:], head])] if len(modifiers) > 1 else []
    found += [f"{m} {head}" for m in reversed(modifiers)]
    found += [f"{head} {last[0]}"] if last else []
    return [*found, head]


def _features(
    quantity: Quantity,
    seen: Seen,
    subject: Subject | None,
    measures: Sequence[tuple[str, str]],
    action: str,
    previous: Reading | None,
    when: tuple[str, ...],
    document: Document,
    cue: features.Cues,
) -> tuple[str, ...]:  # fmt: skip
    unit = quantity.unit.split("/")[0]
    kind = (
        unit
        if unit in ("unit", "person", "%", "times", "seat", "head")
        else ("money" if unit in CURRENCIES else "measured")
    )
    measure = measures[0][1] if measures else ""
    candidates = [f"c:{rule}={said}" for rule, said in measures[1:] if said]
    candidates += [f"c:{rule}:u={said}:{kind}" for rule, said in measures[1:] if said]
    found = [
        *candidates,
        f"u={kind}",
        f"sm={measure or 'none'}",
        f"sm:u={measure or 'none'}:{kind}",
        f"va={action or 'none'}",
        f"va:u={action or 'none'}:{kind}",
        f"va:sm={action or 'none'}:{measure or 'none'}",
        f"rate:sm={'/' in quantity.unit}:{measure}",
    ]
    found += [f"va:sm:u={action or 'none'}:{measure or 'none'}:{kind}"]
    if subject is not None:
        tokens = document.sentences[subject.sentence].tokens
        head = subjects.lemma(tokens[subject.head])
        found += [f"subj={head}", f"srule={subject.rule}"]
        found += [f"smod={subjects.lemma(tokens[i])}" for i in subject.modifiers]
        for i in subject.complement:
            word = subjects.lemma(tokens[i])
            found.append(f"scomp={word}")
            if word in cue.measures:
                found.append(f"scompm={cue.measures[word]}")
        if head in cue.actions:
            found += [
                f"sact={cue.actions[head]}",
                f"sact:u={cue.actions[head]}:{kind}",
                f"sact:va={cue.actions[head]}:{action}",
            ]
    near = seen.near or seen.verb
    said = cue.actions.get(near, "none")
    found += [
        f"n={near}",
        f"na={said}",
        f"na:u={said}:{kind}",
        f"na:sm={said}:{measure}",
        f"n:sm={near}:{measure}",
        f"n:u={near}:{kind}",
    ]
    modal = [f for f in seen.features if f.startswith(("mo:cue=", "mlr="))]
    if previous is not None:
        if quantity.sentence == previous.sentence:
            found += [f"prev{f}" for f in previous.seen.features if f.startswith(("mo=", "mcue="))]
            rule = subject.rule if subject is not None else ""
            found += [f"prev:{rule}:{f}" for f in previous.seen.features if f.startswith(("mo=", "mcue="))]
        same = "s" if previous.subject is not None and quantity.sentence == previous.sentence else "d"
        rule = subject.rule if subject is not None else ""
        found += [
            f"pm={previous.measure}",
            f"pa={same}:{previous.action}",
            f"pn={same}:{previous.seen.near or previous.seen.verb}",
        ]
        found += [f"pa:{rule}={previous.action}", f"pn:{rule}={previous.seen.near or previous.seen.verb}"]
        if previous.subject is not None:
            found.append(
                f"psubj={subjects.lemma(document.sentences[previous.subject.sentence].tokens[previous.subject.head])}"
            )
    found += [f"{f}:{when[0]}" for f in modal]
    return (*found, *when, *themes.nouns_around(quantity, document, cue), *seen.features)


@dataclass(frozen=True, eq=False)
class Around:
    """What a document's quantities see around them, and what the net says of each: a row a quantity."""

    row: Row
    places: tuple[Place, ...]
    classes: NDArray[np.int64]  # scores of the classes of all targets
    heads: NDArray[np.int64]  # scores of the words seen, as heads of the subject

    def head(self, k: int, document: Document, unit: str) -> tuple[int, int] | None:
        """Sentence and token of the word taken for the head of a quantity's subject, if it is a noun.

        Of people it may be what they did, «погибли двое».
        """
        place = self.places[k]
        at = int(place.seen[int(np.argmax(self.heads[k, : len(place.seen)]))])
        sentence = int(self.row.sentence[at])
        token = at - self.row.starts[sentence]
        if token < 0:
            return None
        tokens = document.sentences[sentence].tokens
        word = tokens[token]
        if word.pos == "ADJ" and word.rel == "amod" and word.head == token + 1 and tokens[word.head].pos == "NOUN":
            token, word = word.head, tokens[word.head]  # «общая посевная площадь»
        if word.text in ADVERBIAL or subjects.lemma(word) in TIMES or word.pos == "PROPN" and is_predicate(word.text):
            return None
        if token in subjects.of_names(document, document.sentences[sentence]):
            return None
        quantity = document.quantities[k]
        if subjects.is_of_next(quantity, document, sentence, token) or _is_place_of(quantity, document, word):
            return None
        people = unit.startswith("person")
        if not people and is_verbal(word.text):
            return None  # «выработано 12 Гкал»
        doer = word.pos == "VERB" and (is_participle(word) or people)
        return (sentence, token) if doer or word.pos in ("NOUN", "PROPN", "ADJ") else None


def _is_place_of(quantity: Quantity, document: Document, word: Token) -> bool:
    """Whether a word is the place that a line of a list tells a figure of: «Рудный – 87»."""
    if not word.text[:1].isupper():
        return False
    return any(
        mention.start <= word.start < mention.end <= quantity.start
        and mention.type in ("region", "place")
        and document.text[mention.end : quantity.start].strip() in ("–", "—", "-")
        for mention in document.mentions
    )


def around(document: Document, lexicon: Lexicon) -> Around:
    """What the quantities of a document see, and what the net says of them."""
    row = surroundings.row(document, features.cues(lexicon))
    places = tuple(surroundings.place(quantity, document, row) for quantity in document.quantities)
    return Around(row, places, *model.load().net.read(row, places))


def state(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add facts: one for each quantity."""
    return [replace(document, facts=tuple(_facts(document, lexicon))) for document in batch]


def subject_of(
    reading: Reading, seen: Around, k: int, unit: str, document: Document, measures: Mapping[str, str]
) -> Subject | None:
    """The subject of a quantity: what it counts, if that stands with it; else what the net takes for it."""
    quantity = document.quantities[k]
    if (quantity.elided or quantity.quality) and reading.subject is not None:
        tokens = document.sentences[quantity.sentence].tokens
        quality = tuple(tokens[i].text for i in quantity.quality)
        elided = bool(quality) and quantity.elided
        first = int("unit:right" in quantity.rules)  # «5 грузовых и 12 легковых автомобилей»
        subject = subjects.without_own(reading.subject, document, measures, first) if elided else reading.subject
        return replace(subject, quality=quality)
    if reading.subject is not None and reading.subject.rule in _SAID:
        return reading.subject
    head = seen.head(k, document, unit)
    if head is None or reading.subject is not None and _is_part(head, reading.subject):
        return reading.subject
    return clauses.phrase(document, *head)


def _is_part(place: tuple[int, int], subject: Subject) -> bool:
    """Whether a word (sentence, token) is the genitive of a subject: «теплиц» of «площадь теплиц»."""
    return place[0] == subject.sentence and place[1] in subject.complement


def is_unsure(quantity: Quantity) -> bool:
    """Whether the unit is not written beside the number: that of a bare number, or of things or beings counted."""
    counted = quantity.unit in COUNTS and not (quantity.unit == "seat" and quantity.head is None)  # «300 коек»
    return counted or any(rule.startswith("unit:") for rule in quantity.rules)


def unit_of(quantity: Quantity, choice: model.Choice, things: bool) -> str:
    """The unit of a quantity: what is written, or what the model holds for likelier than a guess.

    ``things``: whether its subject names things, which are no persons.
    """
    if not is_unsure(quantity) or choice.label == quantity.unit.split("/")[0] or choice.probability < 0.5:
        return quantity.unit
    if choice.label == "person" and (things or quantity.value != int(quantity.value)):
        return quantity.unit
    return choice.label


def _are_things(subject: Subject, document: Document, lexicon: Lexicon) -> bool:
    """Whether a subject is things whose number is told, «число работающих касс», or a degree: «средний балл»."""
    tokens = document.sentences[subject.sentence].tokens
    head, before = tokens[subject.head], min((*subject.modifiers, subject.head)) - 1
    if subjects.lemma(head) in cues.of_numbers(lexicon, "degree"):
        return True
    told = before >= 0 and subjects.lemma(tokens[before]) in subjects.COUNTERS and head.feat("Number") == "Plur"
    return told and never_animate(head.text.lower()) and subjects.lemma(head) not in cues.of_numbers(lexicon, "folk")


def _facts(document: Document, lexicon: Lexicon) -> list[Fact]:
    if not document.quantities:
        return []
    weights, seen = model.load(), around(document, lexicon)
    cue = features.cues(lexicon)
    own = frozenset(lexicon.added("subjects"))
    people = {entity.key: entity.name for entity in document.entities if entity.type == "person"}
    found: list[Fact] = []
    chosen: list[Mapping[str, model.Choice]] = []
    certain = Certain(document, lexicon)
    for k, (quantity, reading) in enumerate(zip(document.quantities, readings(document, lexicon), strict=True)):
        scores = weights.scores(reading.features, seen.classes[k])
        likely = {name: weights.choose(name, scores) for name in weights.targets}
        choices, why = certain.of(k, likely, chosen)
        chosen.append(choices)
        measure, unit = choices["measure"].label, unit_of(quantity, choices["unit"], reading.things)
        subject = subject_of(reading, seen, k, unit, document, cue.measures)
        if reading.subject is not None and own.intersection(phrases(reading.subject, document)):
            measure, why["measure"] = reading.measure, "added to the lexicon"
        for name in _REASONED:
            why.setdefault(name, "+".join(weights.reasons(name, choices[name].label, reading.features)))
        rules = [f"{name}:{why[name]}" for name in weights.targets if name in why]
        kind, _, direction = choices["change"].label.partition(":")
        named = _name(subject, quantity, unit.split("/")[0], reading, document, cue)
        if certain.is_share(k):
            named, unit = found[certain.parts[k].whole].subject, found[certain.parts[k].whole].unit
        rules += ["unit:learned"] * (unit != quantity.unit)
        period = reading.period
        region, region_source = attribution.region(quantity, document, lexicon)
        speaker, speaker_rule = attribution.speaker(quantity, document, lexicon)
        chance = confidence.of(choices, quantity, region_source, weights.steps)
        found.append(
            Fact(
                quantity.start,
                quantity.end,
                quantity.sentence,
                quantity.value,
                unit,
                quantity.value_max,
                quantity.comparator,
                kind,
                direction,
                named,
                measure,
                choices["action"].label,
                choices["status"].label,
                negation.of(quantity, reading.seen.verb_index, document, lexicon),
                quantity.total,
                period.start if period else None,
                period.end if period else None,
                period.text if period else "",
                region,
                region_source,
                attribution.organization(quantity, document, lexicon),
                people.get(speaker, ""),
                chance,
                tuple([*quantity.rules, *rules, *([f"speaker:{speaker_rule}"] if speaker_rule else [])]),
            )
        )
    return found


def _name(
    subject: Subject | None, quantity: Quantity, unit: str, reading: Reading, document: Document, cue: features.Cues
) -> str:
    """The name of a subject; money that no noun of the clause names is named by what is done with it."""
    verb, place = reading.seen.near or reading.seen.verb, reading.seen.verb_index
    if quantity.unit in CURRENCIES and verb in cue.sums:
        known = subject is not None and measure_of(subject, document, cue.measures) in _MONEY
        if subject is None or clauses.is_source(subject, document) or (
            not known and subjects.is_giver(subject, document, place)
        ):
            return cue.sums[verb]
    if subject is None:
        return ""
    tokens = document.sentences[quantity.sentence].tokens
    if place is not None and place + 1 < len(tokens):
        both = f"{verb} {subjects.lemma(tokens[place + 1])}"
        verb = both if both in cue.naming.agents else verb  # «принять участие»
    if place is not None and negation.has_not(place, tokens):
        verb = ""  # who did not take part is no participant
    return subject_names.name(subject, document, verb, unit, cue.naming)
