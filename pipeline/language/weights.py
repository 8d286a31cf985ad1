"""Weights of the news models packaged with natasha, laid out for inference on packed rows.

The three models (morphology, syntax, names) share their vocabularies and word vectors; each has three
convolutions of width three over (word vector, shape vector), then its own head.
"""

from __future__ import annotations

import importlib.util
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.document import NameType

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Layer:
    """A convolution, ``relu(x * taps + bias)``; its batch norm is folded into the layer after it."""

    taps: Floats  # in x (3 * out): the weights for the row before, the row itself and the row after
    bias: Floats
    blank: Floats  # what stands in a separating row, so that the folded norm makes it zero


@dataclass(frozen=True)
class Affine:
    """``x @ weight + bias``."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True)
class Encoder:
    """What a model does before its head: its shape vectors, three layers, and the norm of the last."""

    shapes: Floats  # shape x 30
    layers: tuple[Layer, ...]
    scale: Floats
    shift: Floats


@dataclass(frozen=True)
class MorphModel:
    """Part of speech and features: one tag a token."""

    encoder: Encoder
    head: Affine
    tags: tuple[str, ...]  # «NOUN|Animacy=Inan|Case=Nom|…»


@dataclass(frozen=True)
class NameModel:
    """Names: tag scores and a conditional random field over them."""

    encoder: Encoder
    head: Affine
    transitions: Floats
    tags: tuple[tuple[str, NameType | None], ...]  # («B», «PER»)


@dataclass(frozen=True)
class Biaffine:
    """Scores of pairs: a side of the token, the kernel, a side of its candidate head."""

    root: Floats  # the side of the root, which stands over the sentence
    kernel: Floats


@dataclass(frozen=True)
class SyntaxModel:
    """Dependency heads and relations."""

    encoder: Encoder
    sides: Affine  # the four sides of a token: for arcs its own and as a head, for relations as a head and its own
    arcs: Biaffine
    relations: Biaffine
    names: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """All there is to load, read once per process."""

    words: dict[str, int]
    shapes: dict[str, int]
    unknown: int  # id of a word that is not in the vocabulary
    codebook: Floats  # part x centroid x 3
    codes: NDArray[np.uint8]  # word x part
    morph: MorphModel
    names: NameModel
    syntax: SyntaxModel

    def vectors(self, ids: NDArray[np.int64]) -> Floats:
        """Word vectors (word x 300) for word ids."""
        parts = np.arange(self.codebook.shape[0])
        return self.codebook[parts, self.codes[ids]].reshape(len(ids), -1)


def load() -> Weights:
    """Read the files of the installed natasha without importing it (it imports far more than these need)."""
    from slovnet.exec.model import NER, Morph, Syntax

    data = _data_folder()
    morph, morph_pack = _model(data / "model/slovnet_morph_news_v1.tar", Morph, ("tag", "word", "shape"))
    names, names_pack = _model(data / "model/slovnet_ner_news_v1.tar", NER, ("tag",))
    syntax, syntax_pack = _model(data / "model/slovnet_syntax_news_v1.tar", Syntax, ("rel",))
    codebook, codes = _word_vectors(data / "emb/navec_news_v1_1B_250K_300d_100q.tar")
    words = morph_pack["word"]
    return Weights(
        words=words.item_ids,
        shapes=morph_pack["shape"].item_ids,
        unknown=words.unk_id,
        codebook=codebook,
        codes=codes,
        morph=MorphModel(_encoder(morph), _affine(morph.head.proj), tuple(morph_pack["tag"].items)),
        names=NameModel(
            _encoder(names),
            _affine(names.head.proj),
            names.head.crf.transitions.array,
            tuple((tag.partition("-")[0], tag.partition("-")[2] or None) for tag in names_pack["tag"].items),
        ),
        syntax=SyntaxModel(
            _encoder(syntax),
            _side_by_side([syntax.head.head, syntax.head.tail, syntax.rel.head, syntax.rel.tail]),
            Biaffine(_rectified(syntax.head.tail, syntax.head.root), syntax.head.kernel.array),
            Biaffine(_rectified(syntax.rel.head, syntax.rel.root), syntax.rel.kernel.array),
            tuple(syntax_pack["rel"].items),
        ),
    )


def _data_folder() -> Path:
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("natasha is not installed; its model files are needed: pip install natasha==1.6.0")
    return Path(spec.submodule_search_locations[0]) / "data"


def _model(path: Path, kind: Any, vocabularies: tuple[str, ...]) -> tuple[Any, dict[str, Any]]:
    from slovnet.exec.pack import Pack

    with Pack(path) as pack:
        pack.load_meta().check_protocol()
        model = pack.load_model(kind)
        model = model.inject_arrays(dict(pack.load_arrays(model.weights)))
        return model, {name: pack.load_vocab(name) for name in vocabularies}


def _word_vectors(path: Path) -> tuple[Floats, NDArray[np.uint8]]:
    """Product-quantized vectors: the codebook and, for each word, its code in every part."""
    with tarfile.open(path) as archive:
        member = archive.extractfile("pq.bin")
        if member is None:
            raise FileNotFoundError(f"{path}: no pq.bin inside")
        data = member.read()
    words, _, parts, centroids = np.frombuffer(data, np.uint32, 4).tolist()
    codes = np.frombuffer(data, np.uint8, words * parts, 16).reshape(words, parts)
    codebook = np.frombuffer(data, np.float32, -1, 16 + words * parts).reshape(parts, centroids, -1)
    return codebook, codes


def _encoder(model: Any) -> Encoder:
    """The layers as one product each: the norm of a layer, ``x * scale + shift``, is put into the next one's taps."""
    layers = []
    width = model.encoder.layers[0].conv.weight.array.shape[1]
    scale, shift = np.ones(width, np.float32), np.zeros(width, np.float32)
    for layer in model.encoder.layers:
        weight, norm = layer.conv.weight.array, layer.norm  # out x in x tap
        taps = weight.transpose(1, 2, 0).reshape(width, -1)
        bias = layer.conv.bias.array + (shift @ taps).reshape(3, -1).sum(axis=0)
        taps = np.ascontiguousarray(taps * scale[:, None])
        width, scale = len(bias), norm.weight.array / norm.std.array
        shift = norm.bias.array - norm.mean.array * scale
        layers.append(Layer(taps, bias, -shift / scale))
    return Encoder(model.emb.shape.weight.array, tuple(layers), scale, shift)


def _affine(linear: Any) -> Affine:
    return Affine(np.ascontiguousarray(linear.weight.array), linear.bias.array)


def _side_by_side(layers: Sequence[Any]) -> Affine:
    weights = np.concatenate([layer.proj.weight.array for layer in layers], axis=1)
    return Affine(weights, np.concatenate([layer.proj.bias.array for layer in layers]))


def _rectified(layer: Any, row: Any) -> Floats:
    made: Floats = np.maximum(row.array @ layer.proj.weight.array + layer.proj.bias.array, 0)
    return made
