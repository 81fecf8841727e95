"""A server of this machine for a folder of pages, while something looks at them."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

Handler = http.server.SimpleHTTPRequestHandler


class Strict(Handler):
    """A server that lets a page use nothing but files of its own host, and run no text.

    It says nothing, not even when a page is left before it has everything.
    """

    def end_headers(self):
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *arguments):
        pass

    def handle(self):
        with contextlib.suppress(ConnectionError):
            super().handle()


@contextlib.contextmanager
def served(site: Path, handler: type[Handler] = Strict) -> Iterator[str]:
    """The address at which a folder is served."""
    files = functools.partial(handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
