"""The environment: made again where it no longer fits its folder, its Python or its pins."""

import functools
import json
import os
import resource
import shutil
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from anodes.publish import environment

ASK = environment._version
OURS = functools.cache(lambda: ASK(sys.executable))


def version_of(python):
    """What `environment` asks of a Python; the one that runs here is asked once, not 120 times."""
    same = os.path.realpath(python) == os.path.realpath(sys.executable)
    return OURS() if same else ASK(python)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with an environment that fits, as small as one can be."""
    root = tmp_path / "project ä"
    venv = root / ".venv"
    libraries = venv / "lib/python3.99/site-packages"
    for name in ("requirements.txt", "pyproject.toml"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    for name, content in {
        "thing-1.0.dist-info/RECORD": 'thing.py,sha256=x,1\n"a, b.py",,\nthing.pyc,,\n../../../bin/thing,,\n',
        "thing.py": "",
        "a, b.py": "",
        "anodes-0.2.0.dist-info/RECORD": "anodes-0.2.0.dist-info/RECORD,,\n",
        "anodes-0.2.0.dist-info/direct_url.json": json.dumps({"url": root.as_uri()}),
        "pip-1.0.dist-info/RECORD": "",
    }.items():
        (libraries / name).parent.mkdir(parents=True, exist_ok=True)
        (libraries / name).write_text(content, encoding="utf-8")
    (venv / "bin").mkdir()
    (venv / "bin/thing").touch()
    (venv / "bin/python").symlink_to(sys.executable)
    (venv / "pyvenv.cfg").touch()
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "_version", version_of)
    monkeypatch.delenv("PYTHON", raising=False)
    note(venv)
    assert environment.unfit(venv) == ""
    return root


def note(venv):
    """Write what the end of `make` writes, without installing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "_run", lambda *_: None)
        environment.make(venv, sys.executable)


def unfit(root):
    return environment.unfit(root / ".venv")


def test_an_environment_that_fits_is_left_alone(project, monkeypatch):
    monkeypatch.setattr(environment, "make", None)
    libraries = project / ".venv/lib/python3.99/site-packages"
    (libraries / "mine-1.0.dist-info").mkdir()  # a reader's own package
    (libraries / "pip-1.0.dist-info").rename(libraries / "pip-2.0.dist-info")
    pyproject = project / "pyproject.toml"
    pyproject.write_text(
        pyproject.read_text(encoding="utf-8") + "\n[tool.other]\n", encoding="utf-8"
    )
    for path in (pyproject, project / "requirements.txt"):
        os.utime(path, (2e9, 2e9))
    assert environment.main([str(project / ".venv")]) == 0


def edit(name, old, new):
    def change(root):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


LIBRARIES = ".venv/lib/python3.99/site-packages"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda root: (root / ".venv/ready").unlink(), "it was not finished"),
        (lambda root: (root / ".venv/ready").write_text("", encoding="utf-8"), "it was not finished"),
        (lambda root: (root / ".venv/ready").write_text("[]", encoding="utf-8"), "it was not finished"),
        (edit("requirements.txt", "altair==", "altair==0"), "the pinned packages have changed"),
        (edit("pyproject.toml", "OutputRenderer", "Other"), "the pinned packages have changed"),
        (lambda root: (root / LIBRARIES / "a, b.py").unlink(), "1 of its files are missing, such as a, b.py"),
        (lambda root: (root / ".venv/bin/thing").unlink(), "1 of its files are missing, such as ../../../bin/thing"),
        (lambda root: (root / LIBRARIES / "thing-1.0.dist-info/RECORD").unlink(), "1 of its files are missing, such as thing-1.0.dist-info"),
        (edit(f"{LIBRARIES}/anodes-0.2.0.dist-info/direct_url.json", "project", "other"), "the package in it is that of "),
    ],
)  # fmt: skip
def test_an_environment_that_no_longer_fits_is_made_again_and_why(project, change, reason):
    change(project)
    assert unfit(project).startswith(reason)


def cut(name):
    """Empty a file, as a disk that was full does."""
    return lambda root: (root / name).write_bytes(b"")


def removed(name):
    return lambda root: shutil.rmtree(root / name)


def half_removed(root):
    """As `rm -r` leaves it that was stopped."""
    files = sorted(path for path in (root / ".venv").rglob("*") if path.is_file())
    for path in files[: len(files) // 2]:
        path.unlink()


HALF_DELETED = {
    "bin": removed(".venv/bin"),
    "lib": removed(".venv/lib"),
    "packages": removed(LIBRARIES),
    "a package's record": removed(f"{LIBRARIES}/thing-1.0.dist-info"),
    "our own record": removed(f"{LIBRARIES}/anodes-0.2.0.dist-info"),
    "half of the files": half_removed,
    "the configuration": lambda root: (root / ".venv/pyvenv.cfg").unlink(),
    "an empty note": cut(".venv/ready"),
    "an empty record": cut(f"{LIBRARIES}/thing-1.0.dist-info/RECORD"),
    "a record that is none": lambda root: (root / LIBRARIES / "thing-1.0.dist-info/RECORD").write_bytes(b"\xff\n\n,"),
    "an empty address": cut(f"{LIBRARIES}/anodes-0.2.0.dist-info/direct_url.json"),
    "an address that is none": lambda root: (root / LIBRARIES / "anodes-0.2.0.dist-info/direct_url.json").write_bytes(b"[\xff"),
}  # fmt: skip


@pytest.mark.parametrize("delete", HALF_DELETED.values(), ids=HALF_DELETED)
def test_an_environment_that_is_half_deleted_is_made_again(project, delete, monkeypatch, capsys):
    delete(project)
    made = []
    monkeypatch.setattr(environment, "make", lambda venv, python: made.append(python))
    assert environment.main([str(project / ".venv")]) == 0
    assert len(made) == 1
    assert "Making the environment in .venv (" in capsys.readouterr().out


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(4))
def test_an_environment_whose_making_is_killed_is_made_again(project, step, monkeypatch):
    """Before each of the three commands, and before the note that it is there."""
    left = iter(range(3))
    (project / ".venv/ready").unlink()

    def run(command, advice):
        if next(left) == step:
            raise Killed

    def link(venv):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(environment, "_run", run)
        patch.setattr(environment, "_link", link)
        environment.main([str(project / ".venv")])
    assert unfit(project) == "it was not finished"
    note(project / ".venv")
    assert unfit(project) == ""


def test_a_full_disk_is_said_and_the_environment_is_made_by_the_next_command(
    project, monkeypatch, capsys
):
    (project / ".venv/ready").unlink()
    monkeypatch.setattr(environment, "_run", lambda *_: None)
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, kept[1]))
    try:
        assert environment.main([str(project / ".venv")]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert "The environment was not made. File too large" in capsys.readouterr().err
    assert unfit(project) == "it was not finished"
    assert environment.main([str(project / ".venv")]) == 0
    assert unfit(project) == ""


def test_what_is_no_folder_is_not_replaced(project, capsys):
    """A file of that name belongs to somebody: other tools keep the place of an environment in it."""
    venv = project / ".venv"
    shutil.rmtree(venv)
    venv.write_text("elsewhere\n", encoding="utf-8")
    assert environment.main([str(venv)]) == 1
    assert capsys.readouterr().err == f"{venv} is a file, not a folder: move it, and try again.\n"
    assert venv.read_text(encoding="utf-8") == "elsewhere\n"


def test_an_environment_that_is_not_there(tmp_path):
    assert environment.unfit(tmp_path / ".venv") == "there is none yet"


def test_an_environment_whose_python_is_gone(project):
    python = project / ".venv/bin/python"
    python.unlink()
    assert unfit(project) == "its Python is gone"
    python.symlink_to(project / "gone")
    assert unfit(project) == "its Python is gone"
    python.unlink()
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # there, and does not run
    python.chmod(0o755)
    assert unfit(project) == "its Python is gone"


def test_a_copy_does_not_use_the_environment_of_the_original(project, monkeypatch):
    copy = project.with_name("copy")
    project.rename(copy)  # moved, or copied: what is noted is another folder
    monkeypatch.setattr(environment, "ROOT", copy)
    assert unfit(copy) == f"it was made for {project}; this folder is a copy, or was moved"


def test_another_python_is_taken_when_it_is_named(project, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHON", sys.executable)
    assert unfit(project) == ""
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3 99\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PYTHON", str(other))
    assert unfit(project) == (
        f"it has Python {'.'.join(map(str, sys.version_info[:2]))}, and PYTHON={other} is another"
    )
    assert environment._python(project / ".venv") == str(other)


def test_an_environment_is_not_made_from_itself(project, monkeypatch):
    """Without its `pyvenv.cfg` the Python in it takes itself for one of the system."""
    inside = project / ".venv/bin/python"
    monkeypatch.setattr(sys, "_base_executable", str(inside))
    assert Path(environment._python(project / ".venv")) == inside.resolve()
    monkeypatch.setattr(sys, "_base_executable", "/usr/bin/python3")
    assert environment._python(project / ".venv") == "/usr/bin/python3"


@pytest.mark.parametrize("answer", ["echo 3 10", "exit 1"])
def test_a_python_that_does_not_do_is_refused_before_anything_is_removed(
    project, monkeypatch, tmp_path, capsys, answer
):
    other = tmp_path / "python"
    other.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PYTHON", str(other))
    assert environment.main([str(project / ".venv")]) == 1
    assert capsys.readouterr().err == f"PYTHON={other} is not a Python 3.11 or newer.\n"
    assert (project / ".venv/ready").exists()


def test_an_installation_that_fails_is_tried_again(project, capsys, monkeypatch):
    """Without a network: what to do is said, and the environment does not count as made."""
    (project / "requirements.txt").write_text("new==1\n", encoding="utf-8")

    def run(command, advice):
        if "pip" in command:
            raise environment.EnvironmentProblem(advice)

    monkeypatch.setattr(environment, "_run", run)
    assert environment.main([str(project / ".venv")]) == 1
    said = capsys.readouterr()
    assert "the pinned packages have changed" in said.out
    assert "is there a network" in said.err
    assert unfit(project) == "it was not finished"


def test_the_script_needs_no_package(tmp_path):
    """It runs before anything is installed, for a folder that has no environment."""
    code = Path(environment.__file__).read_text(encoding="utf-8")
    assert "from anodes" not in code
    assert "import anodes" not in code


def test_the_package_is_found_from_a_folder_of_any_name(project):
    """Python reads the link as ASCII under LC_ALL=C, and the folder of the project has an umlaut."""
    libraries = project / ".venv/lib/python3.99/site-packages"
    environment._link(project / ".venv")
    link = (libraries / environment.LINK).read_bytes().decode("ascii").strip()
    assert (libraries / link).resolve() == project.resolve()
