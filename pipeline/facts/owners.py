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
from itertools import accumulate, pairwise, repeat

from pipeline.document import Document, Entity, Mention, Quantity, Sentence, Token
from pipeline.facts import cues
from pipeline.facts.dates import tense_of
from pipeline.facts.surroundings import unit_kind
from pipeline.lexicon import Lexicon

_OWNING = ("company", "education")
_BREAK = re.compile(r"[,;:()]")
_NAMED_LEVEL = re.compile(r"\W*(?:в|во|по)\s+[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+\s+(?:области|районе|городе)(?!\w)", re.IGNORECASE)
_POINTS = re.compile(  # «исполнено 40 пунктов» of a programme
    r"(?<!\w)(?:мероприят|пункт|исполнен|выполнен|закрыт|намечен|поручен)", re.IGNORECASE
)
_ITEM = re.compile(r"\s*(?:[•·●▪*]|[-–—]\s+[а-яё\d]|\d{1,2}[.)]\s)")
_LABEL = re.compile(r"(?<!\w)от\s+(?:партии|фракции)\s")  # «депутаты от партии «Рассвет»»: a party that does nothing
_HERE = frozenset(("здесь", "тут", "там"))
_COMMON = re.compile(r"(?<![\w«-])[а-яё]{4,}")  # words of a name that are no proper ones: «завод» of «завод «Заря»»
_LEAD = 3  # sentences at the head of an article that say what it is about


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
    about = _LAST.of(document, lexicon)
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

    def __init__(self, quantity: Quantity, about: _About, speaker: str, host: str) -> None:
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
            _stem(token.lemma)
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


def _stem(word: str) -> str:
    """What the forms of a word begin with."""
    return word[:5].lower().replace("ё", "е")


def _head(mention: Mention, tokens: Sequence[Token]) -> tuple[Token | None, str]:
    """The first word of a name, and the preposition before it."""
    at = next((i for i, token in enumerate(tokens) if token.start >= mention.start), None)
    if at is None:
        return None, ""
    return tokens[at], tokens[at - 1].text.lower() if at and tokens[at - 1].pos == "ADP" else ""


class _About:
    """The organisations of a document but for outlets cited and parties of deputies, and which one stands where."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        sources = [zone for zone in document.zones if zone.kind == "source"]
        named = {
            m.entity for m in document.mentions
            if not any(zone.start <= m.start < zone.end for zone in sources)
            and not _LABEL.search(document.text, max(0, m.start - 20), m.end)
        }  # fmt: skip
        self.entities = {e.key: e for e in document.entities if e.type == "organization" and e.key in named}
        self.anaphors = frozenset(row["lemma"] for row in lexicon["anaphors"])
        self.speech = frozenset(row["lemma"].split()[0] for row in lexicon["speech_verbs"])
        self.mentions = [m for m in document.mentions if m.entity in self.entities]
        self.mentions_of: dict[str, list[Mention]] = {key: [] for key in self.entities}
        for mention in self.mentions:
            self.mentions_of[mention.entity].append(mention)
        self.places = [m for m in document.mentions if m.type in ("region", "place")]
        self.people = [m for m in document.mentions if m.type == "person"]
        self.levels = [self._says_level(document.text[s.start : s.end]) for s in document.sentences]
        self.paragraphs = self._paragraphs()
        body = [sentence for sentence in document.sentences if sentence.zone == "body"]
        self.lead = body[:_LEAD][-1].end if body else 0
        self.common = {key: self._common_words(key) for key in self.entities}
        self.heads: dict[str, str] = {}
        self.staffed = {role.organization for role in document.roles}  # with a person of their own in the article
        self.parties = [m for m in self.mentions if self.entities[m.entity].kind == "party"]
        self.companies = [m for m in self.mentions if self._stands(m)]
        self.article = self._of_article()
        self.programme = self._programme()
        self.standing = self._standing()
        self.still = {key: self._still(entity) for key, entity in self.entities.items()}

    def name(self, mention: Mention) -> str:
        """The canonical name of the organisation mentioned."""
        return self.entities[mention.entity].name

    def names(self, token: Token, sentence: int) -> bool:
        """Does a word stand in the name of an organisation?"""
        return any(m.start <= token.start < m.end for m in self.mentions if m.sentence == sentence)

    def _common_words(self, key: str) -> frozenset[str]:
        """Stems of the common words by which an organisation is named."""
        named = (self.document.text[m.start : m.end] for m in self.mentions_of[key])
        return frozenset(_stem(word) for name in named for word in _COMMON.findall(name))

    def _paragraphs(self) -> list[int]:
        """For each sentence the number of its paragraph."""
        text, sentences = self.document.text, self.document.sentences
        fresh = ("\n" in text[left.end : right.start] for left, right in pairwise(sentences))
        return list(accumulate(fresh, initial=0))

    def _still(self, entity: Entity) -> list[str]:
        """Signs of an organisation that are the same for every figure."""
        mentions = self.mentions_of[entity.key]
        sentences = self.document.sentences
        owning = sum(other.kind in _OWNING for other in self.entities.values())
        return [
            f"kind={entity.kind}",
            f"lends={bool(cues.parts(self.lexicon, 'lender').search(entity.name))}",
            f"works={bool(cues.parts(self.lexicon, 'works').search(entity.name))}:{entity.kind}",
            f"times={min(len(mentions), 4)}",
            f"first={bool(mentions) and mentions[0] is self.mentions[0]}",
            f"headline={any(sentences[m.sentence].zone == 'headline' for m in mentions)}",
            f"share={int(5 * len(mentions) / max(1, len(self.mentions)))}",
            f"only={owning == 1}:{entity.kind}",
        ]

    def level(self, quantity: Quantity, sentence: Sentence, lead: str) -> str:
        """What gives the figure to a region, a town or the country: words, an opening, a place named; or nothing."""
        opening = lead.lstrip(" –—-")
        turns = cues.words(self.lexicon, "elsewhere").match(opening)
        if self._says_level(lead):
            return "opening and words" if turns else "words"
        if turns:
            return "opening"
        if cues.words(self.lexicon, "same").match(opening):
            return ""
        for mention in self.document.mentions:
            placed = mention.sentence == sentence.index and mention.type in ("region", "place")
            if placed and mention.end <= quantity.start:
                before = self.document.text[max(0, mention.start - 4) : mention.start].lower().split()
                if before and before[-1] in ("в", "во", "по", "на"):
                    return "place"
        return ""

    def _says_level(self, text: str) -> bool:
        """Do words make figures after them those of a region, a town or the country?"""
        return bool(cues.words(self.lexicon, "level").search(text) or _NAMED_LEVEL.match(text))

    def reports(self, lead: str) -> bool:
        """Do the words before a name make it a source: «по данным», «сообщает»?"""
        found = list(cues.words(self.lexicon, "report").finditer(lead))
        return bool(found) and re.fullmatch(r"\s+(?:\w+\s+){0,2}[«\"]?", lead[found[-1].end() :]) is not None

    def _stands(self, mention: Mention) -> bool:
        """Is it a company or a house of its own, named in the body, whose figures later sentences may tell?"""
        entity, sentence = self.entities[mention.entity], self.document.sentences[mention.sentence]
        works = re.search("[A-Za-z]{3}", entity.name) or cues.parts(self.lexicon, "works").search(entity.name)
        if entity.kind not in _OWNING and not (entity.kind == "other" and works):
            return False
        if sentence.zone != "body" or cues.parts(self.lexicon, "lender").search(entity.name):
            return False
        return not self.reports(self.document.text[sentence.start : mention.start])

    def _of_article(self) -> str:
        """The company an article is about: named at its head, and a company's noun or its name in the headline."""
        if not self.companies:
            return ""
        sentences = self.document.sentences
        first = self.companies[0]
        headline = [s for s in sentences if s.zone == "headline"] or [s for s in sentences if s.zone == "body"][:1]
        opening = next((s.start for s in sentences if s.zone == "body" and s.end - s.start > 60), 0)
        others = [m.entity for m in self.companies if m.entity != first.entity]
        again = {key for key in others if others.count(key) > 1}
        several = len(again) > 1 if self.document.main_region else len(set(others)) > 1
        if first.start > opening + 700 or several:
            return ""
        nouns = [t for s in headline for t in s.tokens if t.lemma in self.anaphors and t.lemma != "хозяйство"]
        spoken = any(t.feat("Number") != "Plur" for t in nouns)
        title = " ".join(self.document.text[s.start : s.end] for s in headline).lower()
        called = any(w[:5] in title for w in re.findall(r"\w{4,}", self.name(first).lower()))
        return self.name(first) if spoken or called else ""

    def _programme(self) -> list[str]:
        """For each sentence the party whose programme was spoken of in it or up to three sentences before."""
        found = [""] * len(self.document.sentences)
        for mention in self.parties:
            sentence = self.document.sentences[mention.sentence]
            if "программ" in self.document.text[sentence.start : sentence.end].lower():
                for index in range(sentence.index, min(sentence.index + 4, len(found))):
                    found[index] = self.name(mention)
        return found

    def _standing(self) -> list[str]:
        """For each sentence the company its paragraph was about before it."""
        text, found = self.document.text, []
        state = ""
        for index, sentence in enumerate(self.document.sentences):
            fresh = index and self.paragraphs[index] > self.paragraphs[index - 1]
            if fresh and not _ITEM.match(text[sentence.start : sentence.end]):
                state = ""
            found.append(state)
            here = [m for m in self.companies if m.sentence == index]
            if here:
                state = self.name(here[-1])
            elif self.levels[index]:
                state = ""
        return found

    def meant(self, quantity: Quantity, sentence: Sentence, article: str) -> str:
        """The organisation a common noun of the sentence means: one named in the paragraph, else the article's."""
        opening = self.document.text.rfind("\n", 0, sentence.start) + 1
        if sentence.index and not self.document.text[opening : sentence.start].strip():
            opening = self.document.sentences[sentence.index - 1].start
        for token in sentence.tokens:
            if token.lemma not in self.anaphors or token.feat("Number") == "Plur" or token.end > quantity.start:
                continue
            near = [m for m in self.companies if opening <= m.start < token.start]
            if near:
                return self.name(near[-1])
            if article:
                return article
        return ""

    def headed_by(self, person: str) -> str:
        """The organisation a person most likely speaks for."""
        if person not in self.heads:
            self.heads[person] = self._headed_by(person)
        return self.heads[person]

    def _headed_by(self, person: str) -> str:
        """The organisation a person most likely speaks for.

        One of the kind his post names, that of his role, the company named last before him, else the article's first.
        """
        posts = [r for r in self.document.roles if r.person == person]
        stated = " ".join(role.position for role in posts).lower()
        nouns = [noun for noun in sorted(self.anaphors) if re.search(rf"(?<!\w){noun[:-1]}", stated)]
        nouns += ["больница"] * ("врач" in stated)
        kin = [m for m in self.companies if any(noun[:-1] in self.name(m).lower() for noun in nouns)]
        if kin:
            return self.name(kin[0])
        if nouns and self.article:
            return self.article
        stated_of = next((role.organization for role in posts if role.organization), "")
        if stated_of:
            return stated_of
        first = min((m.start for m in self.document.mentions if m.entity == person), default=0)
        earlier = [m for m in self.companies if m.start < first and first - m.end < 700] or self.companies[:1]
        return self.name(earlier[-1]) if earlier else ""


class _Last:
    """The document last asked about: every figure of a document asks for the same organisations."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.about: _About | None = None

    def of(self, document: Document, lexicon: Lexicon) -> _About:
        if self.document is not document or self.about is None:
            self.document, self.about = document, _About(document, lexicon)
        return self.about


_LAST = _Last()
