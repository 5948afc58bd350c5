"""The implementation report's timings, told by the simulated provider in virtual time."""

import pytest

from refiner.analyst.simulated import SimulatedBackend
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import load_sample
from tests.support.runs import document_of
from tests.support.virtual_time import run_timed


@pytest.mark.parametrize(
    ("sample", "strategy", "coaching_model", "seconds"),
    [
        ("polished", "hybrid", "gpt-4o-mini", 35.3),  # kept
        ("casual", "hybrid", "gpt-4o-mini", 35.3 + 2.84),  # regenerated: the report's 38.1
        ("casual", "early", "gpt-4o-mini", 35.3),  # regenerated, at no cost of waiting
        ("polished", "early", "gpt-4o-mini", 35.3),
        ("polished", "sequential", "gpt-4o", 35.3 + 20.2),  # the old system: 55.5
        ("polished", "sequential", "gpt-4o-mini", 35.3 + 3.0),
    ],
)
@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_the_reports_scenarios_take_what_it_says_divided_by_the_speed(
    sample, strategy, coaching_model, seconds, speed
):
    talk = read_transcript(load_sample(sample).encode(), name=sample)
    backend = SimulatedBackend("report", speed)
    document, took = run_timed(
        document_of(talk, backend, strategy=strategy, model_coaching=coaching_model)
    )
    assert took == pytest.approx(seconds / speed, abs=0.001)
    assert document["timings"]["processing_time_ms"] == round(1000 * seconds / speed)
    assert document["timings"]["analysis_duration_ms"] == round(35_300 / speed)
    assert document["usage"]["cost_usd"] > 0  # what a provider would have asked for it
