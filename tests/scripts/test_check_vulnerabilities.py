"""What could not be looked up is never called safe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.check_vulnerabilities import ask_auditor, judge_report

SAFE = {"name": "numpy", "version": "2.4.0", "vulns": []}
SKIPPED = {"name": "attrs", "skip_reason": "not found"}
KNOWN = {
    "name": "jinja2",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"], "aliases": []}],
}


@pytest.mark.parametrize(
    ("packages", "status", "says"),
    [
        ([SAFE], 0, "No vulnerability is known of 1 packages."),
        ([SAFE, KNOWN], 1, "jinja2 3.0: PYSEC-1, corrected in 3.1"),
        ([SAFE, SKIPPED], 2, "Not known of 1 of 2 packages"),
        ([KNOWN, SKIPPED], 1, "Not known of 1 of 2 packages"),
        ([], 2, "Not known of 0 of 0 packages"),
    ],
)
def test_only_packages_that_were_looked_up_count(
    packages: list[dict[str, Any]], status: int, says: str
) -> None:
    found, lines = judge_report(json.dumps({"dependencies": packages}))
    assert found == status
    assert says in "\n".join(lines)


@pytest.mark.slow
def test_data_that_cannot_be_reached_are_reported_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "one.lock"
    lock.write_text(f"numpy==2.4.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # nothing listens there
    status, lines = judge_report(ask_auditor(lock))
    assert status == 2
    assert "cannot be reached" in lines[0]
