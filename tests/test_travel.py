"""The package away from its folder: wheel, archive and zip carry the data and need little."""

import ast
import builtins
import io
import json
import ntpath
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

import line_ends
import pytest
import yaml
from conftest import ROOT

import anodes
from anodes import export
from anodes.publish import commands, downloads, paper

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BUILD = "import sys; from hatchling import build; print(build.build_{}(sys.argv[1]))"


def run_python(*arguments, cwd, **variables):
    """Run our Python in a folder; its output. With `PYTHONPATH`, ours is not found elsewhere."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=os.environ | variables, encoding="utf-8",
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def built(kind, source, target):
    name = run_python("-c", BUILD.format(kind), str(target), cwd=source).split()[-1]
    return target / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, made from the source archive, which is made from a copy without Git."""
    folder = tmp_path_factory.mktemp("dist")
    archive = built("sdist", ROOT, folder)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return built("wheel", folder / archive.name.removesuffix(".tar.gz"), folder)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the package as pip would put it there, and nothing else of the project."""
    place = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(place)
    return place


EXTRAS = """
import sys
class Missing:
    def find_spec(self, name, *rest):
        if name in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
"""
MODULES = {"ipython": "IPython", "vl-convert-python": "vl_convert"}


def names_of(requirements):
    return [re.match(r"[\w-]+", line)[0] for line in requirements]


def without_extras():
    """Code in which what the extras bring cannot be imported."""
    needed = names_of(PROJECT["dependencies"])
    extra = {n for lines in PROJECT["optional-dependencies"].values() for n in names_of(lines)}
    names = sorted(MODULES.get(n, n.replace("-", "_")) for n in extra - set(needed))
    return EXTRAS.format(names=names)


@pytest.mark.slow
def test_reading_computing_and_auditing_need_no_extra(installed, tmp_path):
    code = without_extras() + (
        "import anodes; from anodes import analysis, audit, data, export, physics\n"
        "assert anodes.__file__.startswith(sys.argv[1]), anodes.__file__\n"
        "print(len(data.electrodes()), len(analysis.phases()) > 10, len(data.references()), "
        "len(audit.run()) > 100, 'tidy/electrodes.csv' in export.files())"
    )
    out = run_python("-c", code, str(installed), cwd=tmp_path, PYTHONPATH=str(installed))
    assert out.split() == ["60", "True", "178", "True", "True"]
    assert list(tmp_path.iterdir()) == []


def test_what_reading_needs_is_little():
    assert sorted(names_of(PROJECT["dependencies"])) == [
        "gemmi", "numpy", "pandas", "periodictable", "pint", "pybtex",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_command_names_the_extra_that_it_lacks(installed, tmp_path):
    code = without_extras() + "from anodes import __main__; print(__main__.main(['validate']))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)},
        encoding="utf-8", capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout == "1\n"
    assert done.stderr == "frictionless is missing: pip install 'anodes[check]'\n"


@pytest.mark.slow
def test_an_installed_package_says_which_commands_need_the_project(installed, tmp_path):
    command = [sys.executable, "-m", "anodes", "book"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)},
        encoding="utf-8", capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (2, commands.NO_PROJECT)


@pytest.mark.slow
def test_wheel_and_folder_hold_the_same_data(installed):
    carried = installed / "anodes" / "carried"
    files = [path.relative_to(ROOT) for path in (ROOT / "data").rglob("*") if path.is_file()]
    assert len(files) > 40
    for file in [*files, Path("references.bib"), Path("CITATION.cff"), Path("LICENSE-content")]:
        assert (carried / file).read_bytes() == (ROOT / file).read_bytes()
    assert not (ROOT / "anodes" / "carried").exists()


@pytest.mark.slow
def test_the_book_as_a_zip_can_be_installed(wheel, tmp_path):
    for name, content in downloads.book().items():
        file = tmp_path / "book" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    assert (tmp_path / "book" / ".gitattributes").exists()
    (tmp_path / "dist").mkdir()
    other = built("wheel", tmp_path / "book", tmp_path / "dist")
    assert zipfile.ZipFile(other).namelist() == zipfile.ZipFile(wheel).namelist()
    assert other.read_bytes() == wheel.read_bytes()  # no clock and no folder in it


# ------------------------------------------------------------------ one version


def test_package_citation_data_and_changes_have_one_version_and_date():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+), (\S+)$", changes, re.M).groups()
    dates = re.findall(r"^## \S+?(?:, (\d{4}-\d\d-\d\d))?$", changes, re.M)
    assert all(dates)
    assert dates == sorted(dates, reverse=True)
    version, date = citation["version"], str(citation["date-released"])
    assert newest == (version, date)
    assert version == PROJECT["version"] == anodes.__version__
    package = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    assert package["created"] == f"{date}T00:00:00Z"
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])


# ------------------------------------------------------------------ any system


def test_make_calls_what_python_offers():
    """One source: a target of make is a command, and each command is a target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    assert targets == {*commands.COMMANDS, "validate", "audit", "check", "help"}
    recipes = re.findall(r"^\t@?(.*\$\(BIN\)/python.*)", makefile, re.M)
    ours = [line for line in recipes if not line.startswith(("python=", "then"))]
    assert len(ours) >= 5
    assert all(line.startswith("$(BIN)/python -m anodes ") for line in ours)


def test_the_makefile_is_one_for_macos():
    """make 3.81 knows none of these and passes over some of them without a word."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    newer = r"\.ONESHELL|\.SHELLFLAGS|\.EXTRA_PREREQS|::=|!=\s*\$|\$\(file|\$\(intcmp|\$\(let|^undefine|^define|&:"
    assert re.findall(newer, makefile, re.M) == []
    bash_4 = r"mapfile|readarray|declare -A|\$\{\w+[,^]|&>>|\|&|\bcoproc\b|wait -n"
    assert re.findall(bash_4, makefile) == []


def test_a_bare_python_makes_the_environment_first(monkeypatch):
    """`py -m anodes book` on a machine with nothing but Python."""
    ran = []
    monkeypatch.setattr(commands, "is_ready", lambda: False)
    monkeypatch.setattr(commands.sys, "argv", ["anodes", "serve", "--port", "8123"])
    monkeypatch.setattr(
        commands.subprocess, "run",
        lambda words, **_: ran.append(words) or subprocess.CompletedProcess(words, 0),
    )  # fmt: skip
    monkeypatch.setattr(commands, "_until_it_ends", lambda words, variables: ran.append(words) or 7)
    from anodes import __main__

    assert __main__.main() == 7
    make, run = ran
    assert make[1:] == ["-I", str(ROOT / "anodes/publish/environment.py"), str(ROOT / ".venv")]
    assert run[1:] == ["-m", "anodes", "serve", "--port", "8123"]
    assert Path(run[0]).is_relative_to(ROOT / ".venv")


def test_commands_begin_with_the_standard_library_alone(tmp_path):
    """-S: without any installed package."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['anodes', '--help']\n"
        "from anodes import __main__\n"
        "try: __main__.main()\nexcept SystemExit: pass\n"
        "print('heavy', [m for m in ('pandas', 'pint', 'yaml', 'sphinx') if m in sys.modules])"
    )
    out = run_python("-S", "-I", "-c", code, cwd=tmp_path)
    assert "test-changed" in out
    assert out.endswith("heavy []\n")


def needs_fork(path):
    """Whether a file of tests uses what Windows has not: it cannot even be imported, or fails."""
    words = r"^import resource|\bos\.(fork|mkfifo)\(|signal\.SIGKILL|#!/bin/sh"
    return bool(re.search(words, path.read_text(encoding="utf-8"), re.M))


@pytest.mark.slow
@pytest.mark.parametrize("name", commands.COMMANDS)
def test_where_no_process_can_be_copied_a_command_of_tests_says_so(monkeypatch, capsys, name):
    """Windows: no `os.fork`, no module `resource`; three files of tests would not be imported."""
    from anodes import __main__

    assert sum(map(needs_fork, (ROOT / "tests").rglob("test_*.py"))) > 3
    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(commands, "is_ready", lambda: True)
    started = []
    for step in ("_python", "_tool", "_clean"):
        monkeypatch.setattr(commands, step, lambda *a, **_: started.append(a) or 3)
    monkeypatch.setitem(commands.COMMANDS, "clean", commands.COMMANDS["lint"])
    code = __main__.main([name])
    of_tests = name.startswith("test") or name in ("coverage", "bench", "mutants")
    assert (code == 2, bool(started)) == (of_tests, not of_tests)
    assert ("Windows Subsystem for Linux" in capsys.readouterr().err) == of_tests


POSIX = {
    "fork", "mkfifo", "geteuid", "getuid", "killpg", "setsid", "getpgid", "mknod", "chown",
    "O_NONBLOCK", "SIGKILL", "SIGSTOP", "SIGALRM",
}  # fmt: skip
POSIX_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "pty", "tty"}


def unguarded(tree):
    """What of POSIX alone a module uses outside of `hasattr`, `try` or a question for the system."""
    guarded = set()
    for node in ast.walk(tree):
        asks = isinstance(node, ast.FunctionDef | ast.Try) and re.search(
            r"hasattr\(os, |hasattr\(signal, |except ImportError", ast.unparse(node)
        )
        guarded |= set(map(id, ast.walk(node))) if asks else set()
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Attribute) and node.attr in POSIX:
            yield node.attr
        if isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & POSIX_MODULES
        if isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            yield node.module


@pytest.mark.slow
def test_what_windows_runs_uses_nothing_of_posix_alone():
    found = {
        (path.name, name)
        for path in (ROOT / "anodes").rglob("*.py")
        for name in unguarded(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import os\nos.geteuid()", ["geteuid"]),
        ("from fcntl import flock", ["fcntl"]),
        ("def a():\n if hasattr(os, 'geteuid'): os.geteuid()", []),
        ("try:\n import fcntl\nexcept ImportError: pass", []),
    ],
)
def test_what_windows_has_not_would_be_found(code, found):
    assert list(unguarded(ast.parse(code))) == found


OF_THE_SYSTEM = {"os.path.join", "os.path.normpath", "os.path.relpath", "os.sep", "os.path.sep"}


def test_no_address_is_made_by_the_rules_of_the_system():
    """On Windows these give a backslash, which no address of a page and no name in a zip has."""
    found = {
        (path.name, ast.unparse(node))
        for path in (ROOT / "anodes").rglob("*.py")
        if "os." in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in OF_THE_SYSTEM
    }
    assert found == {
        ("environment.py", "os.path.relpath"),  # what Python reads in a .pth
        ("files.py", "os.path.relpath"),  # a key that stays on the machine
        ("build.py", "os.sep"),  # taken away from messages of Sphinx
    }


def test_a_link_of_the_pdf_has_slashes_on_windows(monkeypatch):
    monkeypatch.setenv(paper.ADDRESS, "https://example.org")
    with monkeypatch.context() as patch:
        patch.setattr(os, "path", ntpath)
        made = paper._target("../downloads/a.zip", "tin", ())
    assert made == "https://example.org/downloads/a.zip"


RESERVED = re.compile(
    r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?|.*[<>:\"|?*\\\x00-\x1f].*|.*[. ]"
)


def unusable(names):
    """Names that some file system refuses, takes for another, or finds too long to unpack."""
    seen = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if seen.setdefault(key, name) != name:
            yield f"{name} is {seen[key]} on macOS and Windows"
        if any(RESERVED.fullmatch(part) for part in name.split("/")):
            yield f"{name} cannot be a name on Windows"
        if not unicodedata.is_normalized("NFC", name):
            yield f"{name} has another spelling on macOS"
        if len(name) > 120:  # of the 260 of Windows, with the reader's own folders before it
            yield f"{name} is {len(name)} long"


def test_every_system_can_hold_the_files_of_the_book():
    names = set(downloads.book()) | {f"_build/html/downloads/data/{n}" for n in export.files()}
    names |= {
        parent for n in names for parent in map(str, PurePosixPath(n).parents) if parent != "."
    }
    assert sorted(unusable(sorted(names))) == []


def test_every_system_can_hold_the_files_of_the_site(site):
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert sorted(unusable(names)) == []


@pytest.mark.parametrize(
    "names",
    [
        ["a/Tin.md", "a/tin.md"],
        ["aux.py"],
        ["data/con"],
        ["a:b"],
        ["a. "],
        ["u\u0308"],
        ["x" * 121],
    ],
)
def test_a_name_that_some_system_refuses_would_be_found(names):
    assert len(list(unusable(names))) == 1


@pytest.mark.parametrize("name", ["test-fast", "refresh", "lab", "bench", "mutants"])
def test_a_command_runs_our_python_in_utf_8(monkeypatch, name):
    from anodes import __main__

    ran = []
    monkeypatch.setattr(commands, "is_ready", lambda: True)
    monkeypatch.setattr(
        commands.subprocess, "run",
        lambda words, **_: ran.append(words) or subprocess.CompletedProcess(words, 3),
    )  # fmt: skip
    assert __main__.main([name]) == 3
    assert [words[:3] for words in ran] == [[sys.executable, "-X", "utf8"]]


@pytest.mark.slow
def test_output_is_utf_8_where_the_system_has_another_code_page(tmp_path):
    command = [sys.executable, "-X", "warn_default_encoding", "-m", "anodes", "audit", "--all"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True, check=True,
    )  # fmt: skip
    assert "mAh g⁻¹" in done.stdout.decode("utf-8")
    assert [line for line in done.stderr.decode("utf-8").splitlines() if "anodes" in line] == []


def places(calls, paths):
    """The files and lines of calls of a kind."""
    return {
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in calls(ast.parse(path.read_text(encoding="utf-8")))
    }


OPENING = {
    "read_text": 1,
    "write_text": 2,
    "open": 0,
    "fdopen": 0,
    "run": 0,
    "Popen": 0,
    "check_output": 0,
}


def unstated(tree):
    """Calls that open a text in the system's encoding: the lines."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        words = {keyword.arg for keyword in call.keywords}
        if name not in OPENING or "encoding" in words or len(call.args) >= (OPENING[name] or 99):
            continue
        if name in ("open", "fdopen"):
            modes = [a.value for a in call.args if isinstance(a, ast.Constant)]
            text = not any(isinstance(m, str) and "b" in m and len(m) < 4 for m in modes)
            if text and ast.unparse(call.func) not in ("os.open", "tarfile.open"):
                yield call.lineno
        elif name in ("read_text", "write_text") or words & {"text", "universal_newlines"}:
            yield call.lineno


# How each writer of text says with what a line ends, and at which place of its arguments.
LINE_ENDS = {
    "write_text": ("newline", 3),
    "open": ("newline", 5),
    "fdopen": ("newline", 5),
    "NamedTemporaryFile": ("newline", 3),
    "TemporaryFile": ("newline", 3),
    "TextIOWrapper": ("newline", 3),
    "to_csv": ("lineterminator", 99),
}


def translated(tree):
    """Calls that write text with the line ends of the system: the lines."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        word, place = LINE_ENDS.get(name, ("", 0))
        stated = {keyword.arg for keyword in call.keywords} & {word, None}
        if not word or stated or len(call.args) > place:
            continue
        modes = [n.value for n in ast.walk(call) if isinstance(n, ast.Constant)]
        modes = [m for m in modes if isinstance(m, str) and re.fullmatch("[rwaxbt+]{1,3}", m)]
        opens = name not in ("write_text", "to_csv", "TextIOWrapper")
        if opens and not any("b" not in mode and set(mode) & set("wax+") for mode in modes):
            continue
        if not opens and any("b" in mode for mode in modes):
            continue
        if ast.unparse(call.func) != "tarfile.open":
            yield call.lineno


@pytest.mark.slow
def test_the_package_writes_no_text_with_the_line_ends_of_the_system():
    """On Windows these were CR and LF: another site and other checksums than elsewhere."""
    assert places(translated, [*(ROOT / "anodes").rglob("*.py"), ROOT / "carried.py"]) == set()


@pytest.mark.parametrize(
    "code",
    [
        "p.write_text(a, encoding='utf-8')",
        "p.write_text(a, 'utf-8')",
        "open('a', 'w', encoding='utf-8')",
        "p.open('a', encoding='utf-8')",
        "os.fdopen(1, mode='w')",
        "io.TextIOWrapper(b)",
        "NamedTemporaryFile('w')",
        "frame.to_csv(index=False)",
    ],
)
def test_a_text_with_the_line_ends_of_the_system_would_be_found(code):
    assert list(translated(ast.parse(code))) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "p.write_text(a, encoding='utf-8', newline='\\n')",
        "p.open('wb')",
        "p.open(encoding='utf-8')",
        "open('a', 'w', -1, 'utf-8', None, '')",
        "frame.to_csv(lineterminator='\\n')",
    ],
)
def test_a_text_that_states_its_line_ends_is_none_of_them(code):
    assert list(translated(ast.parse(code))) == []


def test_line_ends_of_windows_come_where_none_are_stated(tmp_path, monkeypatch):
    """That the build of `test_build.py` meets them, in whatever way a file is opened."""
    monkeypatch.setattr(builtins, "open", line_ends.windows_open)
    monkeypatch.setattr(io, "open", line_ends.windows_open)
    path = tmp_path / "a"
    path.write_text("a\n", encoding="utf-8")
    assert path.read_bytes() == b"a\r\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write("b\n")
    assert path.read_bytes() == b"b\r\n"
    path.write_text("c\n", encoding="utf-8", newline="\n")
    assert path.read_bytes() == b"c\n"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["anodes", "tests"])
def test_each_text_has_a_named_encoding(folder):
    assert places(unstated, (ROOT / folder).rglob("*.py")) == set()


@pytest.mark.parametrize(
    "code",
    [
        "p.read_text()",
        "open('a')",
        "p.open('w')",
        "run(a, text=True)",
        "p.write_text('a')",
        "fdopen(1)",
    ],
)
def test_a_text_without_an_encoding_would_be_found(code):
    assert list(unstated(ast.parse(code))) == [1]
