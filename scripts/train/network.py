"""The encoder as a network that learns (PyTorch); `refiner.analyst.exact` is the same in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from refiner.analyst.exact import GROUP, HEADS, bucket_distances, unpack_levels

WIDTH, DROPPED = 768, 0.1
PAD = 1  # as in refiner.analyst.encoder
PARTS = ("wqkv", "bqkv", "wo", "bo", "g1", "b1", "wi", "bi", "wf", "bf", "g2", "b2")
AnyArray = np.ndarray[Any, np.dtype[Any]]


def round_to_four_bits(weights: Tensor) -> Tensor:
    """The weights as they will be stored; gradients pass as if nothing was rounded."""
    grouped = weights.detach().view(-1, GROUP)
    scales = (grouped.abs().amax(1, keepdim=True) / 7.5).half().float().clamp(min=1e-8)
    rounded = ((grouped / scales - 0.5).round().clamp(-8, 7) + 0.5) * scales
    return weights + (rounded.view_as(weights) - weights).detach()


class Embeddings(nn.Module):
    """Word pieces, positions and distances as shipped; never trained."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with np.load(path) as stored:
            words = unpack_levels(stored["q"], stored["s"], stored["shape"])
            self.register_buffer("words", torch.from_numpy(words))
            self.register_buffer("positions", torch.from_numpy(stored["pos"].astype(np.float32)))
            self.register_buffer("gain", torch.from_numpy(stored["g"]))
            self.register_buffer("bias", torch.from_numpy(stored["b"]))
            buckets = torch.from_numpy(bucket_distances(len(stored["pos"])).astype(np.int64))
            distances = torch.from_numpy(stored["rb"])[buckets]
            self.register_buffer("distances", distances.permute(2, 0, 1).contiguous())

    def forward(self, pieces: Tensor) -> Tensor:
        x = functional.embedding(pieces, self.words) + self.positions[: pieces.shape[1]]
        return functional.layer_norm(x, (WIDTH,), self.gain, self.bias, 1e-5)


class Network(nn.Module):
    """Layers over `embeddings` (shared, not copied) and a head: one logit a place."""

    def __init__(
        self,
        embeddings: Embeddings,
        start: Mapping[str, AnyArray],
        layers: int,
        *,
        frozen: int = 0,
        four_bits: bool = False,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self._embeddings = [embeddings]  # in a list: no part of this network's own state
        self.layers, self.frozen, self.four_bits = layers, frozen, four_bits
        self.parts = nn.ParameterDict(
            {
                f"{i}_{part}": nn.Parameter(
                    torch.from_numpy(np.array(start[f"{i}.{part}"], np.float32)), i >= frozen
                )
                for i in range(layers)
                for part in PARTS
            }
        )
        drawn = torch.randn(WIDTH, generator=torch.Generator().manual_seed(seed)) * 0.02
        self.head = nn.Parameter(drawn)
        self.head_bias = nn.Parameter(torch.zeros(1))

    def part(self, layer: int, name: str) -> Tensor:
        weights: Tensor = self.parts[f"{layer}_{name}"]
        rounded = self.four_bits and weights.ndim == 2
        return round_to_four_bits(weights) if rounded else weights

    def hidden(self, pieces: Tensor) -> Tensor:
        """The last layer's states, (windows, pieces, WIDTH)."""
        windows, length = pieces.shape
        embeddings = self._embeddings[0]
        dropped = DROPPED if self.training else 0.0
        h = functional.dropout(embeddings(pieces), dropped)
        away = torch.where(pieces == PAD, -1e4, 0.0)[:, None, None]
        mask = embeddings.distances[:, :length, :length] + away
        mask = mask.to(torch.bfloat16 if h.is_cuda else torch.float32)
        for i in range(self.layers):
            with torch.set_grad_enabled(torch.is_grad_enabled() and i >= self.frozen):
                projected = functional.linear(h, self.part(i, "wqkv"), self.part(i, "bqkv"))
                q, k, v = projected.view(windows, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
                read = functional.scaled_dot_product_attention(
                    q, k, v, attn_mask=mask, dropout_p=dropped
                )
                read = read.transpose(1, 2).reshape(windows, length, WIDTH)
                h = self._add(h, read, i, "wo", "bo", "g1", "b1")
                inner = functional.gelu(
                    functional.linear(h, self.part(i, "wi"), self.part(i, "bi"))
                )
                h = self._add(h, inner, i, "wf", "bf", "g2", "b2")
        return h

    def _add(self, h: Tensor, x: Tensor, layer: int, *names: str) -> Tensor:
        weights, bias, gain, shift = (self.part(layer, name) for name in names)
        x = functional.dropout(
            functional.linear(x, weights, bias), DROPPED if self.training else 0.0
        )
        return functional.layer_norm(h + x, (WIDTH,), gain, shift, 1e-5)

    def forward(self, pieces: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """The logit of each place: the mean over its pieces, (windows, places)."""
        on_card = pieces.is_cuda
        with torch.autocast(pieces.device.type, torch.bfloat16, enabled=on_card):
            h = self.hidden(pieces)
        h = h.float()
        at = torch.arange(pieces.shape[1], device=pieces.device)
        inside = ((at >= first[..., None]) & (at < last[..., None])).float()
        mean = (inside @ h) / inside.sum(-1, keepdim=True).clamp(min=1)
        mean = functional.dropout(mean, DROPPED if self.training else 0.0)
        return mean @ self.head + self.head_bias

    def weights(self) -> dict[str, AnyArray]:
        """Under the names of `data/encoder/layers_q4.npz`, in full precision."""
        found = {
            name.replace("_", "."): values.detach().float().cpu().numpy()
            for name, values in self.parts.items()
        }
        found["head.w"] = self.head.detach().float().cpu().numpy()
        found["head.b"] = self.head_bias.detach().float().cpu().numpy()
        return found
