"""What README, CONTRIBUTING and docs/ name is there, and what they show runs."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re

import pytest
from conftest import ROOT
from numpydoc.validate import validate

TEXTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
CODE = re.compile(r"`([^`\n]+)`")
WINGS = ("physics", "data", "analysis", "validation", "audit", "viz", "teach", "export", "publish")
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


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_examples_of_functions_are_right(name):
    run = doctest.testmod(importlib.import_module(name))
    assert run.failed == 0
    assert run.attempted > 0


def public() -> dict[str, object]:
    """The functions and classes that wings list in `__all__`, by the name that chapters use."""
    wings = [importlib.import_module(f"anodes.{wing}") for wing in (*WINGS[:-1], "viz.explorers")]
    listed = [(wing, name, getattr(wing, name)) for wing in wings for name in wing.__all__]
    return {f"{wing.__name__}.{name}": thing for wing, name, thing in listed if callable(thing)}


WANTED = {  # what numpydoc calls these: see its table of validation checks
    "GL07",  # sections in their order
    "GL08",  # a docstring
    "PR01", "PR02", "PR03", "PR07",  # all parameters, no other, in their order, each described
    "RT01", "RT03",  # what is returned, described
    "EX01",  # an example
}  # fmt: skip


def lacking(name: str, thing: object) -> list[str]:
    """What the docstring of a public name lacks."""
    found = [f"{code} {text}" for code, text in validate(name)["errors"] if code in WANTED]
    if not isinstance(thing, type) and "Returns\n" not in (inspect.getdoc(thing) or ""):
        found.append("no section Returns")
    return found


@pytest.mark.slow
def test_every_public_name_says_what_it_takes_and_gives():
    names = public()
    assert len(names) > 100
    assert {
        name: lacking(name, thing) for name, thing in names.items() if lacking(name, thing)
    } == {}


def test_a_docstring_that_lacks_something_is_found(monkeypatch):
    ratio = public()["anodes.physics.volume_ratio"]
    monkeypatch.setattr(ratio, "__doc__", "Volume ratio.\n\nReturns\n-------\nfloat\n    R.\n")
    found = {text.split()[0] for text in lacking("anodes.physics.volume_ratio", ratio)}
    assert found == {"PR01", "EX01"}


def test_examples_of_all_public_names_are_among_those_that_run():
    for name, thing in public().items():
        module = importlib.import_module(inspect.unwrap(thing).__module__)
        assert module.__name__ in (m.removesuffix(".__init__") for m in MODULES), name
        found = doctest.DocTestFinder(recurse=False).find(thing, module=module, globs={})
        assert found and found[0].examples, name


def test_the_reference_has_every_public_name(site):
    text = (site / "chapters/api.html").read_text(encoding="utf-8")
    places = set(re.findall(r' id="(?:module-)?(anodes\.[\w.]+)"', text))
    wings = [importlib.import_module(f"anodes.{wing}") for wing in (*WINGS[:-1], "viz.explorers")]
    listed = {f"{wing.__name__}.{name}" for wing in wings for name in wing.__all__}
    assert listed - places == set()
    assert str(ROOT) not in text  # defaults are shown as they are written
