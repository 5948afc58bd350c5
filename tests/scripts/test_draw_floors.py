"""The picture of the floors is that of the imports, and shows no arrow twice."""

from scripts.draw_floors import PICTURE, draw, without_implied


def test_the_picture_is_not_stale():
    assert PICTURE.read_text(encoding="utf-8") == draw(), "run: python -m scripts.draw_floors"


def test_arrows_that_follow_from_others_are_left_out():
    assert without_implied({("a", "b"), ("b", "c"), ("a", "c")}) == {("a", "b"), ("b", "c")}
