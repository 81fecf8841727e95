"""Porous alloy anodes: the numbers of one review, read once, computed and checked.

Nine wings, from the ground up, each of which uses only those before it: `physics` computes,
`data` reads the files, `analysis` joins both, `validation` says what is wrong with a file, `audit`
what does not hold in the review, `viz` draws, `teach` checks answers, `export` packs, and
`publish` makes the site.
"""

__version__ = "0.2.0"
