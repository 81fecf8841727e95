"""What the book is made of: every package declared and pinned, every shipped file credited."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import versions
import yaml
from conftest import ROOT

from anodes.publish import commands, environment


def test_every_pinned_file_has_a_hash_and_no_address_is_written():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[\w.-]+==(?:.*\\\n)*.*\n", text, re.M)
    assert "".join(entries) == text
    assert len(entries) > 150
    unhashed = [e for e in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", e)]
    assert unhashed == []
    assert "://" not in text


class Installed(Exception):
    """Raised in place of what follows the installation."""


def test_the_environment_is_installed_from_hashed_files_only(monkeypatch, tmp_path):
    def stop(venv):
        raise Installed

    commands = []
    monkeypatch.setattr(environment, "_run", lambda command, advice: commands.append(command))
    monkeypatch.setattr(environment, "_link", stop)
    with pytest.raises(Installed):
        environment.make(tmp_path, sys.executable)
    pinned, own = (command for command in commands if "install" in command)
    assert pinned[pinned.index("--no-deps") :] == [
        "--no-deps", "--require-hashes", "--requirement", str(ROOT / "requirements.txt"),
    ]  # fmt: skip
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(own)


def deptry(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("deptry")), ".", "--no-ansi"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_every_import_is_declared_and_every_package_used():
    found = deptry(ROOT)
    assert found.returncode == 0, found.stderr


def test_an_import_that_is_not_declared_is_found(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "anodes"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import numpy\n\ndef f():\n    import requests\n", encoding="utf-8"
    )
    found = deptry(tmp_path)
    assert found.returncode == 1
    assert "'requests' imported but it is a transitive dependency" in found.stderr + found.stdout
    assert "'numpy' imported" not in found.stderr + found.stdout


WORKFLOWS = {path.stem: path for path in (ROOT / ".github/workflows").glob("*.yml")}
in_the_repository = pytest.mark.skipif(
    not (ROOT / ".pre-commit-config.yaml").exists(), reason="the book as a zip has no hooks"
)
online = pytest.mark.skipif(not WORKFLOWS, reason="the book as a zip has no workflows")
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def jobs(name):
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))["jobs"]


def steps():
    return [
        step for name in WORKFLOWS for job in jobs(name).values() for step in job.get("steps", [])
    ]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_named_by_digest_and_version(name):
    lines = [line.strip(" -") for line in WORKFLOWS[name].read_text("utf-8").splitlines()]
    foreign = [line for line in lines if line.startswith("uses:") and "uses: ./" not in line]
    assert foreign
    assert [line for line in foreign if not PINNED.fullmatch(line)] == []


@online
def test_one_action_has_one_version():
    used = {step["uses"] for step in steps() if "uses" in step}
    assert len(used) == len({use.split("@")[0] for use in used})


@online
def test_no_step_keeps_credentials():
    checkouts = [s for s in steps() if s.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 4
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@online
def test_publishing_waits_for_the_tests_and_only_its_last_job_may_write():
    publish = jobs("publish")
    assert publish["test"]["uses"] == "./.github/workflows/test.yml"
    assert publish["build"]["needs"] == "test"
    assert publish["deploy"]["needs"] == "build"
    assert [step["uses"].split("@")[0] for step in publish["deploy"]["steps"]] == [
        "actions/deploy-pages"
    ]
    for name in WORKFLOWS:
        whole = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
        assert whole["permissions"] == {"contents": "read"}
        granting = [key for key, job in whole["jobs"].items() if "permissions" in job]
        assert granting == (["deploy"] if name == "publish" else [])


@online
def test_the_published_site_offers_the_book_and_handouts_on_paper():
    """Printed after the site is built, for the same address, and before it is handed over."""
    build = jobs("publish")["build"]
    made = [step.get("run", step.get("uses", "").split("@")[0]) for step in build["steps"]]
    place = made.index("make book")
    assert made[place : place + 3] == ["make book", "make paper", "actions/upload-pages-artifact"]
    assert build["env"]["ANODES_URL"].startswith("https://")
    assert not any("env" in step for step in build["steps"])


@online
def test_every_supported_python_is_tested():
    (matrix,) = jobs("test")["test"]["strategy"]["matrix"].values()
    assert matrix == list(versions.SUPPORTED)


@online
def test_macos_runs_tests_chapters_book_and_browser_and_does_not_hold_up_publishing():
    (job,) = jobs("macos").values()
    assert job["runs-on"].startswith("macos-")
    wanted = ["make test-fast", ".venv/bin/python -m pytest --nbval chapters -n 2", "make book"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [*wanted, "make test"]
    assert "macos" not in WORKFLOWS["publish"].read_text(encoding="utf-8")


def hooks():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]  # nothing is fetched
    return config["repos"][0]["hooks"]


@in_the_repository
def test_before_a_commit_the_commands_of_make_lint_run():
    linting = [" ".join((f".venv/bin/{tool}", *words)) for tool, *words in commands.LINT]
    assert [hook["entry"] for hook in hooks()] == linting


@in_the_repository
def test_a_hook_looks_at_the_whole_book_with_the_environment_of_the_book():
    assert {(hook["language"], hook["pass_filenames"]) for hook in hooks()} == {("system", False)}
    assert len({hook["id"] for hook in hooks()}) == len(hooks())


def interpreter(path, says):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
def test_interpreters_are_found_by_what_they_say(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))  # and no uv beside it
    named = interpreter(tmp_path / "a folder/python", "echo 3.13 3.13.7")
    on_path = interpreter(tmp_path / "bin/python3.12", "echo 3.12 3.12.1")
    interpreter(tmp_path / "bin/python3.13", "echo 3.13 3.13.0")  # the named one is preferred
    interpreter(tmp_path / "bin/python3.14", "echo not installed >&2; exit 127")
    interpreter(tmp_path / "bin/python3.11", "echo 3.10 3.10.2")
    found = versions.interpreters({"PYTHONS": f"'{named}' /no/such", "PATH": str(tmp_path / "bin")})
    assert found == {"3.13": ("3.13.7", named), "3.12": ("3.12.1", on_path)}


@pytest.mark.parametrize(("failed", "code"), [([], 0), (["chapters"], 1)])
def test_every_version_has_a_line(monkeypatch, capsys, failed, code):
    monkeypatch.setattr(versions, "interpreters", lambda _: {"3.12": ("3.12.1", "/python")})
    monkeypatch.setattr(versions, "_tested", lambda version, python: failed)
    assert versions.main() == code
    lines = capsys.readouterr().out.splitlines()[-4:]
    assert [line.split()[0] for line in lines] == ["3.11", "3.12.1", "3.13", "3.14"]
    assert [line.split()[1] for line in lines if line[:4] != "3.12"] == ["skipped:"] * 3
    expected = "passed: data, chapters, tests" if not failed else "failed: chapters; the reasons"
    assert expected in lines[1]
