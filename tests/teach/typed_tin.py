"""Numbers that a student of the chapter on tin may type, worked out by hand."""

TYPED = [
    ("sn-edge-expansion", 437, ""),  # 13.25**3 / 16 = 145.39, over 27.054
    ("sn-edge-expansion", 537, "ratio for expansion"),
    ("sn-edge-expansion", 4.37, "fraction for percent"),
    ("sn-edge-expansion", 542, "wrong host"),  # over the 22.64 of germanium
    ("sn-line-expansion", 260, ""),  # 1.5406 · 8.4853 / (2 · 0.32969) = 19.825; cubed, over 80
    ("sn-line-expansion", 360, "ratio for expansion"),
    ("sn-line-expansion", 2.60, "fraction for percent"),
    ("sn-line-expansion", 1700, "wrong phase"),  # 16 tin atoms, as with sodium
    ("sn-step", 564.4, ""),  # 2.5 · 96485 / 3.6 / 118.71
    ("sn-step", 790, "wrong phase"),  # from pristine tin: 3.5
    ("sn-step", 2032, "factor 3.6"),  # coulomb left as they are
    ("sn-step", 0.5644, "mA for A"),
    ("sn-step", 468.6, "per gram of alloy"),  # 67,004 / 143.0
    ("sn-step", 922.5, "wrong host"),  # germanium: 67,004 / 72.63
    ("sn-step-share", 58.8, ""),  # 2.5 / 4.25
    ("sn-step-share", 82.4, "wrong phase"),  # 3.5 / 4.25
    ("sn-step-share", 66.7, "wrong ion"),  # 2.5 / 3.75
    ("sn-step-share", 41.2, "complement"),
    ("sn-step-share", 170, "inverse ratio"),
    ("sn-step-share", 0.588, "fraction for percent"),
    ("sn-highest-x", 4.87, ""),  # 1100 · 3.6 · 118.71 / 96485
    ("sn-highest-x", 1.353, "factor 3.6"),
    ("sn-highest-x", 2.98, "wrong host"),  # 1100 · 3.6 · 72.63 / 96485
    ("sn-highest-x", 0.2052, "inverse ratio"),
    ("sn-first-x", 0.543, ""),  # 0.6 · 16.292 / 18
    ("sn-first-x", 1.448, "ratio for expansion"),  # 1.6 · 16.292 / 18
    ("sn-first-x", 1.84, "inverse ratio"),
    ("sn-line", 15.7, ""),  # the line 112: 1/d² = 2/10.475² + 4/17.412², d = 5.641
    ("sn-line", 31.9, "wrong phase"),  # 332 of Na15Sn4
    ("sn-line", 30.64, "wrong phase"),  # 200 of tin
    ("sn-lost-charge", 73.7, ""),  # 847 / 0.92 - 847, between 50.1 and 395.8
    ("sn-lost-charge", 67.8, "inverse ratio"),  # 847 · 0.08
    ("sn-lost-charge", 494, "wrong ion"),  # 1100 / 0.69 - 1100
    ("sn-lost-charge", 129.9, "all rows"),  # (73.7 + 186.2) / 2
]
