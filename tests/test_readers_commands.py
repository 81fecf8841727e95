"""Commands that a reader is given work as written, from the project's folder, on a fresh machine."""

import ast
import json
import re
import shlex

import pytest
import yaml
from conftest import ROOT

from anodes import __main__ as program
from anodes.publish import commands as made

PYTHON = re.compile(r"[^\s`'\"]*python3? -m [^`'\"\n#;,)]*")
BARE = re.compile(r"(?:python3?|py) -m anodes (?P<words>.+)")  # makes the environment itself
OURS = re.compile(r"\.venv/bin/python -m anodes(?P<module>[.\w]*)(?P<words>(?: .*)?)")


def prose():
    """The text of each page that a reader may take a command from, by its name."""
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        yield name, (ROOT / name).read_text(encoding="utf-8")
    for path in sorted((ROOT / "chapters").glob("*.md")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(path.read_bytes())["cells"]
        texts = ("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        yield path.name, "\n\n".join(texts)


def messages():
    """The texts in the package that are no docstrings, by the name of the module."""
    for path in sorted((ROOT / "anodes").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        quiet = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        texts = [
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in quiet
        ]
        yield path.relative_to(ROOT).as_posix(), "\n".join(texts)


PAGES = dict(prose()) | dict(messages())
FENCE = re.compile(r"```(?:sh|bash|console)\n(.*?)```", re.S)
SPAN = re.compile(r"`([^`\n]+)`")


def commands(page):
    """What stands as code in a page, a line each."""
    fenced = [line for block in FENCE.findall(PAGES[page]) for line in block.splitlines()]
    spans = SPAN.findall(FENCE.sub("", PAGES[page]))
    return [line.partition(" #")[0].strip() for line in [*fenced, *spans]]


def test_commands_are_found():
    found = {page: commands(page) for page in PAGES}
    assert "make check FILE=my-electrodes.csv" in found["dataset.ipynb"]
    assert "make book" in found["README.md"]
    assert ".venv/bin/python -m anodes seal --printed" in found["index.ipynb"]
    assert ".venv/bin/python -m anodes audit --severity impossible --json" in found["README.md"]
    assert "make refresh" in found["anodes/publish/lab.py"]


@pytest.mark.parametrize("page", PAGES)
def test_each_target_of_make_exists(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.M))
    assert {"book", "lab", "check"} <= targets
    for command in commands(page):
        words = shlex.split(command) if command.startswith("make ") else [""]
        for word in words[1:]:
            assert word in targets or re.fullmatch(r"[A-Z]+=.*", word), command


@pytest.mark.parametrize("page", PAGES)
def test_python_is_that_of_the_environment_and_understands_the_words(page):
    for command in [*commands(page), *PYTHON.findall(PAGES[page])]:
        if "-m anodes" not in command:
            continue
        bare = BARE.fullmatch(command.strip())
        if bare and bare["words"].split()[0] in made.COMMANDS:
            program._options(shlex.split(bare["words"]))
            continue
        match = OURS.fullmatch(command.strip())
        assert match, f"{command!r} needs an environment that a reader has not activated"
        if match["module"]:
            assert (ROOT / f"anodes{match['module'].replace('.', '/')}.py").exists()
        elif match["words"].strip():  # without any it is the beginning of a message
            program._options(shlex.split(match["words"]))  # a wrong one would end the program


@pytest.mark.parametrize(
    "command", ["python -m anodes audit", "python3 -m anodes seal", "bin/python -m anodes check a"]
)
def test_a_bare_python_would_be_found(command, monkeypatch):
    monkeypatch.setitem(PAGES, "a.md", f"Run `{command}`.")
    with pytest.raises(AssertionError, match="an environment that a reader has not activated"):
        test_python_is_that_of_the_environment_and_understands_the_words("a.md")


# ---------------------------------------------------------------- ways between chapters


def test_the_landing_page_leads_to_every_page_in_order():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    section = PAGES["index.ipynb"].partition("\n## Chapters\n")[2].partition("\n## ")[0]
    links = re.findall(r"\]\(([\w-]+)\.(?:ipynb|md)\)", section)
    assert [f"chapters/{link}" for link in links] == pages


@pytest.mark.parametrize(
    "page", [name for name in PAGES if name.endswith(".ipynb") and name != "index.ipynb"]
)
def test_each_chapter_ends_with_the_next_and_all_chapters(page):
    last = PAGES[page].partition("\n**Next:** ")[2].splitlines()[0]
    assert re.search(r"\]\([\w-]+\.(?:ipynb|md)\).*\[All chapters\]\(index\.ipynb\)\.$", last)
