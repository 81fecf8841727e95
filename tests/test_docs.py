"""What README, CONTRIBUTING and docs/ name is there, and what they show runs."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest
from conftest import ROOT

TEXTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
CODE = re.compile(r"`([^`\n]+)`")
WINGS = ("physics", "data", "analysis", "validation", "audit", "viz", "export", "publish")
DOTTED = re.compile(rf"(?:anodes\.)?(?:{'|'.join(WINGS)})(?:\.\w+)+")
PATHS = re.compile(
    r"(?:(?:anodes|tests|data|chapters|docs|_static|publish|audit)/[\w./-]*|\w+\.(?:toml|yml|bib))"
)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


def resolved(name: str) -> bool:
    """Whether a dotted name leads to a module or to something in one."""
    parts = name.removeprefix("anodes.").split(".")
    for split in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(["anodes", *parts[:split]]))
        except ModuleNotFoundError:
            continue
        for part in parts[split:]:
            thing = getattr(thing, part, None)
        return thing is not None
    return False


def missing(text: str) -> list[str]:
    """The names and paths in a text that lead nowhere."""
    words = CODE.findall(text)
    names = [n.split("(")[0] for n in words if DOTTED.fullmatch(n.split("(")[0])]
    paths = [p for p in words if PATHS.fullmatch(p) and "*" not in p]
    wrong = [name for name in names if not name.endswith((".py", ".js")) and not resolved(name)]
    places = (ROOT, ROOT / "anodes", ROOT / "anodes/validation")
    return wrong + [p for p in paths if not any((place / p).exists() for place in places)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_a_text_names_is_there(path):
    text = path.read_text(encoding="utf-8")
    assert missing(text) == []
    assert [
        link for link in LINK.findall(CODE.sub("", text)) if not (path.parent / link).exists()
    ] == []


def test_a_name_that_is_gone_is_found():
    gone = "`data.electrodes()`, `physics.specific_heat`, `anodes/gone.py`, `analysis/phases`"
    assert missing(gone) == ["physics.specific_heat", "anodes/gone.py"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_python_in_a_text_runs(path):
    for block in re.findall(
        r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S
    ):
        exec(compile(block, str(path), "exec"), {})


def test_some_text_has_python_to_run():
    assert any("```python\n" in path.read_text(encoding="utf-8") for path in TEXTS)


MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "anodes").rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_functions_are_right(name):
    run = doctest.testmod(importlib.import_module(name))
    assert run.failed == 0
    assert run.attempted > 0
