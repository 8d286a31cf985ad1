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
    from_tag = np.zeros(scores.shape, np.int8)
    score = scores[begin[:going]]
    steps = np.searchsorted(-length, -np.arange(1, int(length[0]) + 1), side="right")  # sequences longer than t
    for t in range(1, int(length[0])):
        n = int(steps[t])
        rows = begin[:n] + t
        ways = score[:n, :, None] + transitions + scores[rows][:, None, :]
        from_tag[rows] = ways.argmax(axis=1)
        score[:n] = ways.max(axis=1)
    chosen = np.zeros(len(scores), np.int8)
    best = score.argmax(axis=1)
    chosen[begin[:going] + length[:going] - 1] = best
    for t in range(int(length[0]) - 1, 0, -1):
        n = int(steps[t])
        rows = begin[:n] + t
        chosen[rows - 1] = from_tag[rows, chosen[rows]]
    listed = chosen.tolist()
    for i in range(len(starts)):
        paths[i] = listed[starts[i] : starts[i] + lengths[i]]
    return paths
