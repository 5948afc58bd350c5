"""The larger network: MiniLM, taught to tell the false statements of the lists from the rest."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.train.audit.batches import batches, pack
from scripts.train.audit.examples import Example
from scripts.train.learn import rate_at

EPOCHS, RATE, BATCH_PIECES = 3, 1.2e-4, 1500
WARM = 0.06  # the share of the steps over which the rate grows
SMOOTHING = 0.01  # of a label, which its author may have got wrong
MAX_PIECES = 96


class Teacher(nn.Module):
    """The pretrained layers, the mean of what they find, and a head of two layers."""

    def __init__(self, base: Path) -> None:
        from transformers import AutoModel, AutoTokenizer

        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.encoder = AutoModel.from_pretrained(base)
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, there: Tensor) -> Tensor:
        found = self.encoder(input_ids=pieces, attention_mask=there).last_hidden_state
        mean = (found * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        logits: Tensor = self.head(self.dropout(mean))[:, 0]
        return logits

    def numbers(self, example: Example) -> list[int]:
        text = example.as_words()
        found: list[int] = self.tokenizer(text, truncation=True, max_length=MAX_PIECES)["input_ids"]
        return found

    def vectors(self) -> dict[str, Any]:
        """The vector of each word piece."""
        table = self.encoder.get_input_embeddings().weight.detach().numpy().astype(np.float32)
        return {piece: table[n] for piece, n in self.tokenizer.get_vocab().items()}


def teach(base: Path, labelled: Sequence[tuple[Example, bool]], seed: int) -> Teacher:
    """A teacher of all examples."""
    torch.manual_seed(seed)
    choose, teacher = random.Random(seed), Teacher(base)
    samples = [(teacher.numbers(example), float(false)) for example, false in labelled]
    optimiser = torch.optim.AdamW(teacher.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * len(list(batches(samples, BATCH_PIECES, choose)))
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: rate_at(n, steps, WARM))
    teacher.train()
    for epoch in range(EPOCHS):
        for pieces, there, false in batches(samples, BATCH_PIECES, choose):
            wanted = torch.tensor(false) * (1 - 2 * SMOOTHING) + SMOOTHING
            loss = functional.binary_cross_entropy_with_logits(teacher(pieces, there), wanted)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            slower.step()
        print(f"teacher, epoch {epoch + 1}: {loss.item():.3f}", flush=True)
    teacher.eval()
    return teacher


@torch.no_grad()
def opinions(teacher: Teacher, examples: Sequence[Example]) -> list[float]:
    """The logit of each example."""
    numbers = [teacher.numbers(example) for example in examples]
    order = sorted(range(len(numbers)), key=lambda n: len(numbers[n]))
    found = [0.0] * len(numbers)
    for start in range(0, len(order), 128):
        rows = order[start : start + 128]
        logits = teacher(*pack([numbers[n] for n in rows])).tolist()
        for n, logit in zip(rows, logits, strict=True):
            found[n] = logit
    return found
