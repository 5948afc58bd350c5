"""The computation of the encoder: the shipped file is what the script writes, and it is right."""

from __future__ import annotations

import json
from pathlib import Path

import onnx
import pytest
from tokenizers import Tokenizer

from refiner.analyst.encoder import FOLDER, MAX_DIFFERENCE, Encoder
from refiner.analyst.exact import exact_forward
from refiner.analyst.integers import integer_forward
from scripts.train.graph import build_graph, read_sizes, write_graph
from tests.support.students import save_student

DATA = ("embeddings_q4.npz", "layers_q4.npz")


def test_the_shipped_graph_is_what_the_script_writes() -> None:
    shipped = onnx.load(FOLDER / "graph.onnx", load_external_data=False)
    assert shipped == build_graph(read_sizes(FOLDER))


def test_the_graph_gives_the_known_logits(tmp_path: Path) -> None:
    for name in DATA:
        (tmp_path / name).symlink_to(FOLDER / name)
    write_graph(tmp_path)
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    encoder = Encoder(tokenizer, integer_forward(tmp_path))
    for row in json.loads((FOLDER / "probe.json").read_text(encoding="utf-8")):
        (logit,) = encoder.logits(row["text"], [(row["start"], row["end"])])
        assert logit == pytest.approx(row["logit"], abs=MAX_DIFFERENCE)


def test_a_smaller_network_has_a_graph_too(tmp_path: Path) -> None:
    """Two layers: the graph follows the weights beside it, and agrees with their exact form."""
    (tmp_path / DATA[0]).symlink_to(FOLDER / DATA[0])
    save_student(tmp_path / DATA[1], 2)
    write_graph(tmp_path)
    assert read_sizes(tmp_path).layers == 2
    pieces, rows = (0, *range(500, 520), 2), (3, 4, 20)
    found = integer_forward(tmp_path)(pieces, rows)
    assert found == pytest.approx(exact_forward(tmp_path)(pieces, rows), abs=MAX_DIFFERENCE)
