"""Numbers that a student of the chapter Your electrode may type, worked out by hand.

F = 96485 C/mol, M(Sn) = 118.71, M(Ge) = 72.63 g/mol on a pocket calculator; counts are from the
printed tables with a pencil.
"""

TYPED = [
    ("your-better", 8, ""),
    ("your-better", 13, "all rows"),  # the current is left out
    ("your-share", 85.0, ""),  # 720 / 847
    ("your-share", 72.4, "wrong ion"),  # 720 / 994, that of lithium
    ("your-share", 0.85, "fraction for percent"),
    ("your-share", 117.6, "inverse ratio"),
    ("your-share", 15, "complement"),
    ("your-x", 3.19, ""),  # 720 · 3.6 · 118.71 / 96485
    ("your-x", 0.886, "factor 3.6"),
    ("your-x", 0.00319, "mA for A"),
    ("your-x", 1.951, "wrong host"),  # with 72.63
    ("your-excess", 151, ""),  # 520 − 369
    ("your-excess", -151, "sign"),
    ("your-excess", -140, "wrong host"),  # 520 − 660
    ("your-returned", 322, ""),
    ("your-returned", 198, "complement"),  # 0.38 · 520
    ("your-returned", 839, "inverse ratio"),  # 520 / 0.62
    ("your-one-current", 72.7, ""),  # 1200 / 1650
    ("your-one-current", 36.4, "two currents"),  # 1200 / 3300
    ("your-one-current", 27.3, "complement"),
    ("your-one-current", 137.5, "inverse ratio"),
    ("your-fade", 0.0318, ""),  # 1 − 0.7273 ** 0.001
    ("your-fade", 0.0273, "linear for compound"),
    ("your-fade", 0.1011, "two currents"),  # 1 − 0.3636 ** 0.001
    ("your-fade", -0.0318, "sign"),
    ("your-fade", 0.000318, "fraction for percent"),
    ("your-slower", 3, ""),
    ("your-slower", 6, "without cycles"),
    ("your-lost", 75, ""),
    ("your-lost", 25, "complement"),
    ("your-lost", 0.75, "fraction for percent"),
    ("your-lost", 66.7, "wrong host"),  # 20 of 30 silicon rows
    ("your-lost", 65, "all rows"),  # 39 of 60
    ("your-problems", 2, ""),
    ("your-problems", 3, "off by one"),
    ("your-typo", 879, ""),  # 5800 / 660
    ("your-typo", 8.79, "fraction for percent"),
    ("your-typo", 685, "wrong host"),  # 5800 / 847
]
