"""The table of a batch: read back with the library that others read it with."""

import pytest
from pyarrow import parquet

from refiner.batch import parquet as ours
from refiner.batch.parquet import ParquetResults
from refiner.errors import InputError
from tests.support.sample_document import document as sample_document


def test_every_run_is_a_row_whose_columns_have_types(tmp_path, monkeypatch):
    monkeypatch.setattr(ours, "ROWS_AT_ONCE", 2)
    documents = [sample_document(run_id=n) for n in range(5)]
    with ParquetResults(tmp_path / "runs.parquet") as table:
        for document in documents:
            table.add(document)
    read = parquet.read_table(tmp_path / "runs.parquet")
    assert read.column("run_id").to_pylist() == [0, 1, 2, 3, 4]
    assert {str(read.schema.field(name).type) for name in ("words", "ai_fillers")} == {"int64"}
    assert str(read.schema.field("fallback_mode").type) == "bool"
    assert read.column("ai_fillers")[0].as_py() == documents[0]["counts"]["ai"]
    assert [path.name for path in tmp_path.iterdir()] == ["runs.parquet"]


def test_a_batch_without_results_is_an_empty_table_and_a_stopped_one_leaves_the_old(tmp_path):
    with ParquetResults(tmp_path / "runs.parquet"):
        pass
    assert parquet.read_table(tmp_path / "runs.parquet").num_rows == 0
    before = (tmp_path / "runs.parquet").read_bytes()
    with pytest.raises(ZeroDivisionError), ParquetResults(tmp_path / "runs.parquet") as table:
        table.add(sample_document(run_id=1 / 0))
    assert (tmp_path / "runs.parquet").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_place_that_cannot_be_written_is_refused_before_the_first_talk(tmp_path):
    with pytest.raises(InputError, match="there is no folder"):
        ParquetResults(tmp_path / "missing" / "runs.parquet")
    with pytest.raises(InputError, match="it is a folder; name a file in it"):
        ParquetResults(tmp_path)


@pytest.mark.parametrize("name", ["talks/runs.parquet", "talks/../talks/runs.parquet", "talk.txt"])
def test_a_table_that_the_next_batch_would_read_or_that_is_a_talk_is_refused(tmp_path, name):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talk.txt").write_text("Um, good morning.")
    with pytest.raises(InputError, match="read as a talk the next time: choose another place"):
        ParquetResults(tmp_path / name, [tmp_path / "talks", tmp_path / "talk.txt"])
    assert (tmp_path / "talk.txt").read_text() == "Um, good morning."
    assert list((tmp_path / "talks").iterdir()) == []
    ParquetResults(tmp_path / "runs.parquet", [tmp_path / "talk.txt"])
