"""The results of a batch as one Parquet file: a row for each run, as in the run log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from refiner.batch.inputs import find_reader
from refiner.errors import InputError
from refiner.private_files import make_private_file
from refiner.run_document import RunDocument
from refiner.store.rows import columns_of

ROWS_AT_ONCE = 1_000  # kept in memory before they are written
_ABOUT = ("run_id", "created_at", "held_on", "title", "speaker", "language", "words", "duration_s")
_TYPES = {
    "int64": ("run_id", "words", "rule_fillers", "ai_fillers"),
    "bool": ("regenerate", "coaching_regenerated", "cache_hit", "fallback_mode"),
    "float64": (
        *("duration_s", "difference", "rule_per_100_words", "per_100_words", "per_minute"),
        *("processing_time_ms", "analysis_duration_ms", "coaching_duration_ms"),
        *("regeneration_duration_ms", "sequential_estimate_ms", "advice_ready_ms"),
        *("verdicts_duration_ms", "cost_usd", "coaching_cost_usd", "regeneration_cost_usd"),
    ),
    "string": (
        *("created_at", "held_on", "title", "speaker", "language", "provider", "strategy"),
        *("regeneration_reason", "optimization", "fallback_reason", "error", "by_word"),
        "document",
    ),
}


class ParquetResults:
    """Rows are written in groups; the file has its name once it is complete.

    Use it as a context manager: an error leaves no file, and a file of that name as it was.
    """

    def __init__(self, path: Path, read: Iterable[Path] = ()) -> None:
        """Raises InputError if the file cannot be written, or would be read with `read`."""
        if talks := find_reader(path, read):
            why = f"it would be among the talks of {talks}, and read as a talk the next time"
            raise InputError(f"parquet {path}", f"{why}: choose another place")
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._rows: list[dict[str, Any]] = []
        self._writer: Any = None
        try:
            if path.is_dir():
                raise InputError(str(path), "it is a folder; name a file in it")
            if not path.parent.is_dir():
                raise InputError(str(path), "there is no folder for such a file")
            make_private_file(self._part)
        except OSError as error:
            raise InputError(str(path), (error.strerror or "unusable").lower()) from None

    def __enter__(self) -> ParquetResults:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write()
        if self._writer is not None:
            self._writer.close()
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)

    def add(self, document: RunDocument) -> None:
        row = {name: document.get(name) for name in _ABOUT} | columns_of(document)
        self._rows.append(row | {name: bool(row[name]) for name in _TYPES["bool"]})
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        import pyarrow
        from pyarrow import parquet

        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._part, _schema())
        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, _schema()))
            self._rows.clear()


def _schema() -> Any:
    import pyarrow

    types = {name: kind for kind, names in _TYPES.items() for name in names}
    return pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in types.items()])
