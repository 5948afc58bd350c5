"""Loops of training: masked words, judged places, and the logits of a trained network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from scripts.train.network import PAD, WIDTH, Embeddings, Network

MASK, SPECIALS = 11999, 3  # the mask's number; numbers below are marks
MASKED = 16  # pieces of a window that are guessed
SMOOTHING = 0.03  # of a label, which people may have got wrong
HEAD_RATE = 1e-3
SHUFFLE = 16  # pieces by which windows of one batch may differ in length, and more
AnyArray = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Pool:
    """Windows on the device: pieces (n, LENGTH), places (n, PLACES) and how likely each is one.

    `chance` (n, PLACES) is 0 to 1, below 0 for no place.
    """

    pieces: Tensor
    first: Tensor
    last: Tensor
    chance: Tensor
    lengths: AnyArray

    def __len__(self) -> int:
        return len(self.pieces)


def pool_of(
    windows: Any, device: torch.device, chance: AnyArray | None = None, smoothing: float = 0.0
) -> Pool:
    """`windows` (`scripts.train.windows.Windows`) with `chance`, or their labels smoothed."""
    known = windows.label.astype(np.float32)
    soft = known * (1 - 2 * smoothing) + smoothing if chance is None else chance
    soft = np.where(known < 0, -1.0, soft).astype(np.float32)
    pieces, first, last = (
        torch.from_numpy(array.astype(np.int32)).to(device)
        for array in (windows.pieces, windows.first, windows.last)
    )
    chances = torch.from_numpy(soft).to(device)
    return Pool(pieces, first, last, chances, (windows.pieces != PAD).sum(1))


def rate_at(step: int, steps: int, warm: float = 0.1) -> float:
    """Up over the first tenth, then down to a fiftieth."""
    return min(1.0, (step + 1) / (warm * steps + 1)) * max(0.02, 1 - step / steps)


def _optimiser(network: Network, rate: float, more: Sequence[Tensor] = ()) -> Any:
    matrices: list[Tensor] = []
    vectors: list[Tensor] = []
    for values in network.parts.values():
        if values.requires_grad:
            (matrices if values.ndim == 2 else vectors).append(values)
    heads = [network.head, network.head_bias, *more]
    return torch.optim.AdamW(
        [
            {"params": matrices, "base": rate, "weight_decay": 0.01},
            {"params": vectors, "base": rate, "weight_decay": 0.0},
            {"params": heads, "base": HEAD_RATE, "weight_decay": 0.0},
        ],
        fused=network.head.is_cuda,
    )


def _step(optimiser: Any, loss: Tensor, share: float) -> None:
    loss.backward()
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * share
    held = [p for group in optimiser.param_groups for p in group["params"] if p.grad is not None]
    torch.nn.utils.clip_grad_norm_(held, 1.0, foreach=True)
    optimiser.step()
    optimiser.zero_grad()


class WordHead(torch.nn.Module):
    """Guesses a masked piece from its state; its last matrix is the embeddings."""

    def __init__(self, embeddings: Embeddings) -> None:
        super().__init__()
        self._embeddings = [embeddings]
        self.dense = torch.nn.Parameter(torch.eye(WIDTH))
        self.bias = torch.nn.Parameter(torch.zeros(WIDTH))
        self.scale = torch.nn.Parameter(torch.full((1,), 0.4))
        self.shift = torch.nn.Parameter(torch.zeros(len(embeddings.words)))

    def forward(self, h: Tensor) -> Tensor:
        h = functional.layer_norm(
            functional.gelu(functional.linear(h, self.dense, self.bias)), (WIDTH,)
        )
        return functional.linear(h, self._embeddings[0].words).float() * self.scale + self.shift


def guess_words(
    network: Network,
    head: WordHead,
    batch: Callable[[], Tensor],
    steps: int,
    rate: float,
    log: Callable[[str], None],
) -> None:
    """Train `network` to guess masked pieces of `batch()`, (windows, pieces)."""
    optimiser = _optimiser(network, rate, list(head.parameters()))
    network.train()
    began, losses = time.monotonic(), []
    for step in range(steps):
        pieces = batch()
        drawn = torch.rand(pieces.shape, device=pieces.device) * (pieces >= SPECIALS)
        at = drawn.topk(MASKED, 1).indices
        wanted = pieces.gather(1, at)
        chance = torch.rand(at.shape, device=pieces.device)
        other = torch.randint(SPECIALS, MASK, at.shape, device=pieces.device)
        shown = torch.where(chance < 0.8, MASK, torch.where(chance < 0.9, other, wanted))
        shown = torch.where(wanted >= SPECIALS, shown, wanted)
        with torch.autocast(pieces.device.type, torch.bfloat16, enabled=pieces.is_cuda):
            h = network.hidden(pieces.scatter(1, at, shown))
            logits = head(h.gather(1, at[..., None].expand(-1, -1, WIDTH)))
        targets = torch.where(wanted >= SPECIALS, wanted, -100)
        loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
        _step(optimiser, loss, rate_at(step, steps, 0.06))
        losses.append(loss.detach())
    eighth = max(1, steps // 8)
    course = [torch.stack(losses[i : i + eighth]).mean().item() for i in range(0, steps, eighth)]
    log(
        f"words {steps} steps {time.monotonic() - began:.1f} s: "
        + " ".join(f"{x:.2f}" for x in course)
    )


def batches(chosen: AnyArray, lengths: AnyArray, size: int, rng: Any) -> Iterator[AnyArray]:
    """`chosen` in batches of windows of about one length, in random order."""
    order = chosen[np.argsort(lengths[chosen] + rng.random(len(chosen)) * SHUFFLE)]
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    for i in rng.permutation(len(cut)):
        yield cut[i]


def judge_places(
    network: Network,
    pool: Pool,
    epochs: Sequence[AnyArray],
    size: int,
    rate: float,
    seed: int,
    log: Callable[[str], None],
) -> None:
    """Train `network` on the windows of `pool` that each epoch lists."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    optimiser = _optimiser(network, rate)
    network.train()
    steps = sum(-(-len(chosen) // size) for chosen in epochs)
    began, step, losses = time.monotonic(), 0, []
    for chosen in epochs:
        total = torch.zeros((), device=network.head.device)
        n = 0
        for rows in batches(chosen, pool.lengths, size, rng):
            at = torch.from_numpy(rows).to(network.head.device)
            chance = pool.chance[at]
            length = _up_to(int(pool.lengths[rows].max()))
            logits = network(pool.pieces[at][:, :length].long(), pool.first[at], pool.last[at])
            weight = (chance >= 0).float()
            loss = functional.binary_cross_entropy_with_logits(
                logits, chance.clamp(min=0), weight, reduction="sum"
            ) / weight.sum().clamp(min=1)
            _step(optimiser, loss, rate_at(step, steps))
            step, n = step + 1, n + 1
            total += loss.detach()
        losses.append((total / max(1, n)).item())
    took = time.monotonic() - began
    log(
        f"{network.layers} layers {steps} steps {took:.1f} s: "
        + " ".join(f"{x:.3f}" for x in losses)
    )


def _up_to(length: int) -> int:
    return -(-length // 16) * 16


@torch.no_grad()
def read_logits(network: Network, pool: Pool, size: int = 512) -> AnyArray:
    """The logit of every place, (n, PLACES); what is no place has a number without meaning."""
    network.eval()
    order = np.argsort(pool.lengths)
    found = np.zeros(pool.chance.shape, np.float32)
    for i in range(0, len(order), size):
        rows = order[i : i + size]
        at = torch.from_numpy(rows).to(network.head.device)
        length = _up_to(int(pool.lengths[rows].max()))
        logits = network(pool.pieces[at][:, :length].long(), pool.first[at], pool.last[at])
        found[rows] = logits.cpu().numpy()
    return found
