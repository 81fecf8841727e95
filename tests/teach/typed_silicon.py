"""Numbers that a student of the chapter on silicon may type, worked out by hand.

F = 96485 C/mol, M(Si) = 28.085, M(Li) = 6.94, M(Na) = 22.99, M(Ge) = 72.63 g/mol on a pocket
calculator. LiₓSi with x = 2.5 has 2.5 · 96485 C = 241,213 C = 67,004 mAh a mole.
"""

TYPED = [
    ("si-capacity", 2386, ""),
    ("si-capacity", 8590, "factor 3.6"),  # coulomb left as they are
    ("si-capacity", 662.7, "factor 3.6"),  # converted twice
    ("si-capacity", 2.386, "mA for A"),  # Ah/g
    ("si-capacity", 1475, "per gram of alloy"),  # 67,004 / 45.435
    ("si-capacity", 1913, "ion mass"),  # 67,004 / 35.025: one lithium in the mass
    ("si-capacity", 922.5, "wrong host"),  # 67,004 / 72.63
    ("si-capacity", 3579, "wrong phase"),  # Li15Si4, as in the text
    ("si-capacity", 4200, "wrong phase"),  # Table 1
    ("si-capacity-of-alloy", 1475, ""),
    ("si-capacity-of-alloy", 2386, "per gram of host"),
    ("si-capacity-of-alloy", 783, "wrong ion"),  # 67,004 / 85.56
    ("si-half-c", 2.1, ""),  # 4.2 / 2
    ("si-half-c", 8.4, "inverse ratio"),
    ("si-half-c", 1.79, "C of what"),  # 3.579 / 2
    ("si-c-rate", 0.42, ""),  # 1.5 / 3.579
    ("si-c-rate", 419, "mA for A"),  # 1500 mA/g over 3.579 A/g
    ("si-c-rate", 2.39, "inverse ratio"),
    ("si-c-rate", 0.357, "C of what"),  # counted from 4.2 A/g
    ("si-c-rate", 0.674, "wrong phase"),  # Li7Si3: 1.5 / 2.227
    ("si-days", 28.2, ""),  # 700 half cycles of 0.9667 h
    ("si-days", 14.1, "half cycle"),
    ("si-days", 677, "unit of time"),  # hours
    ("si-outward-growth", 106, ""),  # 0.55 · 3.751 = 2.063
    ("si-outward-growth", 206, "ratio for expansion"),
    ("si-outward-growth", 1.06, "fraction for percent"),
    ("si-outward-growth", 275, "without pores"),
    ("si-outward-growth", 69, "complement"),  # 0.45 · 3.751 - 1: the pores for the solid
    ("si-efficiency", 99.9777, ""),  # 0.8 ** 0.001
    ("si-efficiency", 99.98, "linear for compound"),
    ("si-efficiency", 0.0223, "complement"),
    ("si-efficiency", 0.999777, "fraction for percent"),
    ("si-change", -2.21, ""),
    ("si-change", 2.21, "sign"),
    ("si-change", -2.0, "linear for compound"),
    ("si-highest-x", 3.67, ""),  # 3500 · 3.6 · 28.085 / 96485
    ("si-highest-x", 0.2727, "inverse ratio"),
    ("si-one-current", 66.2, ""),
    ("si-one-current", 49.0, "other rows"),
    ("si-one-current", 0.662, "fraction for percent"),
    ("si-frontier", 5, ""),
    ("si-frontier", 8, "all rows"),
    ("si-frontier", 6, "off by one"),
]
