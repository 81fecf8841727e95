"""What keeps the package readable: wings, short functions, one meaning a name, no false equality."""

from __future__ import annotations

import ast
import importlib
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

WINGS = ("physics", "data", "analysis", "validation", "audit", "viz", "teach")


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_wings_import_only_what_lies_below():
    kept = contracts(ROOT)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.slow
def test_an_import_back_up_is_found(tmp_path):
    shutil.copytree(ROOT / "anodes", tmp_path / "anodes")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    room = tmp_path / "anodes/data/quoting.py"
    room.write_text(
        "from anodes.viz import tables\n" + room.read_text(encoding="utf-8"), encoding="utf-8"
    )
    broken = contracts(tmp_path)
    assert broken.returncode == 1
    assert "anodes.data.quoting -> anodes.viz.tables" in broken.stdout


@pytest.mark.parametrize("wing", WINGS)
def test_a_public_name_is_no_room_of_its_wing(wing):
    """`data.claims` would otherwise be a function or a module, by what was imported before."""
    module = importlib.import_module(f"anodes.{wing}")
    rooms = {path.stem for path in (ROOT / "anodes" / wing).glob("*.py")}
    assert not rooms & set(module.__all__) - {"tolerances", "explorers"}


def test_wings_are_imported_without_what_they_may_not_need():
    heavy = {"pandas", "altair", "matplotlib", "pint", "gemmi", "ipywidgets"}
    code = f"import sys; from anodes import {', '.join(WINGS)}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n"


# ------------------------------------------------------------------ functions and names

LONGEST = 50  # lines of a function with its decorators, without its docstring
ENVIRONMENT = "anodes/publish/environment.py"
SHARED = {  # names that two modules may give, because they mean the same kind of thing
    "main": "what a command runs",
    "register": "what Sphinx calls to learn of an extension's part",
    "setup": "what Sphinx calls first, or a chapter",
    "seal": "the command and what it does",
    "check": "the command for a reader's file, and what a student asks of an answer",
    "electrodes": "the data, and the explorer of these data",
    "routes": "the data, and the drawing of these data",
    "diffraction": "a rule, named as its findings are, and the explorer of the same",
}


@cache
def modules() -> dict[str, ast.Module]:
    files = sorted((ROOT / "anodes").rglob("*.py"))
    return {f.relative_to(ROOT).as_posix(): ast.parse(f.read_text(encoding="utf-8")) for f in files}


def long_functions(name: str, module: ast.Module) -> list[str]:
    functions = (
        n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    found = []
    for function in functions:
        begin = min([function.lineno, *(d.lineno for d in function.decorator_list)])
        lines = (function.end_lineno or begin) - begin + 1
        if ast.get_docstring(function, clean=False) is not None:
            words = function.body[0]
            lines -= words.end_lineno - words.lineno + 1
        if lines > LONGEST:
            found.append(f"{name}:{begin}: {function.name} has {lines} lines; at most {LONGEST}")
    return found


@pytest.mark.slow
def test_no_function_is_long():
    found = [line for name, module in modules().items() for line in long_functions(name, module)]
    assert found == []


def test_a_long_function_would_be_found():
    def lines(count):
        body = "".join(f"    x = {number}\n" for number in range(count - 2))
        return ast.parse(f'@cache\ndef f():\n    """Words."""\n{body}')

    assert long_functions("a.py", lines(50)) == []
    assert long_functions("a.py", lines(51)) == ["a.py:1: f has 51 lines; at most 50"]


@pytest.mark.slow
def test_a_public_name_has_one_meaning():
    """Of functions and classes: a reader who meets `density` knows which of them it is."""
    places = defaultdict(list)
    for file, module in modules().items():
        for node in module.body:
            kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            if isinstance(node, kinds) and not node.name.startswith("_"):
                places[node.name].append(file)
    twice = {name: files for name, files in places.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in SHARED} == {}


def test_no_constant_is_written_twice():
    """Of constants with one name and one value; that of the environment runs before the others."""
    places = defaultdict(list)
    for file, module in modules().items():
        for node in module.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if (name := ast.unparse(target)).isupper() and file != ENVIRONMENT:
                    places[f"{name} = {ast.unparse(node.value)}"].append(file)
    assert {fact: files for fact, files in places.items() if len(files) > 1} == {}


def holds_a_frame(node: ast.ClassDef) -> bool:
    fields = (n for n in node.body if isinstance(n, ast.AnnAssign))
    return any(
        word in ast.unparse(f.annotation) for f in fields for word in ("DataFrame", "Series")
    )


def test_a_dataclass_that_holds_frames_claims_no_equality():
    """`==` of two frames is a frame, so that comparing two of these would raise."""
    claims, seen = [], 0
    for file, module in modules().items():
        for node in module.body:
            marks = [ast.unparse(d) for d in getattr(node, "decorator_list", [])]
            mark = next((m for m in marks if m.startswith("dataclass")), "")
            if isinstance(node, ast.ClassDef) and mark and holds_a_frame(node):
                seen += 1
                claims += [] if "eq=False" in mark else [f"{file}: {node.name}"]
    assert claims == []
    assert seen >= 5


def test_no_exemption_from_types_or_complexity():
    """The limits of ruff and mypy are those of the project, without a list of exceptions."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    lint = settings["ruff"]["lint"]
    assert "C901" in lint["select"]
    assert lint["mccabe"]["max-complexity"] == 10
    assert not any("C901" in rules for rules in lint["per-file-ignores"].values())
    sources = [f.read_text(encoding="utf-8") for f in (ROOT / "anodes").rglob("*.py")]
    assert not any("noqa: C901" in source or "mypy: ignore-errors" in source for source in sources)
    assert not any("ignore_errors" in o for o in settings["mypy"]["overrides"])
    strict = next(o for o in settings["mypy"]["overrides"] if "disallow_untyped_defs" in o)
    wings = {"physics", "data", "analysis", "validation", "audit", "teach"}
    assert set(strict["module"]) == {f"anodes.{wing}.*" for wing in wings}
    assert (ROOT / "anodes/py.typed").exists()
