"""Porous alloy anodes: the numbers of one review, read once, computed and checked.

Data flows one way: `notation` and `theory` know nothing of each other, `data` reads
the files, `charts` draws frames, `publish` turns notebooks into a site.
"""

__version__ = "0.1.0"
