"""Puts together all that `data/encoder` holds, from the weights of one student.

Word pieces and embeddings are those that are shipped: no training changes them. The graph and
the logits of the probe follow from the weights. `recipe.json` keeps how the weights were made.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import onnx
from tokenizers import Tokenizer

from refiner.analyst.encoder import FOLDER, Encoder
from refiner.analyst.exact import exact_forward
from scripts.train.graph import write_graph
from scripts.train.pack import hash_file

UNCHANGED = ("embeddings_q4.npz", "tokenizer.json")
PROBE = (
    "It was, [like], late when we got there.",
    "I [like] the new kitchen very much.",
    "[You know], we never went back to that town.",
    "Do [you know] what time the next train leaves?",
    "[I mean], it could work if we try it.",
    "That is not what [I mean] by quality.",
    "[Well], that depends on the price, I think.",
    "She sings really [well] for her age.",
    "He was [kind of] tired after the long walk.",
    "that [sort of] thing never happens around here",
)
"""Invented sentences, each with a place in brackets; half of the places are fillers."""


def probe_rows(encoder: Encoder) -> Iterator[dict[str, Any]]:
    """Each place of the probe with its logit, as `probe.json` holds them."""
    for marked in PROBE:
        before, place, after = marked.replace("]", "[").split("[")
        start, end = len(before), len(before + place)
        (logit,) = encoder.logits(text := before + place + after, [(start, end)])
        yield {"text": text, "start": start, "end": end, "logit": round(logit, 4)}


def write_encoder(student: Path, out: Path, recipe: Mapping[str, Any]) -> None:
    """The files of `data/encoder`, into the folder `out`; `recipe` gets their hashes."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(student, out / "layers_q4.npz")
    for name in UNCHANGED:
        shutil.copyfile(FOLDER / name, out / name)
    write_graph(out)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    exact = Encoder(tokenizer, exact_forward(out))
    _write_json(out / "probe.json", list(probe_rows(exact)))
    names = ("layers_q4.npz", *UNCHANGED, "graph.onnx", "probe.json")
    versions = recipe.get("versions", {}) | {"onnx": onnx.__version__}
    hashes = {name: hash_file(out / name) for name in names}
    _write_json(out / "recipe.json", {**recipe, "versions": versions, "shipped_sha256": hashes})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
