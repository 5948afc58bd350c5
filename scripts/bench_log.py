"""How fast the pages of the run log answer over 100,000 runs.

Every figure is measured here and now, in processor seconds: the page's own script
from first line to last, over random runs written for it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.insight.health import WINDOWS, window_start  # noqa: E402
from refiner.store import Store  # noqa: E402
from tests.support.seed import seed  # noqa: E402

PAGES = ("trends", "runs", "lab", "health")
PROMISED_S = 1.0
PROMISED_HEALTH_S = 0.1


def health_s(store: Store) -> float:
    """Seconds of the queries over the last hour, day and week."""
    began = time.process_time()
    for window in WINDOWS.values():
        store.runs.health(window_start(window, datetime.now(UTC)))
    return time.process_time() - began


def page_s(name: str) -> tuple[float, float]:
    """Seconds of a page's script at the first visit and at the second."""
    from streamlit.testing.v1 import AppTest  # a second to import

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    found = []
    for _ in range(2):
        began = time.process_time()
        app.switch_page(f"pages/{name}.py").run()
        found.append(time.process_time() - began)
        assert not app.exception, app.exception
    return found[0], found[1]


def bench_log(runs: int) -> None:
    """(e) Prints a line for each page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REFINER_DB"] = str(Path(folder) / "runs.db")
        store = Store(Path(folder) / "runs.db")
        seed(store, runs, until=datetime.now(UTC), spacing=timedelta(minutes=5))
        print(f"{runs:,} runs{'first visit':>24}{'again':>12}{'promised':>12}")
        for name in PAGES:
            first, again = page_s(name)
            print(f"{name:<16}{first:>17.2f} s{again:>10.2f} s{PROMISED_S:>10.1f} s")
        print(
            f"{'health queries':<16}{health_s(store):>17.3f} s{'':>12}{PROMISED_HEALTH_S:>10.1f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    bench_log(parser.parse_args().runs)


if __name__ == "__main__":
    main()
