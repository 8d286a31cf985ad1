"""Morphology, lemmas, syntax and the name model's spans."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from pipeline.document import Document, Name, Sentence
from pipeline.language import models
from pipeline.lexicon import Lexicon


def tag(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add part of speech, features, lemma, head and relation to tokens, and names to documents."""
    return [_tag(document) for document in batch]


def _tag(document: Document) -> Document:
    from natasha import Doc

    tools = models.natasha()
    sentences: list[Sentence] = []
    names: list[Name] = []
    for sentence in document.sentences:
        doc = Doc(document.text[sentence.start : sentence.end])
        from natasha.doc import DocSent, DocToken

        tokens = [DocToken(t.start - sentence.start, t.end - sentence.start, t.text) for t in sentence.tokens]
        doc.tokens, doc.sents = tokens, [DocSent(0, len(doc.text), doc.text, tokens)]
        doc.tag_morph(tools["morph"])
        doc.parse_syntax(tools["syntax"])
        doc.tag_ner(tools["ner"])
        index = {token.id: i for i, token in enumerate(tokens)}
        made = []
        for bare, token in zip(sentence.tokens, tokens):
            token.lemmatize(tools["vocab"])
            feats = "|".join(f"{k}={v}" for k, v in (token.feats or {}).items())
            head = index.get(token.head_id, -1)
            made.append(replace(bare, lemma=token.lemma, pos=token.pos, feats=feats, head=head, rel=token.rel))
        names += [Name(sentence.start + s.start, sentence.start + s.stop, s.type) for s in doc.spans]
        sentences.append(replace(sentence, tokens=tuple(made)))
    return replace(document, sentences=tuple(sentences), names=tuple(names))
