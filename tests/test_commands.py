"""The commands at a terminal: names are data, output fits any encoding, pipes may close."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from conftest import ROOT

from anodes import __main__
from anodes.data import spreadsheet
from anodes.validation import electrode_files

HEAD = "material,element,ion,initial_capacity_mAh_g,final_capacity_mAh_g,cycles"
GOOD = f"{HEAD}\nmine,Si,Li,2500,1500,200\n"
NAMES = [
    "my file.csv", "-x.csv", "--help", "it's.csv", 'a "b".csv', "a;touch ran.csv", "`touch ran`.csv",
    "$(touch ran).csv", "$(shell touch ran).csv", "${shell touch ran}.csv", "$$(touch ran)", "a\nb;touch ran",
    "a\n\ttouch ran", "$(error no)", "$(eval BIN := none)", "&& touch ran", "| touch ran", "> ran", "#.csv", "$", "a\\",
    "%s", "$@", "*", "~", "µ.csv", "a=b", "\x1b[31m.csv", os.fsdecode(b"\xff.csv"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_checked(folder, capsys, name):
    if os.sep in name or sys.platform == "win32":
        pytest.skip("not a name of a file here")
    (folder / name).write_text(GOOD, encoding="utf-8")
    given = ["check", "--", name] if name == "--help" else ["check", name]
    assert __main__.main(given) == 0
    out, err = capsys.readouterr()
    assert "1 electrode(s), no error" in out
    assert err == ""
    assert out.replace("\n", "").isprintable()


def test_what_is_wrong_ends_with_code_1_and_no_traceback(folder, capsys):
    (folder / "mine.csv").write_text(GOOD.replace("Si,Li", "C,Li"), encoding="utf-8")
    assert __main__.main(["check", "mine.csv"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "mine.csv, line 2, column element: found 'C'" in err


@pytest.mark.parametrize("name", ["not-there.csv", ".", "\x1b]0;a title\x07.csv"])
def test_a_file_that_cannot_be_read_ends_with_code_1(folder, capsys, name):
    assert __main__.main(["check", name]) == 1
    err = capsys.readouterr().err
    assert "expected the path of a CSV file" in err
    assert err.replace("\n", "").isprintable()


def test_no_file_is_named(capsys):
    assert __main__.main(["check", ""]) == 2
    assert "make check FILE=my-electrodes.csv" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        __main__.main(["check"])
    assert left.value.code == 2
    assert "required: file" in capsys.readouterr().err


def test_commands_in_messages_work_from_the_projects_folder():
    """The package is in the environment only, which a reader has not activated."""
    targets = set(
        re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    )
    named = set()
    for file in (ROOT / "anodes").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"(?<!\.venv/bin/)python -m anodes\b(?!\.)", text) == [], file
        named |= set(re.findall(r"`?make ([a-z-]+)(?:`| FILE=)", text))
    assert "check" in named
    assert named <= targets


def test_an_assumption_is_stated_before_the_result(folder, capsys):
    """As a German spreadsheet saves it: semicolons, decimal commas, Windows-1252, CRLF."""
    text = (
        GOOD.replace(",", ";")
        .replace("mine", "für")
        .replace("2500", "2500,5")
        .replace("\n", "\r\n")
    )
    (folder / "mine.csv").write_bytes(text.encode("cp1252"))
    assert __main__.main(["check", "mine.csv"]) == 0
    western, separated, decimal, result = capsys.readouterr().out.splitlines()[:4]
    assert "read as Windows-1252, with the special characters 'ü' in line 2" in western
    assert "separated by semicolons" in separated
    assert "'2500,5' in line 2, column initial_capacity_mAh_g, as 2500.5" in decimal
    assert result == "mine.csv: 1 electrode(s), no error."


def test_an_assumption_is_a_warning_in_python(folder):
    path = folder / "mine.csv"
    path.write_bytes(GOOD.replace(",", ";").replace("mine", "für").encode("cp1252"))
    with pytest.warns(electrode_files.Assumed, match="Windows-1252"):
        text = electrode_files.read_text(path)
    with pytest.warns(electrode_files.Assumed, match="semicolons"):
        assert list(electrode_files.check_electrodes(text)["material"]) == ["für"]


def test_notices_are_printed_and_are_no_error(folder, capsys):
    row = "mine,Si,Li,9900,1500,200\n"
    (folder / "mine.csv").write_text(f"{HEAD}\n{row * 120}", encoding="utf-8")
    assert __main__.main(["check", "mine.csv"]) == 0
    out = capsys.readouterr().out
    assert "120 electrode(s), no error" in out
    assert "9900 mAh/g is 10.37 Li per atom of Si" in " ".join(out.split())
    assert out.count("meaning ") == electrode_files.LISTED
    # 120 capacities and 119 repeated rows, of which 50 and 50 are listed
    assert "and 139 more: 70 in initial_capacity_mAh_g, 69 in whole rows" in out


# ------------------------------------------------------------ make


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a project whose Python only notes what it is asked to do."""
    place = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "Makefile", place)
    python = place / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    noted = "case $2 in anodes | anodes.*) printf '%s\\0' \"$@\" > asked ;; esac"
    python.write_text(f"#!/bin/sh\n{noted}\n", encoding="utf-8")
    python.chmod(0o755)
    for name in ("requirements.txt", "pyproject.toml", ".venv/ready"):
        (place / name).touch()
    later = time.time() + 10
    os.utime(place / ".venv" / "ready", (later, later))
    return place


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize("name", NAMES)
def test_make_hands_a_name_over_as_it_is(made, name):
    (made / "asked").unlink(missing_ok=True)
    subprocess.run(["make", "-s", "check", f"FILE={name}"], cwd=made, check=True)
    asked = os.fsdecode((made / "asked").read_bytes()).split("\0")
    assert asked == ["-m", "anodes", "check", "--", name, ""]
    there = {file.name for file in made.iterdir()}
    assert there == {"Makefile", ".venv", "requirements.txt", "pyproject.toml", "asked"}


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_hands_a_seed_over_as_it_is(made):
    (made / "asked").unlink(missing_ok=True)
    seed = "7; $(shell touch ran)"
    subprocess.run(["make", "-s", "teach", f"SEED={seed}"], cwd=made, check=True)
    asked = (made / "asked").read_text(encoding="utf-8").split("\0")
    assert asked == ["-m", "anodes", "teach", "--seed", seed, ""]
    assert not (made / "ran").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_takes_a_name_from_the_environment_and_asks_for_one(made):
    (made / "asked").unlink(missing_ok=True)
    none = subprocess.run(
        ["make", "check"], cwd=made, capture_output=True, encoding="utf-8", check=False
    )
    assert none.returncode == 2
    assert "make check FILE=my-electrodes.csv" in none.stderr
    assert not (made / "asked").exists()
    name = " $(shell touch ran)"
    subprocess.run(["make", "-s", "check"], cwd=made, env=os.environ | {"FILE": name}, check=True)
    assert f"\0{name}\0" in (made / "asked").read_text(encoding="utf-8")
    assert not (made / "ran").exists()


# ------------------------------------------------------------ output


def printed(monkeypatch, encoding, *arguments):
    """What a command writes to an output that is opened with an encoding."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    assert __main__.main(list(arguments)) == 0
    return out.buffer.getvalue().decode("utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_whatever_the_system_prefers(folder, monkeypatch, encoding):
    (folder / "µ→.csv").write_text(GOOD.replace("2500", "9900"), encoding="utf-8")
    text = printed(monkeypatch, encoding, "check", "µ→.csv")
    assert "µ→.csv: 1 electrode(s)" in text
    assert "mAh g⁻¹" in text
    text = printed(monkeypatch, encoding, "audit", "--all")
    assert "mAh g⁻¹" in text
    assert "\\u" not in text
    rows = json.loads(printed(monkeypatch, encoding, "audit", "--json"))
    assert rows == json.loads(printed(monkeypatch, "utf-8", "audit", "--json"))


def test_problems_are_utf_8_too(folder, monkeypatch):
    (folder / "µ.csv").write_text(GOOD.replace("Si", "→"), encoding="utf-8")
    err = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", err)
    assert __main__.main(["check", "µ.csv"]) == 1
    err.flush()
    assert "µ.csv, line 2, column element: found '→'".encode() in err.buffer.getvalue()


def test_a_name_that_is_no_text_does_not_stop_the_output(folder, monkeypatch):
    text = printed_error(monkeypatch, "check", os.fsdecode(b"\xff.csv"))
    assert "\\udcff.csv" in text


def printed_error(monkeypatch, *arguments):
    err = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stderr", err)
    assert __main__.main(list(arguments)) == 1
    err.flush()
    return err.buffer.getvalue().decode("utf-8")


@pytest.mark.slow
def test_a_closed_pipe_ends_a_command_quietly():
    command = [sys.executable, "-m", "anodes", "audit"]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait() == 141  # 128 + SIGPIPE, as a shell has it


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "mine.csv"],
        ["check", "bad.csv"],
        ["--help"],
        ["audit", "--json"],
        ["audit", "--all"],
    ],
)
def test_a_closed_pipe_is_no_error_of_any_command(folder, monkeypatch, arguments):
    (folder / "mine.csv").write_text(GOOD, encoding="utf-8")
    (folder / "bad.csv").write_text(HEAD, encoding="utf-8")
    with shut() as out:
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, out)
        assert __main__.main(arguments) == 141
        out.flush()  # what was left has gone nowhere


def shut():
    """A stream that nobody reads."""
    there, here = os.pipe()
    os.close(there)
    return open(here, "w", encoding="utf-8")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_said(monkeypatch, capsys):
    with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)  # put back before `capsys` ends
        assert __main__.main(["audit"]) == 1
    assert "The output is incomplete: No space left on device." in capsys.readouterr().err


def test_an_interrupt_is_no_traceback(monkeypatch):
    def stopped(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(spreadsheet, "read_bytes", stopped)
    assert __main__.main(["check", "mine.csv"]) == 130


# ------------------------------------------------------------ audit


@pytest.mark.parametrize("number", ["9999", "179", "0", "-1", "9" * 30])
def test_a_reference_that_the_review_does_not_have(capsys, number):
    assert __main__.main(["audit", "--reference", number]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"There is no reference {number}: the review has 1 to 178.\n"


def test_a_reference_without_findings(capsys):
    assert __main__.main(["audit", "--reference", "1"]) == 0
    assert capsys.readouterr().out == "The audit has no finding on reference 1.\n"
    asked = ["audit", "--reference", "102", "--severity", "typographical", "--chapter", "tin"]
    assert __main__.main(asked) == 0
    expected = "no finding on reference 102 of severity typographical in the chapter tin.\n"
    assert capsys.readouterr().out.endswith(expected)
    assert __main__.main(["audit", "--reference", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
