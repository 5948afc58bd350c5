"""Make the run log of bundled talks: `python -m scripts.make_sample_log PATH`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from refiner.batch.sample_log import build_sample_log


def main() -> None:
    build_sample_log(Path(sys.argv[1]), date.today())


if __name__ == "__main__":
    main()
