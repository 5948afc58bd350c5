"""From the weights of a student to all that `data/encoder` holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from refiner.analyst.encoder import FOLDER, MAX_DIFFERENCE, Encoder
from refiner.analyst.integers import integer_forward
from scripts.train.assemble import UNCHANGED, probe_rows
from scripts.train.pack import hash_file, student_path
from scripts.train_analyst import assemble
from tests.support.students import save_student

RECIPE = {"recipe": {"students": ["1:0.5"], "seed": 20}, "versions": {"numpy": "2"}}


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training whose student has one layer, put together in its folder `encoder`."""
    folder = tmp_path_factory.mktemp("training")
    save_student(student_path(folder, "1:0.5"), 1)
    (folder / "recipe.json").write_text(json.dumps(RECIPE), encoding="utf-8")
    assemble(folder)
    return folder


def test_all_that_is_shipped_is_made(training: Path) -> None:
    made = training / "encoder"
    shipped = {path.name for path in FOLDER.iterdir()}
    assert {path.name for path in made.iterdir()} == shipped | {"recipe.json"}
    student = student_path(training, "1:0.5")
    assert (made / "layers_q4.npz").read_bytes() == student.read_bytes()
    for name in UNCHANGED:
        assert (made / name).read_bytes() == (FOLDER / name).read_bytes()


def test_the_probe_asks_the_shipped_places_of_the_new_weights(training: Path) -> None:
    made = training / "encoder"
    exact = json.loads((made / "probe.json").read_text(encoding="utf-8"))
    shipped = json.loads((FOLDER / "probe.json").read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(made / "tokenizer.json"))
    found = list(probe_rows(Encoder(tokenizer, integer_forward(made))))
    for row, integers, known in zip(exact, found, shipped, strict=True):
        assert row["logit"] != pytest.approx(known.pop("logit"), abs=0.01)
        assert row.pop("logit") == pytest.approx(integers.pop("logit"), abs=MAX_DIFFERENCE)
        assert row == integers == known


def test_seeds_versions_and_hashes_lie_beside_the_weights(training: Path) -> None:
    made = training / "encoder"
    recipe = json.loads((made / "recipe.json").read_text(encoding="utf-8"))
    assert recipe["recipe"] == RECIPE["recipe"]
    assert set(recipe["versions"]) == {"numpy", "onnx"}
    for name, digest in recipe["shipped_sha256"].items():
        assert hash_file(made / name) == digest
    assert {*recipe["shipped_sha256"], "recipe.json"} == {path.name for path in made.iterdir()}
