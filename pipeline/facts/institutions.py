"""Institutions: the organisations of a document that may own its figures, and which one stands where."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from pipeline.document import Document, Entity, Mention, Quantity, Sentence, Token
from pipeline.facts import cues
from pipeline.lexicon import Lexicon

_OWNING = ("company", "education")
_NAMED_LEVEL = re.compile(r"\W*(?:в|во|по)\s+[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+\s+(?:области|районе|городе)(?!\w)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[•·●▪*]|[-–—]\s+[а-яё\d]|\d{1,2}[.)]\s)")
_LABEL = re.compile(r"(?<!\w)от\s+(?:партии|фракции)\s")  # «депутаты от партии «Рассвет»»: a party that does nothing
_COMMON = re.compile(r"(?<![\w«-])[а-яё]{4,}")  # words of a name that are no proper ones: «завод» of «завод «Заря»»
_LEAD = 3  # sentences at the head of an article that say what it is about


def stem(word: str) -> str:
    """What the forms of a word begin with."""
    return word[:5].lower().replace("ё", "е")


class Institutions:
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
        return frozenset(stem(word) for name in named for word in _COMMON.findall(name))

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
        self.found: Institutions | None = None

    def of(self, document: Document, lexicon: Lexicon) -> Institutions:
        """The organisations of a document, gathered once."""
        if self.document is not document or self.found is None:
            self.document, self.found = document, Institutions(document, lexicon)
        return self.found


of = _Last().of
