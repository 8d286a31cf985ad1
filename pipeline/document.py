"""An article as read, and the layers the stages add to it.

Every offset counts Unicode code points in ``Article.text`` exactly as it was read, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, Mapping, NamedTuple

ZoneKind = Literal[
    "headline", "date", "section", "counter", "byline", "caption", "hashtags", "source", "advert", "debris", "foreign"
]
NameType = Literal["PER", "LOC", "ORG"]
MentionType = Literal["person", "organization", "region", "place", "country"]


@dataclass(frozen=True, slots=True)
class Article:
    """What a dump holds: one text and whatever fields came with it."""

    id: str
    source_path: str
    text: str
    title: str | None = None
    published: date | None = None
    author: str | None = None
    outlet: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of text that is not body: marked, kept, not mined for facts."""

    start: int
    end: int
    kind: ZoneKind


@dataclass(frozen=True, slots=True)
class Head:
    """What the article says of itself; fields of the dump win over what is read from the text."""

    title: str | None = None
    published: date | None = None
    author: str | None = None
    outlet: str | None = None
    section: str | None = None
    language: str = "ru"


@lru_cache(maxsize=4096)
def parse_feats(feats: str) -> Mapping[str, str]:
    """Split UD features: ``"Case=Nom|Number=Sing"`` -> ``{"Case": "Nom", "Number": "Sing"}``."""
    pairs = (pair.partition("=") for pair in feats.split("|") if pair)
    return MappingProxyType({name: value for name, _, value in pairs})


class Token(NamedTuple):
    """A token with its morphology and, where its sentence was parsed, its head in the sentence.

    A tuple, because there are a thousand to an article and a tuple is made three times faster.
    """

    start: int
    end: int
    text: str
    lemma: str = ""
    pos: str = "X"
    feats: str = ""
    head: int = -1  # index of the head token in the sentence; -1: root or not parsed
    rel: str = ""  # UD relation; empty: not parsed

    def feat(self, name: str) -> str:
        """Value of one UD feature, empty if absent."""
        return parse_feats(self.feats).get(name, "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``zone`` is the kind of the zone it lies in, or ``body``."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...] = ()
    zone: str = "body"


@dataclass(frozen=True, slots=True)
class Name:
    """A span the name model proposed."""

    start: int
    end: int
    type: NameType


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place as one article knows it; ``key`` is unique in the article."""

    key: str
    type: MentionType
    name: str  # nominative, the fullest form in the article
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    kind: str = ""  # organization: government | parliament | party | company | education | media | other
    region_code: str = ""  # ISO 3166-2:KZ, or ISO 3166-1 for a country or foreign place
    kato: str = ""
    gender: str = ""  # person: m or f


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity of the article."""

    start: int
    end: int
    sentence: int
    type: MentionType
    entity: str  # Entity.key
    role: str = ""  # person: the position as stated at this mention, nominative
    rule: str = ""  # what found it


@dataclass(frozen=True, slots=True)
class Role:
    """A stated (person, position, organisation)."""

    start: int
    end: int
    person: str  # Entity.key
    position: str
    organization: str = ""  # its name, nominative
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and what it counts, before it is known what the sentence says of it."""

    start: int  # of the number
    end: int  # of the unit or of the counted noun
    sentence: int
    value: float
    unit: str
    value_max: float | None = None
    comparator: str = "eq"
    total: float | None = None
    first: int = 0  # token indices in the sentence: first and last token of number and unit
    last: int = 0
    head: int | None = None  # token index of the counted noun, if the clause has one
    like: int = -1  # start of the quantity whose unit and noun it goes on with («…, из них 8»); -1: none
    rules: tuple[str, ...] = ()
    elided: bool = False  # an adjective stands for its noun: «из них 8 новых»
    quality: tuple[int, ...] = ()  # token indices of such adjectives, or of one cut short: «8 гос. услуг»
    parallel: tuple[int, int] | None = None  # head noun said before, and its genitive: «доля импорта – 3, экспорта – 5»


@dataclass(frozen=True, slots=True)
class Fact:
    """A numeric statement: one row of facts.csv without its article's columns."""

    start: int
    end: int
    sentence: int
    value: float
    unit: str
    value_max: float | None = None
    comparator: str = "eq"
    kind: str = "level"
    direction: str = ""
    subject: str = ""
    measure: str = "other"
    action: str = "other"
    status: str = "actual"
    negated: bool = False
    total: float | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_text: str = ""
    region_code: str = ""
    region_source: str = ""
    organization: str = ""
    speaker: str = ""
    confidence: float = 0.0
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article and its layers, in the order of the stages that add them."""

    article: Article
    as_read: Article | None = None  # between the first and last stage: the article before its text was repaired
    zones: tuple[Zone, ...] = ()
    head: Head = field(default_factory=Head)
    sentences: tuple[Sentence, ...] = ()
    names: tuple[Name, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    main_region: str = ""
    main_region_reason: str = ""
    quantities: tuple[Quantity, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        """The article's text as read."""
        return self.article.text
