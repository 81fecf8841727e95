"""Scripts made of the JavaScript that vl-convert carries: Vega without a network.

Making one takes a second or two, so each is made once for an environment and kept in its folder.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from anodes.data.files import write_atomically

# The version of Vega-Lite that compiles and draws our charts; it matches the Vega of the bundles.
# Notebooks name the older family that JupyterLab draws (`interactive.VEGA_MIME`), whose 5.6 knew
# already what our specs use.
VEGA_LITE = "6.4"


def bundle(name: str, snippet: str, *, frame: str = "{}") -> Path:
    """The file `name`, alone in its folder, that holds a script and all it imports.

    `snippet` is the script, with imports that vl-convert knows; `frame` is text around the
    result, which stands in place of its `{}`. Two processes that start at once may both make the
    file, with the same content. Raises `RuntimeError` where vl-convert does not
    carry what the snippet imports.
    """
    import vl_convert

    mark = hashlib.sha256(f"{VEGA_LITE} {frame} {snippet}".encode()).hexdigest()[:8]
    version = vl_convert.__version__  # type: ignore[attr-defined]  # its stub leaves it out
    folder = Path(sys.prefix) / "share" / "anodes" / f"{version}-{mark}"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        script = vl_convert.javascript_bundle(snippet, vl_version=VEGA_LITE)
        write_atomically(folder / name, frame.replace("{}", script, 1).encode())
    return folder / name
