"""The small network in torch: what `refiner.advice.audit.network` computes, and how it learns."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from refiner.advice.audit.network import HEADS, MAX_PIECES, load_pieces
from scripts.train.audit.batches import batches
from scripts.train.audit.teacher import WARM
from scripts.train.learn import rate_at

WIDTH, LAYERS = 128, 2
EPOCHS, RATE, RATE_OF_PIECES, BATCH_PIECES = 12, 2e-3, 1e-3, 6000
LARGEST = 6.0  # a logit beyond it says no more


class Student(nn.Module):
    """Names of the parts as in the stored weights."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(len(load_pieces()), WIDTH, sparse=True)
        self.places = nn.Parameter(torch.randn(MAX_PIECES, WIDTH) * 0.02)
        sizes = {"near": (3 * WIDTH, WIDTH), "head": (2 * WIDTH, 1)}
        for layer in range(LAYERS):
            sizes |= {
                f"{layer}.qkv": (WIDTH, 3 * WIDTH),
                f"{layer}.out": (WIDTH, WIDTH),
                f"{layer}.up": (WIDTH, 2 * WIDTH),
                f"{layer}.down": (2 * WIDTH, WIDTH),
            }
        norms = ["last", *(f"{layer}.{name}" for layer in range(LAYERS) for name in ("n1", "n2"))]
        self.parts = nn.ModuleDict(
            {_key(name): nn.Linear(*size) for name, size in sizes.items()}
            | {_key(name): nn.LayerNorm(WIDTH) for name in norms}
        )
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, there: Tensor) -> Tensor:
        x = self.pieces(pieces) + self.places[: pieces.shape[1]]
        x = self.dropout(x) * there[..., None]
        before, after = functional.pad(x, (0, 0, 1, -1)), functional.pad(x, (0, 0, -1, 1))
        x = x + torch.relu(self._part("near", torch.cat([before, x, after], -1)))
        for layer in range(LAYERS):
            x = self._attend(x, there, f"{layer}.")
        x = self._part("last", x)
        mean = (x * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        most = (x - 1e4 * (1 - there[..., None])).max(1)[0]
        return self._part("head", torch.cat([mean, most], -1))[:, 0]

    def _attend(self, x: Tensor, there: Tensor, layer: str) -> Tensor:
        n, length, _ = x.shape
        asked = self._part(layer + "qkv", self._part(layer + "n1", x))
        q, k, v = asked.view(n, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mask = there[:, None, None, :].bool()
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(n, length, WIDTH)
        x = x + self.dropout(self._part(layer + "out", seen))
        inner = torch.relu(self._part(layer + "up", self._part(layer + "n2", x)))
        return x + self.dropout(self._part(layer + "down", inner))

    def _part(self, name: str, x: Tensor) -> Tensor:
        found: Tensor = self.parts[_key(name)](x)
        return found

    def begin_with(self, vectors: Mapping[str, Any]) -> None:
        """Vectors of word pieces from a larger network's, in the directions that differ most."""
        known = {name: n for name, n in load_pieces().items() if name in vectors}
        table = np.array([vectors[name] for name in known])
        table -= table.mean(0)
        directions = np.linalg.svd(table, full_matrices=False)[2][:WIDTH].T
        table = table @ directions
        with torch.no_grad():
            rows = torch.tensor(list(known.values()))
            self.pieces.weight[rows] = torch.tensor(table * (0.3 / table.std()))

    def save(self, path: Path) -> None:
        """Vectors of pieces in one byte a number, the rest in two."""
        table = self.pieces.weight.detach().numpy()
        scales = np.maximum(np.abs(table).max(1), 1e-6) / 127
        stored = {
            "pieces": np.round(table / scales[:, None]).astype(np.int8),
            "scales": scales.astype(np.float32),
            "places": self.places.detach().numpy().astype(np.float16),
            "layers": np.array(LAYERS),
        }
        for key, part in self.parts.items():
            name = key.replace("_", ".")
            weight = part.weight.detach().numpy().astype(np.float16)
            stored[name + ".w"] = weight.T if weight.ndim == 2 else weight
            stored[name + ".b"] = part.bias.detach().numpy().astype(np.float16)
        np.savez_compressed(path, **stored)


def _key(name: str) -> str:
    return name.replace(".", "_")


def learn(
    labelled: Sequence[tuple[Sequence[int], bool]],
    opinions: Sequence[tuple[Sequence[int], float]],
    vectors: Mapping[str, Any],
    seed: int,
) -> Student:
    """A student of labelled sentences, and of a teacher's logits of others."""
    torch.manual_seed(seed)
    choose, student = random.Random(seed), Student()
    student.begin_with(vectors)
    samples = [(numbers, (LARGEST if false else -LARGEST, True)) for numbers, false in labelled]
    samples += [
        (numbers, (max(-LARGEST, min(LARGEST, logit)), False)) for numbers, logit in opinions
    ]
    rest = [part for name, part in student.named_parameters() if name != "pieces.weight"]
    optimisers = [
        torch.optim.AdamW(rest, lr=RATE, weight_decay=0.01),
        torch.optim.SparseAdam([student.pieces.weight], lr=RATE_OF_PIECES),
    ]
    steps = EPOCHS * len(list(batches(samples, BATCH_PIECES, choose)))
    slower = [
        torch.optim.lr_scheduler.LambdaLR(one, lambda n: rate_at(n, steps, WARM))
        for one in optimisers
    ]
    for epoch in range(EPOCHS):
        for pieces, there, wanted in batches(samples, BATCH_PIECES, choose):
            loss = _loss(student(pieces, there), wanted)
            loss.backward()
            nn.utils.clip_grad_norm_(rest, 1.0)
            for one in (*optimisers, *slower):
                one.step()
            student.zero_grad()
        print(f"student, epoch {epoch + 1}: {loss.item():.3f}", flush=True)
    student.eval()
    return student


def _loss(logits: Tensor, wanted: list[tuple[float, bool]]) -> Tensor:
    """Of labels their likelihood, of opinions the square of how far off the logit is."""
    logit = torch.tensor([logit for logit, _ in wanted])
    known = torch.tensor([float(known) for _, known in wanted])
    chance = torch.sigmoid(logit) * 0.98 + 0.01
    of_labels = functional.binary_cross_entropy_with_logits(logits, chance, reduction="none")
    of_opinions = 0.05 * (logits - logit) ** 2
    return (of_labels * known + of_opinions * (1 - known)).mean()
