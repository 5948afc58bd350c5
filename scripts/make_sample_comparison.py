"""Record the comparison that Strategies opens with: `python -m scripts.make_sample_comparison`.

Every strategy is really run, with the simulated model's latencies; what the page does not show
of a document is left out.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pages.components.strategies.choices import SPEED, compared_strategies, strategy_settings
from pages.components.strategies.recorded import RECORDED, UNUSED
from refiner.config.settings import Settings
from refiner.run.runner import Runner
from refiner.store import Store
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

TALK = "casual"


def main() -> None:
    sample = next(s for s in SAMPLES if s.name == TALK)
    text = load_sample(TALK).encode()
    transcript = read_transcript(text, title=sample.title, speaker=sample.speaker)
    settings = Settings(
        provider="simulated", profile="report", speed=SPEED, policy="always", log=None
    )
    with TemporaryDirectory() as folder:
        runner = Runner(Store(Path(folder) / "runs.db"))
        ids = {
            name: runner.submit(transcript, strategy_settings(name, settings))
            for name in compared_strategies(True)
        }
        while any(
            (view := runner.view(n)) is None or view.status == "running" for n in ids.values()
        ):
            time.sleep(0.2)
        documents = {name: runner.store.runs.document(n) for name, n in ids.items()}
        runner.close()
    kept = {
        name: {key: value for key, value in (document or {}).items() if key not in UNUSED}
        for name, document in documents.items()
    }
    recorded = {"speed": SPEED, "talk": sample.title, "documents": kept}
    RECORDED.write_text(json.dumps(recorded, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
