"""Morphology, lemmas, syntax and the name model's spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.document import Document, Name, NameType, Sentence, Token
from pipeline.language import models
from pipeline.language.lemmas import Lemmatizer
from pipeline.lexicon import Lexicon


GROUP = 25_000  # tokens read together: enough to share words and paths, few enough to keep them at hand


def tag(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add part of speech, features, lemma, head and relation to tokens, and names to documents.

    Heads and relations are filled where a sentence needs them: see ``_wants_tree``.
    """
    done: list[Document] = []
    group: list[Document] = []
    size = 0
    for document in batch:
        group.append(document)
        size += sum(len(sentence.tokens) for sentence in document.sentences)
        if size >= GROUP:
            done += _tag(group, lexicon)
            group, size = [], 0
    return done + _tag(group, lexicon)


def _tag(group: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    tagger, lemmatizer = models.tagger(), _lemmatizer(lexicon)
    keys = [
        [tagger.keys([token.text for token in sentence.tokens]) for sentence in document.sentences]
        for document in group
    ]
    spans = tagger.names([[key for line in lines for key in line] for lines in keys])
    names = [_names(document, found) for document, found in zip(group, spans, strict=True)]
    tags = iter(tagger.tags([line for lines in keys for line in lines]))
    tagged = [[next(tags) for _ in lines] for lines in keys]
    wanted = [
        (i, j)
        for i, document in enumerate(group)
        for j, sentence in enumerate(document.sentences)
        if _wants_tree(sentence, names[i], lexicon)
    ]
    trees = dict(zip(wanted, tagger.trees([keys[i][j] for i, j in wanted]), strict=True))
    return [
        replace(
            document,
            sentences=tuple(
                _filled(sentence, tagged[i][j], trees.get((i, j)), lemmatizer)
                for j, sentence in enumerate(document.sentences)
            ),
            names=names[i],
        )
        for i, document in enumerate(group)
    ]


def _wants_tree(sentence: Sentence, names: Sequence[Name], lexicon: Lexicon) -> bool:
    return bool(sentence.tokens)


def _names(document: Document, spans: Sequence[tuple[int, int, NameType]]) -> tuple[Name, ...]:
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    return tuple(Name(tokens[first].start, tokens[last].end, kind) for first, last, kind in spans)


@lru_cache(maxsize=4)
def _lemmatizer(lexicon: Lexicon) -> Lemmatizer:
    return Lemmatizer(lexicon, models.weights().morph.tags)


def _filled(
    sentence: Sentence, tags: Sequence[int], tree: tuple[list[int], list[int]] | None, lemmatizer: Lemmatizer
) -> Sentence:
    labels = models.weights().syntax.names
    heads = tree[0] if tree else [-1] * len(tags)
    relations = [labels[kind] for kind in tree[1]] if tree else [""] * len(tags)
    reading, new = lemmatizer.reading, tuple.__new__  # a token is a tuple; made so it costs half
    tokens = tuple(
        [
            new(Token, (token[0], token[1], token[2], *reading(token[2], tag), head, relation))
            for token, tag, head, relation in zip(sentence.tokens, tags, heads, relations, strict=True)
        ]
    )
    return Sentence(sentence.index, sentence.start, sentence.end, tokens, sentence.zone)
