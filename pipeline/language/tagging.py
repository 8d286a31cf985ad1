"""Morphology, lemmas, syntax and the name model's spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.document import Document, Name, NameType, Sentence, Token
from pipeline.language import models
from pipeline.language.lemmas import Lemmatizer, Reading
from pipeline.lexicon import Lexicon

_DIGIT = re.compile(r"\d")
_UNPARSED = frozenset(("date", "section", "counter", "hashtags", "advert", "debris", "foreign"))
GROUP = 25_000  # tokens read together: enough to share words and paths, few enough to keep them at hand


def tag(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add part of speech, features, lemma, head and relation to tokens, and names to documents.

    Heads and relations are filled where a sentence needs them: see ``_wanting_trees``.
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
    reading, known, numbers = lemmatizer.reading, lemmatizer.known, _number_words(lexicon)
    read = [
        [
            [known[tag].get(token[2]) or reading(token[2], tag) for token, tag in zip(sentence.tokens, next(tags))]
            for sentence in document.sentences
        ]
        for document in group
    ]
    wanted = [
        (i, j) for i, document in enumerate(group) for j in _wanting_trees(document, read[i], names[i], numbers)
    ]
    trees = dict(zip(wanted, tagger.trees([keys[i][j] for i, j in wanted]), strict=True))
    return [
        replace(
            document,
            sentences=tuple(
                _filled(sentence, read[i][j], trees.get((i, j))) for j, sentence in enumerate(document.sentences)
            ),
            names=names[i],
        )
        for i, document in enumerate(group)
    ]


def _wanting_trees(
    document: Document, readings: Sequence[Sequence[Reading]], names: Sequence[Name], numbers: frozenset[str]
) -> Iterator[int]:
    """Sentences to parse: those that hold a number, or a name whose case the tree tells, and what leads up to one."""
    named = {name.start for name in names if name.type == "PER" or " " in document.text[name.start : name.end]}
    counting = False  # whether the sentence after this holds a number
    for j in range(len(readings) - 1, -1, -1):
        sentence = document.sentences[j]
        if sentence.zone in _UNPARSED:
            continue
        led = counting
        counting = bool(_DIGIT.search(document.text, sentence.start, sentence.end)) or any(
            pos == "NUM" or lemma in numbers for lemma, pos, _ in readings[j]
        )
        if counting or led or any(token[0] in named for token in sentence.tokens):
            yield j


@lru_cache(maxsize=4)
def _number_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["word"].replace("ё", "е") for row in lexicon["numerals"])


def _names(document: Document, spans: Sequence[tuple[int, int, NameType]]) -> tuple[Name, ...]:
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    return tuple(Name(tokens[first].start, tokens[last].end, kind) for first, last, kind in spans)


@lru_cache(maxsize=4)
def _lemmatizer(lexicon: Lexicon) -> Lemmatizer:
    return Lemmatizer(lexicon, models.weights().morph.tags)


def _filled(
    sentence: Sentence, readings: Sequence[Reading], tree: tuple[list[int], list[int]] | None
) -> Sentence:
    labels = models.weights().syntax.names
    heads = tree[0] if tree else [-1] * len(readings)
    relations = [labels[kind] for kind in tree[1]] if tree else [""] * len(readings)
    new = tuple.__new__  # a token is a tuple; made so it costs half
    tokens = tuple(
        [
            new(Token, (token[0], token[1], token[2], *reading, head, relation))
            for token, reading, head, relation in zip(sentence.tokens, readings, heads, relations, strict=True)
        ]
    )
    return Sentence(sentence.index, sentence.start, sentence.end, tokens, sentence.zone)
