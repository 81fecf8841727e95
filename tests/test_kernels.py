"""A forked kernel is what a plain one is, but for the libraries that it has from the start."""

import json
import os
import shutil

import bench
import pytest
from conftest import ROOT, eventually
from nbval.kernel import start_new_kernel

from anodes.data import kept
from tests import kernels

LOOK = """
import os, signal, sys, matplotlib, pandas
from comm import get_comm_manager
alike = {
    "folder": os.getcwd(), "path": sys.path, "backend": matplotlib.get_backend(),
    "columns": pandas.options.display.max_columns, "targets": sorted(get_comm_manager().targets),
    "variable": os.environ["BOOK"], "leads": os.getpgid(0) == os.getpid(),
    "children": signal.getsignal(signal.SIGCHLD), "flags": sys.flags, "threads": threads,
}
ours = [name for name in sys.modules if name.startswith("anodes")]
"""


@pytest.fixture
def start_kernel(monkeypatch):
    """Start a kernel; it has ended when the test has."""
    monkeypatch.setenv("BOOK", "alloys")
    started = []

    def one(folder):
        monkeypatch.setenv("JUPYTER_PATH", str(folder))
        manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT / "chapters"))
        started.append((manager, client))
        return manager, client

    yield one
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def values(client, *names, code=""):
    """What expressions are in a kernel, as text."""
    wanted = {name: name for name in names}
    reply = client.execute(code, user_expressions=wanted, reply=True, timeout=60)["content"]
    assert reply["status"] == "ok", reply
    return [reply["user_expressions"][name]["data"]["text/plain"] for name in names]


@pytest.fixture
def forked():
    if kernels.FOLDER not in os.environ:
        pytest.skip("kernels are forked on Linux only")
    return os.environ[kernels.FOLDER]


def test_a_forked_kernel_is_like_a_plain_one(start_kernel, forked, tmp_path):
    early = "import sys; early = 'pandas' in sys.modules; import ipywidgets; threads = 0"
    seen = {}
    for folder in (tmp_path, forked):
        client = start_kernel(folder)[1]
        (imported,) = values(client, "early", code=early)
        alike, ours = values(client, "alike", "ours", code=LOOK)
        seen[imported] = alike
        assert ours == "[]"
    assert seen["True"] == seen["False"]


def test_a_forked_kernel_is_interrupted_and_ends_with_its_client(start_kernel, forked):
    manager, client = start_kernel(forked)
    (number,) = values(client, "os.getpid()", code="import os")
    assert int(number) != manager.provisioner.pid
    message = client.execute("print('begun')\nwhile True: pass")
    while client.get_iopub_msg(timeout=30)["content"].get("text") != "begun\n":
        pass
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != message:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    os.kill(manager.provisioner.pid, 9)
    assert eventually(lambda: not is_there(int(number)), seconds=10)


def is_there(process):
    """Whether a process has not ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_kernel_is_plain_where_no_process_forks_it(start_kernel, forked):
    with kernels.forked() as folder:
        pass
    shutil.copytree(forked, folder, ignore=shutil.ignore_patterns("socket"))
    spec = folder / "kernels/python3/kernel.json"
    spec.write_text(spec.read_text(encoding="utf-8").replace(forked, str(folder)), encoding="utf-8")
    manager, client = start_kernel(folder)
    shutil.rmtree(folder)
    (number,) = values(client, "os.getpid()", code="import os")
    assert int(number) == manager.provisioner.pid


def test_what_kernels_share_is_named_as_the_package_names_it():
    assert kernels.KEPT == kept.FOLDER


def test_a_bare_kernel_imports_what_its_chapter_does(tmp_path):
    code = ["import math\nx = math.pi", "from anodes import viz\nimport math", "viz.configure()"]
    cells = [{"cell_type": "code", "source": source.splitlines(keepends=True)} for source in code]
    cells.insert(1, {"cell_type": "markdown", "source": ["import nothing"]})
    chapter = tmp_path / "a.ipynb"
    chapter.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    libraries, *own = bench.imports(chapter).split("\n")
    assert libraries.startswith("import altair, pandas")
    assert own == ["import math", "from anodes import viz"]
