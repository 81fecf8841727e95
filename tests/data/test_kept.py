"""Results on disk: found again by another process, and only while nothing has changed."""

import pickle

import pytest
from conftest import ROOT

from anodes import data
from anodes.data import files, kept


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def counting(root, calls):
    """A loader as a new process has it: it has computed nothing yet."""

    def loader(name="", root=root):
        calls.append(name)
        return files.content_of(root / "data/numbers.txt").decode() + name

    return files.once_a_state(loader)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/numbers.txt").write_text("1", encoding="utf-8")
    return tmp_path


def test_another_process_need_not_compute_again(folder, root):
    calls = []
    assert counting(root, calls)("a") == "1a"
    assert counting(root, calls)("a") == "1a"
    assert calls == ["a"]
    assert counting(root, calls)("b") == "1b"  # another argument
    assert calls == ["a", "b"]
    assert len(list(kept.place(folder).iterdir())) == 2


def test_a_change_of_a_file_or_of_the_code_is_computed(folder, root, monkeypatch):
    calls = []
    counting(root, calls)()
    (root / "data/numbers.txt").write_text("2", encoding="utf-8")
    assert counting(root, calls)() == "2"
    monkeypatch.setattr(kept, "_code", lambda: "other code")
    assert counting(root, calls)() == "2"
    assert len(calls) == 3
    kept.forget(folder)
    assert [path.name for path in folder.iterdir()] == ["other code"]


def test_without_a_folder_nothing_is_kept(root, monkeypatch):
    monkeypatch.delenv(kept.FOLDER, raising=False)
    calls = []
    counting(root, calls)()
    counting(root, calls)()
    assert len(calls) == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b"\n" + pickle.dumps(({}, "wrong"))])
def test_a_damaged_file_is_as_good_as_none(folder, root, damage):
    calls = []
    counting(root, calls)()
    (file,) = kept.place(folder).iterdir()
    file.write_bytes(damage)
    assert counting(root, calls)() == "1"
    assert len(calls) == 2
    counting(root, calls)()
    assert len(calls) == 2  # it was written anew


def test_what_cannot_be_written_is_computed(root, monkeypatch):
    (root / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(kept.FOLDER, str(root / "file"))
    calls = []
    assert [counting(root, calls)(), counting(root, calls)()] == ["1", "1"]
    assert len(calls) == 2


def test_an_argument_without_a_lasting_name_is_not_kept(folder, root):
    calls = []
    loader = counting(root, calls)
    assert kept._path("f", (("name", object()),)) is None
    assert kept._path("f", (("name", frozenset("ab")),)) is None
    assert kept._path("f", (("name", ("a", 1, None)),)) is not None
    assert loader() == "1"


def test_frames_come_back_as_they_were(folder):
    """All that a chapter may ask of them: values, types, order, and what was read."""
    del folder
    for load in (data.electrodes, data.claims):
        fresh = load.__wrapped__(root=ROOT)
        kept.keep_result("f", (load.__name__,), ({"references.bib": b"x"}, fresh))
        read, again = kept.kept_result("f", (load.__name__,), lambda _: b"x")
        assert read == {"references.bib": b"x"}
        assert again.equals(fresh)
        assert list(again.dtypes) == list(fresh.dtypes)
    assert kept.kept_result("f", ("electrodes",), lambda _: b"y") is None
    assert kept.kept_result("f", ("electrodes",), lambda _: None) is None
