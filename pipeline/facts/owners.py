"""Whose a figure is: the organisation whose jobs, output or money it counts.

Every organisation named by the end of the figure's sentence is a candidate, and so is nobody. Each is told by
its signs: how it is named in the sentence, where it was named before, whether the speaker heads it, whether
the paragraph or the article is about it, whether words like «в области» give the figure to a place. Signs have
weights (``owners.tsv``, from benchmarks/train_owners.py); the heaviest candidate owns the figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat

from pipeline.document import Document, Entity, Mention, Quantity, Token
from pipeline.facts import cues, institutions
from pipeline.facts.dates import tense_of
from pipeline.facts.institutions import Institutions
from pipeline.facts.surroundings import unit_kind
from pipeline.lexicon import Lexicon

_BREAK = re.compile(r"[,;:()]")
_POINTS = re.compile(  # «исполнено 40 пунктов» of a programme
    r"(?<!\w)(?:мероприят|пункт|исполнен|выполнен|закрыт|намечен|поручен)", re.IGNORECASE
)
_HERE = frozenset(("здесь", "тут", "там"))


def of(quantity: Quantity, document: Document, lexicon: Lexicon, speaker: str = "", host: str = "") -> str:
    """Name of the organisation the figure is about, empty if none.

    ``speaker`` is the key of who says it, ``host`` of the person an interview is with: it is about his house.
    """
    return _heaviest(candidates(quantity, document, lexicon, speaker, host))[0]


def reasons(
    quantity: Quantity, document: Document, lexicon: Lexicon, speaker: str = "", host: str = ""
) -> list[tuple[str, int]]:
    """The signs of the candidate chosen and their weights (hundredths of log odds), heaviest first."""
    _, signs = _heaviest(candidates(quantity, document, lexicon, speaker, host))
    weighed = [(sign, _weights().get(sign, 0)) for sign in signs]
    return sorted((pair for pair in weighed if pair[1]), key=lambda pair: (-abs(pair[1]), pair[0]))


def _heaviest(named: Sequence[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """The first of the candidates whose signs weigh most."""
    weigh = _weights().get
    return max(named, key=lambda pair: sum(map(weigh, pair[1], repeat(0))))


def candidates(
    quantity: Quantity, document: Document, lexicon: Lexicon, speaker: str = "", host: str = ""
) -> list[tuple[str, list[str]]]:
    """Who may own a figure, and the signs of each: nobody (an empty name) first, then in the order of entities."""
    about = institutions.of(document, lexicon)
    if not about.entities:
        return [("", [])]
    scene = _Scene(quantity, about, speaker, host)
    return [("", scene.nobody()), *((entity.name, scene.signs(entity)) for entity in scene.candidates())]


@cache
def _weights() -> Mapping[str, int]:
    """Weights of the signs."""
    lines = files("pipeline.facts").joinpath("owners.tsv").read_text(encoding="utf-8").splitlines()
    return {sign: int(weight) for sign, weight in (line.split("\t") for line in lines if line[:1] != "#")}


class _Scene:
    """What stands around one figure."""

    def __init__(self, quantity: Quantity, about: Institutions, speaker: str, host: str) -> None:
        self.quantity, self.about, self.speaker = quantity, about, speaker
        document, lexicon = about.document, about.lexicon
        self.sentence = sentence = document.sentences[quantity.sentence]
        text = document.text
        self.lead = text[sentence.start : quantity.start]
        self.paragraph = text.rfind("\n", 0, quantity.start) + 1
        self.level = about.level(quantity, sentence, self.lead)
        self.ours = bool(cues.words(lexicon, "ours").search(text, sentence.start, sentence.end))
        self.posts = [role for role in document.roles if role.person == speaker] if speaker else []
        first_words = " ".join(" ".join(post.position.split()[:3]) for post in self.posts)
        self.official = bool(cues.stems(lexicon, "official").search(first_words))
        self.heads = any(cues.stems(lexicon, "head").search(post.position.lower()) for post in self.posts)
        self.headed = about.headed_by(speaker) if speaker else ""
        article = about.article or (about.headed_by(host) if host else "")
        self.meant = about.meant(quantity, sentence, article)
        self.about_article = article  # the company the article, or the interview, is about
        self.programme = about.programme[sentence.index] if _POINTS.search(self.lead) else ""
        self.unit = unit_kind(quantity.unit.split("/")[0])
        before = [token for token in sentence.tokens if token.end <= quantity.start]
        self.common = any(token.lemma in about.anaphors and token.feat("Number") != "Plur" for token in before)
        self.called = {
            institutions.stem(token.lemma)
            for token in before
            if token.pos == "NOUN" and token.feat("Number") != "Plur" and not about.names(token, sentence.index)
        }
        self.here = any(token.text.lower() in _HERE for token in sentence.tokens)
        self.we = any(token.feat("Person") == "1" for token in sentence.tokens)
        self.placed = "words" in self.level or any(place.sentence == sentence.index for place in about.places)
        self.local = any(self.paragraph <= place.start < quantity.start for place in about.places)
        self.last = max(
            (m for m in about.mentions if m.end <= quantity.start), key=lambda mention: mention.start, default=None
        )
        self.last_company = next((m for m in reversed(about.companies) if m.end <= quantity.start), None)
        man = next((m for m in reversed(about.people) if m.end <= quantity.start), None)
        self.man = about.headed_by(man.entity) if man else ""
        self.man_near = man is not None and man.start >= self.paragraph

    def candidates(self) -> list[Entity]:
        """The organisations that may own the figure: named by the end of its sentence, the article's, the speaker's."""
        about, sentence = self.about, self.sentence
        mine = {post.organization for post in self.posts if post.organization}
        since = sentence.start if mine and self.ours and not self.official else 0  # «наш завод» is the speaker's
        return [
            entity
            for key, entity in about.entities.items()
            if entity.name in mine
            or any(since <= m.start < sentence.end for m in about.mentions_of[key])
            or entity.name == self.about_article and not since
        ]

    def nobody(self) -> list[str]:
        """Signs that the figure is no organisation's."""
        entities = self.about.entities.values()
        spoken = f"{bool(self.speaker)}:{self.official}"
        signs = [
            "",
            f"unit={self.unit}",
            f"level={self.level}",
            f"level:words={'words' in self.level}",
            f"spoken={spoken}",
            f"spoken:heads={spoken}:{self.heads}",
            f"ours={self.ours}",
            f"we={self.we}:{spoken}",
            f"place={self.placed}:{self.level}",
            f"regional={bool(self.about.document.main_region)}",
            f"common={self.common}",
            f"here={self.here}",
            f"many={min(len(entities), 4)}",
            *(f"has={kind}" for kind in sorted({entity.kind for entity in entities})),
            f"meant={bool(self.meant)}",
            f"article={bool(self.about_article)}",
            f"article:level={bool(self.about_article)}:{self.level}:{spoken}",
            f"standing={bool(self.about.standing[self.sentence.index])}:{self.level}",
            f"programme={bool(self.programme)}",
        ]
        return [f"nobody {sign}".rstrip() for sign in signs]

    def signs(self, entity: Entity) -> list[str]:
        """Signs that the figure is an organisation's."""
        about, name, kind = self.about, entity.name, entity.kind
        mine = any(post.organization == name for post in self.posts)
        staffed = name in about.staffed
        is_article = about.article == name
        where_named = self._where_named(entity)
        return [
            *about.still[entity.key],
            *where_named,
            *self._how_known(entity, where_named[0]),
            f"we:post={self.we}:{mine}",
            f"we:headed={self.we}:{self.headed == name}",
            f"post={mine}",
            f"post:staffed={mine}:{staffed}:{bool(self.speaker)}",
            f"post:official={mine}:{self.official}:{kind}",
            f"post:ours={mine}:{self.ours}",
            f"post:heads={mine}:{self.heads}:{self.level}",
            f"post:unit={mine}:{self.unit}",
            f"post:level={mine}:{self.level}:{kind}",
            f"headed={self.headed == name}:{self.official}",
            f"headed:ours={self.headed == name}:{self.ours}",
            f"article={is_article}",
            f"article:level={is_article}:{self.level}:{bool(self.speaker)}",
            f"about={self.about_article == name}",
            f"standing={about.standing[self.sentence.index] == name}",
            f"standing:level={about.standing[self.sentence.index] == name}:{self.level}",
            f"meant={self.meant == name}",
            f"programme={self.programme == name}",
        ]

    def _how_known(self, entity: Entity, where: str) -> list[str]:
        """Signs of what the article and the sentence say of an organisation named there."""
        about, kind = self.about, entity.kind
        mentions = about.mentions_of[entity.key]
        lead = bool(mentions) and mentions[0].start < about.lead
        echo = not self.called.isdisjoint(about.common[entity.key])
        signs = [
            f"lead={lead}:{kind}",
            f"lead:level={lead}:{self.level}",
            f"echo={echo}",
            f"echo:kind={echo}:{kind}",
            f"echo:last={echo}:{self.last in mentions}",
            f"we={self.we}:{bool(self.speaker)}",
            f"unit={self.unit}",
            f"unit:kind={self.unit}:{kind}",
            f"place={self.placed}",
            f"place:local={self.placed}:{self.local}",
            f"man={self.man == entity.name}:{bool(self.speaker)}:{self.man_near}",
        ]
        return [f"{where}:{sign}" for sign in signs]

    def _where_named(self, entity: Entity) -> list[str]:
        """Signs of where the organisation is named: in the sentence, before it, or only later."""
        kind, quantity, index = entity.kind, self.quantity, self.quantity.sentence
        mentions = self.about.mentions_of[entity.key]
        before = [mention for mention in mentions if mention.end <= quantity.start]
        if before and before[-1].sentence == index:
            return self._before(before[-1], kind)
        after = [mention for mention in mentions if mention.start >= quantity.end and mention.sentence == index]
        if after:
            return self._after(after[0], kind)
        if not before:
            return ["later"]
        return self._earlier(before[-1], kind, len(mentions) > 1)

    def _earlier(self, mention: Mention, kind: str, repeated: bool) -> list[str]:
        """Signs of a name in a sentence before the figure's."""
        about, index = self.about, self.quantity.sentence
        near, last = mention.start >= self.paragraph, mention is self.last
        company = mention is self.last_company
        paragraphs = min(about.paragraphs[index] - about.paragraphs[mention.sentence], 5)
        elsewhere = any(mention.end <= place.start < self.quantity.start for place in about.places)
        levels = any(about.levels[mention.sentence + 1 : index + 1])
        lends = bool(cues.parts(about.lexicon, "lender").search(about.name(mention)))
        return [
            "earlier",
            f"earlier:far={min(index - mention.sentence, 5)}:{near}",
            f"earlier:paragraphs={paragraphs}",
            f"earlier:paragraphs:kind={paragraphs}:{kind}",
            f"earlier:paragraphs:repeated={paragraphs}:{repeated}",
            f"earlier:last={last}",
            f"earlier:near:kind={near}:{kind}",
            f"earlier:last:kind={last}:{kind}:{near}",
            f"earlier:last:spoken={last}:{bool(self.speaker)}:{near}",
            f"earlier:company={company}:{near}",
            f"earlier:company:spoken={company}:{bool(self.speaker)}",
            f"earlier:common={self.common}:{last}",
            f"earlier:here={self.here}:{last}",
            f"earlier:level={self.level}:{near}",
            f"earlier:elsewhere={elsewhere}:{near}",
            f"earlier:levels={levels}:{near}",
            f"earlier:lends={lends}",
            f"earlier:elsewhere:levels={elsewhere}:{levels}",
        ]

    def _before(self, mention: Mention, kind: str) -> list[str]:
        """Signs of a name before the figure in its sentence."""
        text, tokens = self.about.document.text, self.sentence.tokens
        gap = text[mention.end : self.quantity.start]
        token, preposition = _head(mention, tokens)
        case = token.feat("Case") if token else ""
        between = [token for token in tokens if mention.end <= token.start < self.quantity.start]
        names_post = cues.stems(self.about.lexicon, "head").search(
            text, max(self.sentence.start, mention.start - 60), mention.start
        )
        return [
            "before",
            f"before:case={case}",
            f"before:relation={token.rel if token else ''}",
            f"before:preposition={preposition}",
            f"before:kind={kind}",
            f"before:break={bool(_BREAK.search(gap))}:{kind}",
            f"before:near={len(gap) < 25}:{len(gap) < 70}",
            f"before:verb={any(tense_of(token) for token in between)}:{case}",
            f"before:says={any(token.lemma in self.about.speech for token in between)}",
            f"before:source={self.about.reports(text[self.sentence.start : mention.start])}",
            f"before:post={bool(names_post)}",
            f"before:last={mention is self.last}",
        ]

    def _after(self, mention: Mention, kind: str) -> list[str]:
        """Signs of a name after the figure in its sentence."""
        gap = self.about.document.text[self.quantity.end : mention.start]
        token, preposition = _head(mention, self.sentence.tokens)
        return [
            "after",
            f"after:break={bool(_BREAK.search(gap))}",
            f"after:near={len(gap) < 20}:{kind}",
            f"after:case={token.feat('Case') if token else ''}",
            f"after:preposition={preposition}",
        ]


def _head(mention: Mention, tokens: Sequence[Token]) -> tuple[Token | None, str]:
    """The first word of a name, and the preposition before it."""
    at = next((i for i, token in enumerate(tokens) if token.start >= mention.start), None)
    if at is None:
        return None, ""
    return tokens[at], tokens[at - 1].text.lower() if at and tokens[at - 1].pos == "ADP" else ""
