"""What `make bench` prints of Lighthouse is computed as it says; nothing here measures time."""

import gzip
import urllib.request

import lighthouse
import pytest


def report(**scores):
    return {"categories": {name: {"score": scores[name]} for name in scores}}


def test_each_number_is_the_median_of_its_own():
    names = ("performance", "accessibility", "best-practices", "seo")
    rows = [(0.5, 1, 1, 0.9), (0.99, 0.95, 1, 0.91), (0.6, 1, 0.96, None)]
    reports = [report(**dict(zip(names, row, strict=True))) for row in rows]
    assert lighthouse.numbers(reports) == [60, 100, 100, 90]


def test_where_lighthouse_is_missing_it_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    lighthouse.main()
    assert "Lighthouse is not here" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["lighthouse", "npx"])
def test_lighthouse_is_found(monkeypatch, tmp_path, name):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / name).chmod(0o755)
    words = [str(tmp_path / name), *(["--yes", "lighthouse@12"] if name == "npx" else [])]
    assert lighthouse.command() == words


@pytest.mark.slow
def test_texts_are_packed_and_pictures_are_not(tmp_path):
    (tmp_path / "a.html").write_text("x" * 1000, encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG" + bytes(1000))
    with lighthouse.served(tmp_path, lighthouse.Packed) as address:
        with urllib.request.urlopen(f"{address}/a.html") as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            content = answer.read()
            assert len(content) < 100
            assert gzip.decompress(content) == b"x" * 1000
        with urllib.request.urlopen(f"{address}/a.png") as answer:
            assert answer.headers["Content-Encoding"] is None
            assert len(answer.read()) == 1004
