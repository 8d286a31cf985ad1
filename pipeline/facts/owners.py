"""Whose a figure is: the organisation whose jobs, output or money it counts.

In the order tried: an organisation named before the figure in its sentence, or after it in the same
clause; a common noun that means one named before («предприятие»); the organisation the speaker
heads; the one the paragraph is about; the one the article is about. Figures of a region, a town or
the country belong to none, and neither do those an organisation only reports.
"""

from __future__ import annotations

import re

from pipeline.document import Document, Entity, Mention, Quantity, Sentence
from pipeline.facts import cues
from pipeline.facts.dates import tense_of
from pipeline.lexicon import Lexicon

_OWNING = ("company", "education")
_BREAK = re.compile(r"[,;:()]|\s[–—-]\s")
_NAMED_LEVEL = re.compile(r"\W*(?:в|во|по)\s+[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+\s+(?:области|районе|городе)(?!\w)", re.IGNORECASE)
_PARTY = re.compile(r"программ\w+\s+(?:партии\s+)?«?$", re.IGNORECASE)
_POINTS = re.compile(r"(?<!\w)(?:мероприят|пункт|исполнен|выполнен|закрыт|намечен|поручен)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[•·●▪*]|[-–—]\s+[а-яё\d]|\d{1,2}[.)]\s)")
_NO_BODY = re.compile(r"(?:МСБ|ООН|ЕАЭС|ЕЭС|СНГ|ВТО|СМИ|ЖКХ|ЕС|ШОС|ВОЗ|ЦОН|НПП|ГНПП|.*\d.*)")


def of(quantity: Quantity, document: Document, lexicon: Lexicon, speaker: str = "", host: str = "") -> str:
    """Name of the organisation the figure is about, empty if none.

    ``speaker`` is the key of who says it, ``host`` of the person an interview is with: it is about his house.
    """
    about = _LAST.of(document, lexicon)
    sentence = document.sentences[quantity.sentence]
    lead = document.text[sentence.start : quantity.start]
    headed = about.headed_by(speaker, speaker == host) if speaker else ""
    article = about.article or (about.headed_by(host, True) if host else "")
    if headed and cues.words(lexicon, "ours").search(lead):
        return headed
    named = about.in_sentence(quantity, sentence)
    meant = about.meant(quantity, sentence, article)
    if named and not (meant and named.start > quantity.start):
        return about.name(named)
    if meant:
        return meant
    if about.programme[sentence.index] and _POINTS.search(document.text[sentence.start : sentence.end]):
        return about.programme[sentence.index]
    if about.level(quantity, sentence, lead):
        return ""
    if speaker:
        return headed or article
    return article or about.standing[sentence.index]


class _About:
    """The organisations of a document that can own figures, and which one stands where."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self.entities: dict[str, Entity] = {e.key: e for e in document.entities if e.type == "organization"}
        self.anaphors = frozenset(row["lemma"] for row in lexicon["anaphors"])
        self.speech = frozenset(row["lemma"].split()[0] for row in lexicon["speech_verbs"])
        mentions = [m for m in document.mentions if m.entity in self.entities]
        self.named = [m for m in mentions if self._owns(m)]
        self.bodies = [m for m in mentions if self.entities[m.entity].kind in ("government", "parliament", "party")]
        self.companies = [m for m in self.named if not self._lends(m) and self._stands(m)]
        self.article = self._of_article()
        self.programme = self._programme()
        self.standing = self._standing()

    def name(self, mention: Mention) -> str:
        """The canonical name of the organisation mentioned."""
        return self.entities[mention.entity].name

    def in_sentence(self, quantity: Quantity, sentence: Sentence) -> Mention | None:
        """The organisation named beside the figure: the nearest before it, else after it in its clause."""
        text = self.document.text
        here = [m for m in self.named if m.sentence == sentence.index and not self._aside(m, quantity)]
        doers = [m for m in self.bodies if m.sentence == sentence.index and self._does(m, sentence)]
        bodies = [m for m in self.bodies if m.sentence == sentence.index]
        doers += [m for m in bodies if _PARTY.search(text[sentence.start : m.start])]
        before = [m for m in here if m.end <= quantity.start and (not self._lends(m) or self._near(m, quantity))]
        before += [m for m in doers if m.end <= quantity.start]
        if before:
            return max(before, key=lambda m: m.start)
        after = [m for m in here if m.start >= quantity.end and not _BREAK.search(text[quantity.end : m.start])]
        return after[0] if after else None

    def _aside(self, mention: Mention, quantity: Quantity) -> bool:
        """Does the name stand in brackets that the figure is not in?"""
        between = self.document.text[mention.end : quantity.start]
        return mention.end <= quantity.start and between.count(")") > between.count("(")

    def _near(self, mention: Mention, quantity: Quantity) -> bool:
        """A lender's figures are those right after its name."""
        return not re.search(r"[,;:]", self.document.text[mention.end : quantity.start])

    def _does(self, mention: Mention, sentence: Sentence) -> bool:
        """Does a public body do what is told, «департамент выявил», «комитетом проведено», and not only say it?"""
        tokens = sentence.tokens
        at = next((i for i, t in enumerate(tokens) if t.start >= mention.start and t.pos in ("NOUN", "PROPN")), None)
        if at is None or (at and tokens[at - 1].pos == "ADP"):
            return False
        rest = [t for t in tokens[at + 1 :] if t.start >= mention.end and tense_of(t)]
        if tokens[at].feat("Case") == "Ins":
            verbs = [t for t in tokens if t.feat("Variant") == "Short" or t.text.endswith("ся")]
            return bool(verbs)
        subject = tokens[at].rel == "nsubj" or tokens[at].feat("Case") == "Nom"
        return subject and bool(rest) and rest[0].lemma not in self.speech and at < 8

    def level(self, quantity: Quantity, sentence: Sentence, lead: str) -> bool:
        """Is the figure one of a region, a town or the country, or of something else again?"""
        opening = lead.lstrip(" –—-")
        if self._says_level(lead) or cues.words(self.lexicon, "elsewhere").match(opening):
            return True
        if cues.words(self.lexicon, "same").match(opening):
            return False
        for mention in self.document.mentions:
            placed = mention.sentence == sentence.index and mention.type in ("region", "place")
            if placed and mention.end <= quantity.start:
                before = self.document.text[max(0, mention.start - 4) : mention.start].lower().split()
                if before and before[-1] in ("в", "во", "по", "на"):
                    return True
        return False

    def _says_level(self, text: str) -> bool:
        """Do words make figures after them those of a region, a town or the country?"""
        return bool(cues.words(self.lexicon, "level").search(text) or _NAMED_LEVEL.match(text))

    def _owns(self, mention: Mention) -> bool:
        """Can figures beside this mention be the organisation's own?"""
        entity = self.entities[mention.entity]
        sentence = self.document.sentences[mention.sentence]
        text = self.document.text
        named = text[mention.start : mention.end]
        quoted = text[mention.start - 1 : mention.start] == "«" or bool(re.search(r"«|[A-Za-z]{3}", named))
        works = quoted or cues.parts(self.lexicon, "works").search(entity.name)
        other = entity.kind == "other" and works and not _NO_BODY.fullmatch(entity.name)
        if entity.kind not in _OWNING and not other:
            return False
        return sentence.zone == "body" and not self._reports(text[sentence.start : mention.start])

    def _reports(self, lead: str) -> bool:
        """Do the words before a name make it a source: «по данным», «сообщает»?"""
        found = list(cues.words(self.lexicon, "report").finditer(lead))
        return bool(found) and re.fullmatch(r"\s+(?:\w+\s+){0,2}[«\"]?", lead[found[-1].end() :]) is not None

    def _stands(self, mention: Mention) -> bool:
        """Can figures of later sentences be its own? A quoted name of nobody knows what owns those beside it only."""
        entity = self.entities[mention.entity]
        latin = re.search("[A-Za-z]{3}", entity.name)
        return entity.kind in _OWNING or bool(latin or cues.parts(self.lexicon, "works").search(entity.name))

    def _lends(self, mention: Mention) -> bool:
        return bool(cues.parts(self.lexicon, "lender").search(self.entities[mention.entity].name))

    def _of_article(self) -> str:
        """The company an article is about: named at its head, and a company's noun or its name in the headline."""
        if not self.companies:
            return ""
        sentences = self.document.sentences
        first = self.companies[0]
        headline = [s for s in sentences if s.zone == "headline"] or list(sentences[:1])
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
        """For each sentence the party whose programme was spoken of up to three sentences before."""
        found = [""] * len(self.document.sentences)
        for mention in self.bodies:
            sentence = self.document.sentences[mention.sentence]
            around = self.document.text[sentence.start : sentence.end].lower()
            if self.entities[mention.entity].kind == "party" and "программ" in around:
                for index in range(sentence.index + 1, min(sentence.index + 4, len(found))):
                    found[index] = self.name(mention)
        return found

    def _standing(self) -> list[str]:
        """For each sentence the company its paragraph was about before it."""
        text, found = self.document.text, []
        state = ""
        sentences = self.document.sentences
        for index, sentence in enumerate(sentences):
            fresh = index and "\n" in text[sentences[index - 1].end : sentence.start]
            if fresh and not _ITEM.match(text[sentence.start : sentence.end]):
                state = ""
            found.append(state)
            here = [m for m in self.companies if m.sentence == index]
            if here:
                state = self.name(here[-1])
            elif self._says_level(text[sentence.start : sentence.end]):
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

    def headed_by(self, person: str, interview: bool = False) -> str:
        """The organisation of a speaker who heads or works in one, empty for officials."""
        posts = [r for r in self.document.roles if r.person == person]
        stated = " ".join(role.position for role in posts).lower()
        first_words = " ".join(" ".join(role.position.split()[:3]) for role in posts)
        heads = cues.stems(self.lexicon, "head").search(stated)
        if cues.stems(self.lexicon, "official").search(first_words) or not (interview or heads):
            return ""
        nouns = [noun for noun in sorted(self.anaphors) if re.search(rf"(?<!\w){noun[:-1]}", stated)]
        nouns += ["больница"] * ("врач" in stated)
        kin = [m for m in self.companies if any(noun[:-1] in self.name(m).lower() for noun in nouns)]
        if kin:
            return self.name(kin[0])
        if nouns and self.article:
            return self.article
        for role in posts:
            kind = next((e.kind for e in self.entities.values() if e.name == role.organization), "")
            lends = cues.parts(self.lexicon, "lender").search(role.organization) and not nouns
            if role.organization and kind in (*_OWNING, "other") and not lends:
                return role.organization
        first = min((m.start for m in self.document.mentions if m.entity == person), default=0)
        earlier = [m for m in self.companies if m.start < first and first - m.end < 700]
        if interview and not earlier:
            earlier = self.companies[:1]
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
