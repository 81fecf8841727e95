"""Kernels of tests, forked from one process that has imported the libraries of the chapters.

Two of the three seconds of a kernel are imports, and the tests start some thirty. What JupyterLab
and nbval start here asks that process for a kernel, stays as long as the kernel, hands interrupts
on to it, and takes it along when it ends. `anodes` is not among what is imported.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path

POSSIBLE = sys.platform == "linux"  # on macOS what a fork inherits of system libraries breaks
LIBRARIES = (
    "altair", "frictionless", "gemmi", "ipykernel.kernelapp", "ipywidgets", "jinja2",
    "matplotlib.backends.backend_svg", "matplotlib.pyplot", "pandas", "periodictable", "pint",
    "pybtex.database", "vl_convert",
)  # fmt: skip
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel tells matplotlib
FOLDER = "ANODES_TEST_KERNELS"  # the variable that names the folder of `forked`
KEPT = "ANODES_KEPT"  # as in `anodes.data.kept`, which is not imported here
LARGEST = 1 << 17  # bytes of a request


def drawing_threads():
    """Threads that vl-convert started here: a fork has none of them, and would wait without end."""
    running = Path("/proc/self/task").glob("*/comm")  # of Linux
    names = [path.read_text(encoding="utf-8").strip() for path in running]
    return sorted(name for name in names if name.startswith(("V8 ", "tokio")))


@contextlib.contextmanager
def forked():
    """Start the process, which imports when it is first asked; a folder for `JUPYTER_PATH`."""
    folder = Path(tempfile.mkdtemp())  # a short path: a socket's has at most 100 bytes
    place = str(folder / "socket")
    spec = {"argv": [sys.executable, "-IS", __file__, place, "{connection_file}"]}
    (folder / "kernels/python3").mkdir(parents=True)
    text = json.dumps(spec | {"display_name": "Python 3", "language": "python"})
    (folder / "kernels/python3/kernel.json").write_text(text, encoding="utf-8")
    words = [sys.executable, __file__, place]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield folder
    finally:
        process.stdin.close()
        process.wait()
        shutil.rmtree(folder)


def environment() -> dict[str, str]:
    """What makes Jupyter start forked kernels, where there are any.

    What one has computed of the data, the next need not compute again, as in `make refresh`.
    """
    if FOLDER not in os.environ:
        return {}
    return {"JUPYTER_PATH": os.environ[FOLDER], KEPT: f"{os.environ[FOLDER]}/kept"}


def serve(place: str) -> None:
    """Fork a kernel for each request, until the process that started this one has ended."""
    del sys.path[0]  # the folder of this file
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server.bind(place)
    server.listen(100)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a kernel ended
    os.environ |= {"MPLBACKEND": INLINE, "JPY_PARENT_PID": str(os.getpid())}  # read by imports
    while sys.stdin not in select.select([server, sys.stdin], [], [])[0]:
        connection, _ = server.accept()
        import_libraries()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            child = os.fork() == 0  # beside a thread of OpenBLAS, which prepares for this
        if child:
            server.close()
            return become_kernel(connection)
        connection.close()


def import_libraries() -> None:
    """Import what the chapters use; pandas then chooses as it does when a kernel imports it."""
    for name in LIBRARIES:
        importlib.import_module(name)
    importlib.import_module("pandas").options.display.max_columns = 20
    gc.freeze()  # what is shared stays shared


def become_kernel(connection: socket.socket) -> None:
    """Go on as the kernel that is asked for, in the folder, environment and files of the client."""
    request, files, *_ = socket.recv_fds(connection, LARGEST, 3)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    wanted = json.loads(request)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    connection.send(str(os.getpid()).encode())
    threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    atexit.register(os._exit, 0)  # after all else: to take the libraries apart lasts half a second
    widgets = "--ext=ipywidgets"  # which looks for a kernel when it is imported
    sys.argv = ["ipykernel_launcher", "-f", wanted["file"], widgets]
    importlib.import_module("ipykernel.kernelapp").launch_new_instance()


def end_with(connection: socket.socket) -> None:
    """End this process when its client has ended."""
    connection.recv(1)
    os._exit(1)


def ask(place: str, file: str) -> None:
    """Stand for a kernel while there is one; without the process above, become a plain one."""
    parent = os.getppid()
    wanted = {"file": file, "folder": os.getcwd(), "environment": dict(os.environ)}
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        server.connect(place)
        socket.send_fds(server, [json.dumps(wanted).encode()], [0, 1, 2])
        kernel = int(server.recv(LARGEST))
    except (OSError, ValueError):
        os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", "-f", file])
    signal.signal(signal.SIGINT, lambda *_: os.kill(kernel, signal.SIGINT))
    server.settimeout(1)
    while os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            if not server.recv(1):
                return


if __name__ == "__main__":
    serve(*sys.argv[1:]) if len(sys.argv) == 2 else ask(*sys.argv[1:])
