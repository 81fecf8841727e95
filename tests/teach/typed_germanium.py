"""Numbers that a student of the chapter on germanium may type, worked out by hand."""

TYPED = [
    ("ge-at-one-c", 2, ""),
    ("ge-at-one-c", 6, "all rows"),
    ("ge-at-one-c", 4, "other rows"),
    ("ge-at-one-c", 3, "off by one"),
    ("ge-current", 4.15, ""),  # Li15Ge4: 3.75 · 96485 / 3.6 / 72.63 = 1383.8 mAh/g, three times
    ("ge-current", 4150, "mA for A"),
    ("ge-current", 14.95, "factor 3.6"),  # coulomb left as they are
    ("ge-current", 0.461, "inverse ratio"),  # 1.3838 / 3: C/3
    ("ge-current", 4.872, "C of what"),  # counted from 1.624 A/g
    ("ge-current", 3.875, "wrong phase"),  # Li7Ge2
    ("ge-minutes", 8.82, ""),  # 610 / 4151 h
    ("ge-minutes", 0.1469, "unit of time"),  # hours
    ("ge-minutes", 7.51, "C of what"),  # 610 / 4872 h
    ("ge-minutes", 79.3, "inverse ratio"),  # at C/3
    ("ge-minutes", 17.6, "half cycle"),
    ("ge-fade", 0.0548, ""),  # ln(1060 / 1320) = -0.21936, over 400 cycles
    ("ge-fade", 0.0492, "linear for compound"),  # 19.70 % / 400
    ("ge-fade", -0.0548, "sign"),
    ("ge-fade", 0.000548, "fraction for percent"),
    ("ge-last-cycle", 650, ""),  # ln 0.7 = -0.35667, over -0.00054841
    ("ge-last-cycle", 609, "linear for compound"),  # 30 / 0.04924
    ("ge-last-cycle", 2195, "complement"),  # down to 30 %
    ("ge-capacity", 479.7, ""),  # 1.3 · 96485 / 3.6 = 34,842 mAh a mole
    ("ge-capacity", 1727, "factor 3.6"),
    ("ge-capacity", 340, "per gram of alloy"),  # 34,842 / 102.52
    ("ge-capacity", 293.5, "wrong host"),  # tin: 34,842 / 118.71
    ("ge-capacity-of-alloy", 340, ""),
    ("ge-capacity-of-alloy", 364.4, "ion mass"),  # one sodium in the mass
    ("ge-capacity-of-alloy", 426.7, "wrong ion"),  # lithium: 34,842 / 81.65
    ("ge-capacity-of-alloy", 479.7, "per gram of host"),
    ("ge-same-cycles", 97.14, ""),  # 0.84 ** (1/6)
    ("ge-same-cycles", 97.33, "linear for compound"),  # 100 - 16/6
    ("ge-same-cycles", 35.13, "inverse ratio"),  # 0.84 ** 6
    ("ge-same-cycles", 2.86, "complement"),
    ("ge-share", 84.7, ""),  # (1140 + 1204) / 2 = 1172, over 1383.8
    ("ge-share", 82.4, "all rows"),  # 1140
    ("ge-share", 81.7, "other rows"),  # 1131
    ("ge-share", 72.2, "wrong phase"),  # 1172 / 1624
    ("ge-share", 0.847, "fraction for percent"),
    ("ge-speed-up", 7.5, ""),  # of 2, 5, 5, 10, 10, 20
    ("ge-speed-up", 10, "all rows"),
    ("ge-speed-up", 0.1333, "inverse ratio"),
]
