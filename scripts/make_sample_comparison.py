"""Record the comparison that Strategies opens with: `python -m scripts.make_sample_comparison`.

Every strategy is really run, with the simulated model's latencies on a clock that moves only
while a run waits: the times are the model's alone and do not depend on the load of this machine.
What the page does not show of a document is left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from pages.components.strategies.choices import compared_strategies, strategy_settings
from pages.components.strategies.recorded import RECORDED, UNUSED
from refiner.config.settings import Settings
from refiner.run.session import Session
from refiner.store import Store
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample
from tests.support.virtual_time import run_virtual

TALK = "casual"


def main() -> None:
    sample = next(s for s in SAMPLES if s.name == TALK)
    text = load_sample(TALK).encode()
    transcript = read_transcript(text, title=sample.title, speaker=sample.speaker)
    settings = Settings(provider="simulated", profile="report", policy="always", log=None)
    kept = {}
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "runs.db")
        for name in compared_strategies(True):
            session = Session(transcript, strategy_settings(name, settings), store, echo=False)
            run_virtual(session.run())
            assert session.document is not None
            kept[name] = {k: v for k, v in session.document.items() if k not in UNUSED}
    recorded = {"speed": 1.0, "talk": sample.title, "documents": kept}
    RECORDED.write_text(json.dumps(recorded, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
