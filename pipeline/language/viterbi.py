"""Best tag sequences of a linear-chain conditional random field, for many sequences at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def best_paths(scores: Floats, starts: Sequence[int], lengths: Sequence[int], transitions: Floats) -> list[list[int]]:
    """The best tags of each sequence.

    ``scores`` (row x tag) holds the rows of all sequences; a sequence is ``lengths[i]`` rows from
    ``starts[i]``. ``transitions[a, b]`` is the score of b after a. Of equal paths the one with the
    lowest tags wins, as in slovnet. All sequences advance together, the longest first, so that the
    ones still going are a prefix.
    """
    order = sorted(range(len(starts)), key=lambda i: -lengths[i])
    begin = np.array([starts[i] for i in order], np.int64)
    length = np.array([lengths[i] for i in order], np.int64)
    going = int((length > 0).sum())
    paths: list[list[int]] = [[] for _ in starts]
    if not going:
        return paths
    steps = np.searchsorted(-length, -np.arange(1, int(length[0]) + 1), side="right").tolist()  # sequences longer
    rows = np.concatenate([begin[:n] + t for t, n in enumerate(steps)])  # first tokens of all, second tokens, …
    ahead = scores[rows]
    ends = np.cumsum(steps).tolist()
    from_tag = np.zeros(ahead.shape, np.int8)
    score = ahead[:going].copy()
    for n, end in zip(steps[1:], ends[1:], strict=True):
        ways = score[:n, :, None] + transitions
        ways += ahead[end - n : end, None, :]
        from_tag[end - n : end] = ways.argmax(axis=1)
        score[:n] = ways.max(axis=1)
    chosen = np.zeros(len(ahead), np.int8)
    tags = score.argmax(axis=1)  # of the last tokens, then of those before
    for n, end in zip(reversed(steps), reversed(ends), strict=True):
        chosen[end - n : end] = tags[:n]
        tags[:n] = from_tag[np.arange(end - n, end), tags[:n]]
    of_row = np.zeros(len(scores), np.int8)
    of_row[rows] = chosen
    listed = of_row.tolist()
    for i in range(len(starts)):
        paths[i] = listed[starts[i] : starts[i] + lengths[i]]
    return paths
