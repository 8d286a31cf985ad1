"""The columns of each lexicon table and what may stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Mapping

MEASURES = (
    "jobs employees projects facilities enterprises events investment funding production capacity trade revenue"
    " income price housing transport utilities land livestock equipment people documents economy other"
).split()
ACTIONS = (
    "create complete commission build plan employ invest allocate produce trade provide increase decrease amount other"
).split()


@dataclass(frozen=True)
class Schema:
    """Columns in order, those a file must have, the key of a row, and patterns cells must match."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    key: tuple[str, ...]
    patterns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _allowed(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, re.compile(pattern)) for name, pattern in self.patterns.items()]

    def problem(self, row: Mapping[str, str]) -> str:
        """What is wrong with a row, empty if nothing."""
        for name in self.required:
            if not row[name]:
                return f"column {name} is empty"
        for name, allowed in self._allowed:
            if not allowed.fullmatch(row[name]):
                return f"column {name} holds {row[name]!r}; allowed: {allowed.pattern.replace('|', ', ')}"
        return ""

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """The cells that identify a row."""
        return tuple(row[name] for name in self.key)


def schema(columns: str, required: str, key: str = "", **patterns: str) -> Schema:
    """Shorthand: space-separated column names."""
    must = tuple(required.split())
    return Schema(tuple(columns.split()), must, tuple(key.split()) or must[:1], patterns)


_NUMBER = r"\d+(?:\.\d+)?"

_ORGANIZATION_KINDS = "government|parliament|party|company|education|media|other"
_PLACE_KINDS = "city|district|city_district|named_district|named_city_district"

SCHEMAS: Mapping[str, Schema] = {
    "numerals": schema(
        "word value class",
        "word value class",
        "word class",
        value=_NUMBER,
        **{"class": "unit|teen|ten|hundred|scale|collective|fraction|part|multiplier|round"},
    ),
    "units": schema(
        "phrase unit class factor before",
        "phrase unit class",
        "phrase",
        factor=rf"|{_NUMBER}",
        before="|yes",
        **{"class": "money|share|length|area|volume|mass|energy|power|rate|seat|head|person|count|time|other"},
    ),
    "rates": schema("phrase per", "phrase per"),
    "comparators": schema(
        "phrase comparator side",
        "phrase comparator side",
        "phrase side",
        comparator="eq|approx|ge|le",
        side="before|after",
    ),
    "labels": schema("word strength", "word strength", "word", strength="weak|name|strong|far|street"),
    "number_cues": schema(
        "kind word",
        "kind word",
        "kind word",
        kind="rank|school|taught|move|ranked|cup|goal|played|open|cost|size|amounts|counter|set|warmth|loses|lacks|whole"
        "|degree|folk",
    ),
    "compounds": schema("stem unit noun", "stem unit"),
    "idioms": schema("phrase", "phrase"),
    "modality": schema("word status", "word status", status="planned|managed|hypothetical|in_progress"),
    "agents": schema("verb noun", "verb noun"),
    "sums": schema("verb noun", "verb noun"),
    "shortened": schema("word full", "word full"),
    "initials": schema("word", "word"),
    "plurals": schema("lemma unless counted", "lemma", counted="|yes"),
    "subjects": schema("phrase measure", "phrase measure", measure="[a-z_]+"),
    "verbs": schema("word action counts", "word action", action="|".join(ACTIONS), counts="|person|money|price"),
    "name_cues": schema(
        "kind cue",
        "kind cue",
        "kind cue",
        kind="named|bearer|streets|honour|resident|institution|byline|compound|particle|courtesy",
    ),
    "given_names": schema("name gender", "name gender", gender="m|f|mf"),
    "positions": schema("word organization repeat rank", "word repeat rank", "word", repeat="yes|no", rank="yes|no"),
    "position_adjectives": schema("word", "word"),
    "position_synonyms": schema("alias holder stated", "alias holder stated", "alias", stated="yes|no"),
    "posting_verbs": schema("pattern post", "pattern post", post="hold|give"),
    "verb_government": schema("verb case", "verb case", case="Acc|Dat|Gen|Ins"),
    "prepositions": schema("word cases", "word cases", cases="[A-Z][a-z]{2}( [A-Z][a-z]{2})*"),
    "zone_cues": schema(
        "pattern kind place",
        "pattern kind place",
        "pattern place",
        place="whole|start|tail|list",
        kind="headline|date|section|counter|byline|caption|hashtags|source|advert|debris",
    ),
    "head_cues": schema(
        "kind pattern",
        "kind pattern",
        "kind pattern",
        kind="author|office|post|agency|verb|published|unfinished|bureau",
    ),
    "sections": schema("name", "name"),
    "posting_months": schema("stem number", "stem number", number="1[0-2]|[1-9]"),
    "abbreviations": schema("word class", "word class", "word", **{"class": "name|other|counted"}),
    "lemmas": schema("lemma like instead", "lemma"),
    "tongues": schema("word language", "word language", "word language", language="ru|kk|other"),
    "time_words": schema(
        "slot pattern value",
        "slot pattern value",
        "slot pattern",
        slot="month|season|relative|ordinal|count|yearword|decade|part",
        value=r"-?\d+|start|middle|end",
    ),
    "periods": schema("id pattern means", "id pattern means"),
    "regions": schema("code kato name adjective centre", "code kato name", code=r"KZ-\d\d", kato=r"\d{9}"),
    "places": schema("id kind name", "id kind name", "id kind name", id=r"\d{9}", kind=_PLACE_KINDS),
    "place_variants": schema(
        "id kind name",
        "id kind name",
        "id kind name",
        id=r"\d{9}|[A-Z]{2}",
        kind=f"{_PLACE_KINDS}|village|oblast|abbreviation|phrase|derived|seat|demonym|country|foreign_city",
    ),
    "place_guards": schema("name kind", "name kind", kind="person|word|several|water|of"),
    "place_cues": schema(
        "cue kind",
        "cue kind",
        "cue kind",
        kind="city|district|oblast|country|village|station|rural|other|work|street|bearer|inside|surface|actor",
    ),
    "villages": schema("name ids", "name ids"),
    "countries": schema("code name", "code name", code="[A-Z]{2}"),
    "foreign_regions": schema("code name", "code name", "code name", code="[A-Z]{2}"),
    "foreign_cities": schema("code name", "code name", "code name", code="[A-Z]{2}"),
    "organization_heads": schema(
        "word kind use",
        "word kind use",
        "word use",
        kind=_ORGANIZATION_KINDS,
        use="alone|territory|tail|minor|proper|whole|form|drop|keep|local",
    ),
    "organization_modifiers": schema("word", "word"),
    "organization_stops": schema(
        "word kind",
        "word kind",
        "word kind",
        kind="name|noun|adjective|tail|after|office|sort|platform",
    ),
    "organization_names": schema("name kind means", "name kind", kind=_ORGANIZATION_KINDS),
    "speech_verbs": schema("lemma kind", "lemma kind", kind="say|report|order|ask"),
    "source_phrases": schema("pattern", "pattern"),
    "region_adjectives": schema(
        "stem region elliptic", "stem region elliptic", "stem", region=r"KZ-\d\d", elliptic="yes|no"
    ),
    "anaphors": schema("lemma", "lemma"),
    "attribution_cues": schema("kind pattern", "kind pattern", "kind pattern", kind=r"[a-z]+"),
}
