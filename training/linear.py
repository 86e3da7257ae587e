"""A linear model over hashed features for all predicates at once, and its out-of-outlet scores."""

from __future__ import annotations

import numpy as np
import torch
from scipy.sparse import csr_matrix
from torch.nn.functional import binary_cross_entropy_with_logits


def train(x: csr_matrix, y: np.ndarray, weight: np.ndarray, *, epochs: int = 8, rate: float = 0.05, decay: float = 2e-5,
          size: int = 256, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Weights (columns of ``x``, outputs) and biases: logistic loss, Adagrad, small decay. ``weight`` as ``y``, 0 to leave out."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    table = torch.nn.EmbeddingBag(x.shape[1], y.shape[1], mode="sum", sparse=True)
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.full((y.shape[1],), -4.0))
    sparse = torch.optim.Adagrad([table.weight], lr=rate)
    dense = torch.optim.Adagrad([bias], lr=rate)
    starts, lengths = x.indptr[:-1], np.diff(x.indptr)
    for _ in range(epochs):
        order = rng.permutation(x.shape[0])
        for begin in range(0, len(order), size):
            rows = order[begin : begin + size]
            columns = np.concatenate([x.indices[starts[r] : starts[r] + lengths[r]] for r in rows])
            offsets = np.cumsum(np.r_[0, lengths[rows][:-1]])
            out = (
                table(torch.from_numpy(columns.astype(np.int64)), torch.from_numpy(offsets.astype(np.int64)))
                + bias
            )
            loss = (
                binary_cross_entropy_with_logits(
                    out, torch.from_numpy(y[rows]), torch.from_numpy(weight[rows]), reduction="sum"
                )
                / size
            )
            sparse.zero_grad()
            dense.zero_grad()
            loss.backward()
            sparse.step()
            dense.step()
        with torch.no_grad():
            table.weight *= 1 - decay * len(order) / size
    return table.weight.detach().numpy(), bias.detach().numpy()


def score(x: csr_matrix, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.asarray(x @ weights + bias, np.float32)
