"""Every answer of an exercise, and of each of its variants, is worked again without the package."""

from __future__ import annotations

import ast
from pathlib import Path

import by_hand
import pytest
from test_variants import ASKED, variants

from anodes.teach.question import find

AGREE = 0.1  # of the tolerance: that leaves room for the rounded numbers of a text


def test_the_calculations_do_not_import_what_they_test():
    tree = ast.parse(Path(by_hand.__file__).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {getattr(node, "module", None) or node.names[0].name for node in nodes}
    assert not [name for name in names if name.startswith("anodes")]


def test_every_answer_is_worked():
    assert set(by_hand.ANSWERS) == set(ASKED)


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_the_key_is_what_the_text_gives(name):
    asked = find(name)
    for given in variants(asked):
        key = float(asked.compute(**given).value)
        worked = float(by_hand.ANSWERS[name](**given))
        near = max(1e-9, AGREE * max(asked.absolute, asked.relative * abs(key)))
        assert abs(worked - key) <= near, (given, worked, key)
