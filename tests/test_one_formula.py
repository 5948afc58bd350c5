"""Screens, exports and the command line take a figure from the same function."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [*(ROOT / "refiner").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def names_in(node: ast.AST) -> str:
    """The identifiers and string keys of an expression, in one text."""
    found = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
    found += [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
    found += [str(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return " ".join(found)


def is_rate(node: ast.AST) -> bool:
    """`100 * n / words` or `60 * n / seconds`, whatever the order of its terms."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div | ast.Mult):
        return False
    divided = [n.right for n in ast.walk(node) if isinstance(n, ast.BinOp) and is_division(n)]
    factors = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
    per = " ".join(names_in(n) for n in divided)
    words, seconds = "word" in per.lower(), any(n in per for n in ("second", "_s", "minute"))
    return bool(words and factors & {100, 60}) or bool(seconds and 60 in factors)


def is_division(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Div)


def modules_with(condition) -> list[str]:
    """The modules in which an expression meets the condition, as paths."""
    found = set()
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(condition(node) for node in ast.walk(tree)):
            found.add(path.relative_to(ROOT).as_posix())
    return sorted(found)


def test_a_rate_is_computed_in_one_module():
    assert modules_with(is_rate) == ["refiner/model.py"]


def test_the_width_of_an_interval_is_defined_in_one_module():
    def is_z95(node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and node.value == 1.96

    assert modules_with(is_z95) == ["refiner/uncertainty.py"]


def test_a_thumb_is_read_from_feedback_in_one_module():
    def reads_thumb(node: ast.AST) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and "$.thumb" in node.value
        return isinstance(node, ast.Call) and ast.unparse(node).endswith(".get('thumb')")

    form = "pages/components/refine/feedback.py"  # shows the thumb that it saved
    assert modules_with(reads_thumb) == [form, "refiner/store/row_types.py"]


@pytest.mark.parametrize(
    ("expression", "rate"),
    [
        ("100 * n / words", True),
        ("n / row['words'] * 100", True),
        ("60 * n / length_s", True),
        ("n / seconds * 60", True),
        ("100 * share / total", False),
        ("100 * words", False),
    ],
)
def test_the_pattern_of_a_rate(expression, rate):
    assert is_rate(ast.parse(expression, mode="eval").body) is rate
