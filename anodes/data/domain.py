"""The hosts, the working ions and the chapters on hosts: named here and nowhere else."""

from __future__ import annotations

CHAPTERS = {"Si": "silicon", "Ge": "germanium", "Sn": "tin", "Sb": "antimony"}
HOSTS = tuple(CHAPTERS)
IONS = ("Li", "Na")
A_HOST = "|".join(HOSTS)  # a regular expression
