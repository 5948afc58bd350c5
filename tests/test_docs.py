"""Files and names that the documents send a reader to exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
OURS = ("refiner/", "pages/", "tests/", "scripts/", "docs/", "data/", "app.py")
WRITTEN_LATER = ("data/runs.db", "data/runs-recordings", "data/refiner.log")


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [name for name in re.findall(r"`([\w./-]+)`", text) if name.startswith(OURS)]
    assert [n for n in named if not (ROOT / n).exists() and n not in WRITTEN_LATER] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text) + re.findall(
        r'src(?:set)?="([^"]+)', text
    )
    assert [link for link in links if not (page.parent / link).exists()] == []


CHANGES = re.findall(
    r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$",
    (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"),
    re.M,
)


def test_at_least_thirty_changes_are_described() -> None:
    assert len(CHANGES) >= 30


@pytest.mark.parametrize(("change", "path", "name"), CHANGES)
def test_what_is_to_be_looked_for_is_in_the_file(change: str, path: str, name: str) -> None:
    assert name in (ROOT / path).read_text(encoding="utf-8"), change
