"""Every answer of an exercise, and of each of its variants, is worked again without the package."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import by_hand
import pytest

from anodes.teach.exercises import chapters, code, field_of
from anodes.teach.question import find

ASKED = sorted(
    {match[1] for cells in chapters().values() for cell in code(cells) if (match := field_of(cell))}
)
AGREE = 0.1  # of the tolerance: that leaves room for the rounded numbers of a text


def combinations(asked):
    """All that an exercise can give, one dictionary for each combination."""
    values = itertools.product(*(given.values for given in asked.givens.values()))
    return [dict(zip(asked.givens, each, strict=True)) for each in values]


def test_the_calculations_do_not_import_what_they_test():
    tree = ast.parse(Path(by_hand.__file__).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {getattr(node, "module", None) or node.names[0].name for node in nodes}
    assert not [name for name in names if name.startswith("anodes")]


def test_every_answer_is_worked():
    assert set(by_hand.ANSWERS) == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_the_key_is_what_the_text_gives(name):
    asked = find(name)
    for given in combinations(asked):
        key = float(asked.compute(**given).value)
        worked = float(by_hand.ANSWERS[name](**given))
        near = max(1e-9, AGREE * max(asked.absolute, asked.relative * abs(key)))
        assert abs(worked - key) <= near, (given, worked, key)
