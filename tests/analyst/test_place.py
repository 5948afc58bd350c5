"""What the judge sees around one occurrence."""

from __future__ import annotations

from tests.support.places import place


def test_filled_pauses_are_no_neighbours() -> None:
    found = place("we had um like uh ten of them", "like")
    assert (found.l1, found.r1) == ("had", "ten")
    assert (found.pause_before, found.pause_after, found.pauses_near) == (True, True, 2)


def test_neighbours_are_of_the_same_sentence() -> None:
    found = place("They left. Well. We stayed.", "Well")
    assert {found.l1, found.l2, found.r1, found.r2} == {"#"}
    assert found.alone


def test_a_place_knows_whether_marks_are_written_hereabouts() -> None:
    assert place("So, it was like ten", "like").marked
    assert not place("so it was like ten", "like").marked
