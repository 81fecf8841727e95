"""Pictures come from vl-convert once, and from where results are kept after that."""

import sys
from types import SimpleNamespace

import pytest

from anodes.data import kept
from anodes.publish.converted import converted

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2"/></svg>'


@pytest.fixture
def asked(monkeypatch):
    """What vl-convert is asked for, by a stand-in that answers with what it was given."""
    calls = []

    def svg_to_png(svg, scale=1):
        calls.append((svg, scale))
        return f"{svg} x {scale}".encode()

    monkeypatch.setitem(sys.modules, "vl_convert", SimpleNamespace(svg_to_png=svg_to_png))
    return calls


def test_a_kept_picture_is_not_made_again(asked, monkeypatch, tmp_path):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    assert [converted("svg_to_png", "a", scale=2) for _ in range(2)] == [b"a x 2"] * 2
    assert asked == [("a", 2)]


def test_another_picture_or_another_scale_is_another_result(asked, monkeypatch, tmp_path):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    made = [converted("svg_to_png", svg, scale=scale) for svg in "ab" for scale in (1, 2)]
    assert made == [b"a x 1", b"a x 2", b"b x 1", b"b x 2"]


def test_without_a_folder_nothing_is_kept(asked, monkeypatch):
    monkeypatch.delenv(kept.FOLDER, raising=False)
    assert [converted("svg_to_png", "a") for _ in range(2)] == [b"a x 1"] * 2
    assert len(asked) == 2


def test_a_damaged_picture_is_made_again(asked, monkeypatch, tmp_path):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    converted("svg_to_png", "a")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:-3])
    assert converted("svg_to_png", "a") == b"a x 1"
    assert len(asked) == 2


def test_what_is_kept_is_what_vl_convert_makes(monkeypatch, tmp_path):
    import vl_convert

    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    made = [converted("svg_to_png", SQUARE, scale=2) for _ in range(2)]
    assert made == [vl_convert.svg_to_png(SQUARE, scale=2)] * 2
    assert made[0].startswith(b"\x89PNG")
