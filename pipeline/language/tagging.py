"""Morphology, lemmas, syntax and the name model's spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.document import Document, Name, NameType, Sentence, Token, parse_feats
from pipeline.language import models
from pipeline.language.lemmas import Lemmatizer
from pipeline.lexicon import Lexicon


def tag(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add part of speech, features, lemma, head and relation to tokens, and names to documents.

    Heads and relations are filled where a sentence needs them: see ``_wants_tree``.
    """
    tagger, lemmatizer = models.tagger(), _lemmatizer(lexicon)
    keys = [
        [tagger.keys(token.text for token in sentence.tokens) for sentence in document.sentences] for document in batch
    ]
    texts = [[key for line in lines for key in line] for lines in keys]
    names = [_names(document, spans) for document, spans in zip(batch, tagger.names(texts), strict=True)]
    flat = [line for lines in keys for line in lines]
    tags = iter(tagger.tags(flat))
    tagged = [[next(tags) for _ in lines] for lines in keys]
    wanted = [
        (i, j)
        for i, document in enumerate(batch)
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
        for i, document in enumerate(batch)
    ]


def _wants_tree(sentence: Sentence, names: Sequence[Name], lexicon: Lexicon) -> bool:
    return bool(sentence.tokens)


def _names(document: Document, spans: Sequence[tuple[int, int, NameType]]) -> tuple[Name, ...]:
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    return tuple(Name(tokens[first].start, tokens[last].end, kind) for first, last, kind in spans)


@lru_cache(maxsize=1024)
def _split_tag(tag: int) -> tuple[str, str]:
    """Part of speech and features of a tag, by its index."""
    pos, _, feats = models.weights().morph.tags[tag].partition("|")
    return pos, feats


def _reading(word: str, tag: int, lemmatizer: Lemmatizer) -> tuple[str, str, str]:
    """Lemma, part of speech and features of a word under a tag."""
    pos, feats = _split_tag(tag)
    return lemmatizer.lemma(word, pos, parse_feats(feats), feats), pos, feats


@lru_cache(maxsize=4)
def _lemmatizer(lexicon: Lexicon) -> Lemmatizer:
    return Lemmatizer(lexicon)


def _filled(
    sentence: Sentence, tags: Sequence[int], tree: tuple[list[int], list[int]] | None, lemmatizer: Lemmatizer
) -> Sentence:
    relations = models.weights().syntax.names
    heads, kinds = tree or ([-1] * len(tags), [])
    labels = [relations[kind] for kind in kinds] or [""] * len(tags)
    tokens = tuple(
        Token(token.start, token.end, token.text, *_reading(token.text, tag, lemmatizer), head, label)
        for token, tag, head, label in zip(sentence.tokens, tags, heads, labels, strict=True)
    )
    return replace(sentence, tokens=tokens)
