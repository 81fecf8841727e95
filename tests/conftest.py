"""What the tests share: a copy of the data to damage, the built site, a browser without network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copied_data(tmp_path: Path) -> Path:
    """A root with its own `data/` and `references.bib`, to be damaged."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "references.bib", tmp_path)
    return tmp_path


def build(target: Path) -> Path:
    """Build the site from the stored chapters into `target`, warnings being errors."""
    command = [
        *(str(Path(sys.executable).with_name("jupyter-book")), "build", str(ROOT)),
        *("--path-output", str(target), "--all", "--warningiserror", "--keep-going", "--quiet"),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return target / "_build" / "html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built afresh once for the module that asks."""
    return build(tmp_path_factory.mktemp("site"))
