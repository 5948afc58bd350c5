"""Models and prompts compared on a gold file, through the SDK over a real socket."""

import json

import pytest

from refiner.cli.model_detector import model_detectors
from refiner.cli.parser import main
from refiner.config.settings import Settings
from refiner.errors import InputError
from tests.support.gold_samples import SAMPLES, row, write
from tests.support.loopback import Reply, serving
from tests.support.talks import analysis_answer


def judged(body):
    """A server whose model `good` calls the first word a filler, any other none."""
    good = body["model"] == "good" or body["messages"][0]["content"] == "Judge well."
    return Reply(analysis_answer(1, 1 if good else 0))


@pytest.mark.slow
def test_two_models_and_two_prompts_in_one_table(tmp_path, monkeypatch, capsys):
    gold = write(tmp_path, *(json.dumps(row(s)) for s in SAMPLES))
    (tmp_path / "well.txt").write_text("Judge well.\n")
    monkeypatch.chdir(tmp_path)
    options = ["--unpunctuated", "--prompt", "well.txt"]
    with serving({"analysis": judged}) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        for model in ("good", "poor"):
            assert main(["evaluate", str(gold), "--model", model, "--unpunctuated"]) == 0
        assert main(["evaluate", str(gold), "--model", "good", "--model", "poor", *options]) == 0
        asked = {(e.body["model"], e.body["messages"][0]["content"]) for e in server.exchanges}
    table = capsys.readouterr().out.splitlines()[-2:]
    assert [line.split("  ")[0] for line in table] == ["good, well.txt", "poor, well.txt"]
    assert {model for model, text in asked if text == "Judge well."} == {"good", "poor"}
    assert {model for model, text in asked if text.startswith("You judge")} == {"good", "poor"}


def test_every_model_is_tried_with_every_prompt(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Judge.")
    prompts = [tmp_path / "a.txt", tmp_path / "b.txt"]
    settings = Settings(provider="openai", model_analysis="usual")
    assert list(model_detectors(settings, ["m", "n"], prompts)) == [
        "m, a.txt", "m, b.txt", "n, a.txt", "n, b.txt",
    ]  # fmt: skip
    assert list(model_detectors(settings, [], prompts)) == ["usual, a.txt", "usual, b.txt"]
    assert list(model_detectors(settings, ["m"], [])) == ["m"]
    assert model_detectors(settings, [], []) == {}


def test_prompts_of_one_file_name_in_two_folders_differ(tmp_path):
    prompts = [tmp_path / folder / "judge.txt" for folder in ("old", "new")]
    for prompt in prompts:
        prompt.parent.mkdir()
        prompt.write_text("Judge.")
    names = [f"m, {prompt}" for prompt in prompts]
    assert list(model_detectors(Settings(), ["m"], prompts)) == names


def test_a_prompt_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "empty.txt").write_text(" \n")
    for name, why in (("missing.txt", "no such file"), ("empty.txt", "it is empty")):
        with pytest.raises(InputError, match=why):
            model_detectors(Settings(), [], [tmp_path / name])
