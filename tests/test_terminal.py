"""Nothing that is printed commands the terminal, and what is printed means the same as before."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refiner.store import Store
from refiner.terminal import clean_line, clean_text, print_message, print_result

CODE = sorted((Path(__file__).parents[1] / "refiner").rglob("*.py"))
HOSTILE = "a\x1b[2Jb\x07c\x9b31md\u202ee\u2028f\r\ud800g\U000e0041"


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_one_module_alone_prints(path: Path) -> None:
    calls = [
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert path.stem == "terminal" or "print" not in calls


def test_commands_to_a_terminal_are_shown_and_not_obeyed(capsys: pytest.CaptureFixture) -> None:
    print_result(f"{HOSTILE}\n\tnext")
    print_message(f"error: {HOSTILE}\nerror: forged")
    shown = capsys.readouterr()
    assert shown.out.startswith(r"a\u001b[2Jb\u0007c\u009b31md\u202ee\u2028f\r\ud800g\udb40\udc41")
    assert shown.out.endswith("\n\tnext\n")
    assert shown.err.count("\n") == 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown.err.strip())


@given(st.text() | st.text(alphabet=HOSTILE))
def test_a_json_document_means_the_same_after_cleaning(text: str) -> None:
    written = json.dumps({"title": text}, ensure_ascii=False)
    assert json.loads(clean_line(written)) == {"title": text}
    assert "\x1b" not in clean_text(text)


def test_a_terminal_without_a_letter_is_shown_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    print_result("naïve 😀")
    sys.stdout.flush()
    assert json.loads(f'"{written.getvalue().decode().strip()}"') == "naïve 😀"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    log = tmp_path / "runs.db"
    Store(log).check()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "refiner", "stats", "--db", str(log)],
            cwd=Path(__file__).parents[1],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stderr == "error: standard output: no space left on device\n"
    assert done.returncode == 1
