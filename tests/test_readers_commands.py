"""Commands that a reader is given work as written, from the project's folder, on a fresh machine."""

import ast
import functools
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


def prose(path):
    """The words of a chapter."""
    cells = json.loads(path.read_bytes())["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def messages(path):
    """The texts of a module that are no docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    quiet = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet
    ]
    return "\n".join(texts)


CHAPTERS = {
    path.name: path
    for end in ("md", "ipynb")
    for path in sorted((ROOT / "chapters").glob(f"*.{end}"))
}
MODULES = {
    path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "anodes").rglob("*.py"))
}
PAGES = {name: ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")}
PAGES |= CHAPTERS | MODULES  # what a reader may take a command from
READING = {".ipynb": prose, ".py": messages}


def text_of(page):
    return read(PAGES[page])


@functools.cache
def read(path):
    return READING[path.suffix](path) if path.suffix in READING else path.read_text("utf-8")


FENCE = re.compile(r"```(?:sh|bash|console)\n(.*?)```", re.S)
SPAN = re.compile(r"`([^`\n]+)`")


def commands(page):
    """What stands as code in a page, a line each."""
    fenced = [line for block in FENCE.findall(text_of(page)) for line in block.splitlines()]
    spans = SPAN.findall(FENCE.sub("", text_of(page)))
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
    for command in [*commands(page), *PYTHON.findall(text_of(page))]:
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
def test_a_bare_python_would_be_found(command, monkeypatch, tmp_path):
    page = tmp_path / "a.md"
    page.write_text(f"Run `{command}`.", encoding="utf-8")
    monkeypatch.setitem(PAGES, "a.md", page)
    with pytest.raises(AssertionError, match="an environment that a reader has not activated"):
        test_python_is_that_of_the_environment_and_understands_the_words("a.md")


# ---------------------------------------------------------------- ways between chapters


def test_the_landing_page_leads_to_every_page_in_order():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    section = text_of("index.ipynb").partition("\n## Chapters\n")[2].partition("\n## ")[0]
    links = re.findall(r"\]\(([\w-]+)\.(?:ipynb|md)\)", section)
    assert [f"chapters/{link}" for link in links] == pages


@pytest.mark.parametrize(
    "page", [name for name in PAGES if name.endswith(".ipynb") and name != "index.ipynb"]
)
def test_each_chapter_ends_with_the_next_and_all_chapters(page):
    last = text_of(page).partition("\n**Next:** ")[2].splitlines()[0]
    assert re.search(r"\]\([\w-]+\.(?:ipynb|md)\).*\[All chapters\]\(index\.ipynb\)\.$", last)
