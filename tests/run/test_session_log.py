"""Log lines of runs: their form, their level, and a log that cannot be written."""

import logging
import re

import pytest

from refiner.run.session_log import RunLog, set_log_level, show_reading_progress


@pytest.fixture(autouse=True)
def _default_level():
    yield
    set_log_level("info")


def test_a_line_of_the_file_has_time_level_and_run_and_the_screen_only_the_run(tmp_path, capsys):
    path = tmp_path / "logs" / "refiner.log"
    RunLog(124, path).info("Starting %s AI processing", "PARALLEL")
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO \[Session 124\] "
    assert re.fullmatch(form + "Starting PARALLEL AI processing\n", path.read_text())
    assert capsys.readouterr().err == "[Session 124] Starting PARALLEL AI processing\n"


def test_without_echo_a_line_is_in_the_file_alone(tmp_path, capsys):
    path = tmp_path / "refiner.log"
    RunLog(1, path, echo=False).warning("slow")
    assert path.read_text().endswith("WARNING [Session 1] slow\n")
    assert capsys.readouterr().err == ""


def test_the_level_says_what_is_shown_and_the_file_has_every_line_from_info_on(tmp_path, capsys):
    path = tmp_path / "refiner.log"
    log = RunLog(1, path)
    set_log_level("warning")
    log.info("one")
    log.warning("two")
    set_log_level("debug")
    log.debug("three")
    assert capsys.readouterr().err.splitlines() == ["[Session 1] two", "[Session 1] three"]
    assert [line.split("] ")[1] for line in path.read_text().splitlines()] == ["one", "two"]


def test_a_log_that_cannot_be_written_is_reported_and_stops_nothing(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    log = RunLog(1, tmp_path / "file" / "refiner.log")
    log.info("one")
    log.info("two")
    assert "[Session 1] one" in (shown := capsys.readouterr().err)
    assert shown.count(f"log file {tmp_path}") == 1


def test_how_far_the_encoder_has_read_is_shown_once_from_info_on(capsys):
    encoder = logging.getLogger("refiner.analyst.encoder")
    show_reading_progress()
    show_reading_progress()
    encoder.info("Read in context: %d of %d places", 12, 40)
    set_log_level("warning")
    encoder.info("Read in context: %d of %d places", 24, 40)
    assert capsys.readouterr().err == "Read in context: 12 of 40 places\n"
