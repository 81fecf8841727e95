"""The steps of the teaching page for a room without internet, as far as they need no network.

The whole was followed by hand with the network cut; here is what can change afterwards: the names
of commands and options, what reaches pip, and what it needs to build without an index.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest
from conftest import ROOT

from anodes.__main__ import main
from anodes.publish import commands, environment

PAGE = (ROOT / "chapters/teaching.md").read_text(encoding="utf-8")
ROOM = re.search(r"## A room without internet\n(.*?)\n## ", PAGE, re.S)[1]
BLOCKS = re.findall(r"```sh\n(.*?)```", ROOM, re.S)
PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINNED = set(re.findall(r"^([\w.-]+)==", PINS, re.M))


def test_there_is_one_command_to_collect_and_one_to_install():
    assert [block.split()[0] for block in BLOCKS] == ["python3", "export"]
    assert "not seen" not in ROOM


def test_what_is_collected_is_what_the_environment_installs(monkeypatch, tmp_path):
    """The same file with the same switches: with others, files would be missing in the room."""
    run = []
    monkeypatch.setattr(environment, "_run", lambda words, advice: run.append(words))
    monkeypatch.setattr(environment, "_link", lambda venv: None)
    monkeypatch.setattr(environment, "_libraries", lambda venv: tmp_path)
    environment.make(tmp_path, sys.executable)
    (install,) = [words for words in run if "--requirement" in words]
    words = shlex.split(BLOCKS[0])
    assert words[:4] == ["python3", "-m", "pip", "download"]
    collected, folder = words[4:-2], words[-2:]
    assert folder == ["-d", "wheelhouse"]
    assert collected == ["--no-deps", "--require-hashes", "-r", "requirements.txt"]
    assert {"--no-deps", "--require-hashes", str(ROOT / "requirements.txt")} <= set(install)


@pytest.mark.slow
def test_pip_reads_the_variables_of_the_page_and_looks_into_the_folder(tmp_path):
    """As the environment runs it: `-I`, in the folder of the book, whose name may have a space."""
    variables = dict(word.split("=") for word in shlex.split(BLOCKS[1].splitlines()[0])[1:])
    assert set(variables) == {"PIP_NO_INDEX", "PIP_FIND_LINKS"}
    folder = tmp_path / "a USB stick"
    (folder / "wheelhouse").mkdir(parents=True)
    own = os.environ | variables | {"PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, "-I", "-m", "pip", "install", "--dry-run", "no-such-package-here"]
    done = subprocess.run(
        command, cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False
    )
    assert "Looking in links: wheelhouse" in done.stdout
    assert "No matching distribution found" in done.stderr
    assert "Looking in indexes" not in done.stdout


def test_what_builds_a_package_is_among_the_pins():
    """Without an index nothing else can be fetched: the backend of the book, and setuptools."""
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (needs,) = re.findall(r'requires = \["([^"]+)"\]', pyproject)
    assert re.match(r"[\w-]+", needs)[0] in PINNED
    assert "setuptools" in PINNED


NAMED = re.compile(r"(?:^|`|<code>)(?:make|(?:\S*python3?|py) -m anodes) ([a-z]+)", re.M)


@pytest.mark.parametrize("word", sorted(set(NAMED.findall(PAGE))))
def test_each_command_of_the_page_exists(word):
    """`make` and Python know it."""
    if word in commands.COMMANDS and word != "clean":
        targets = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{word}:.*##", targets, re.M)
        return
    with pytest.raises(SystemExit) as ended:
        main([word, "--help"])
    assert ended.value.code == 0


def test_the_page_names_the_commands_that_a_lesson_needs():
    assert set(NAMED.findall(PAGE)) >= {"lab", "teach", "grade", "paper"}


def test_windows_gets_the_same_variables():
    for word in shlex.split(BLOCKS[1].splitlines()[0])[1:]:
        assert f"`set {word}`" in ROOM
