"""Numbers that a student of the chapter on antimony may type, worked out by hand.

F = 96,485 C/mol is 26,801 mAh; M(Sb) = 121.76, M(Si) = 28.085, M(Sn) = 118.71, M(Na) = 22.990,
M(Li) = 6.94 g/mol; so Li3Sb and Na3Sb have 80,404 / 121.76 = 660.4 mAh per gram of antimony. The
volume per antimony atom is 30.18 Å3 in Sb and 70.96 Å3 in cubic Li3Sb, R = 2.351; R(Na3Sb) = 3.930.
"""

TYPED = [
    ("sb-two-c", 1.32, ""),
    ("sb-two-c", 1320, "mA for A"),
    ("sb-two-c", 0.33, "inverse ratio"),  # C/2
    ("sb-two-c", 0.66, "half cycle"),  # 1 C
    ("sb-two-c", 8.4, "wrong host"),  # 2 C of silicon
    ("sb-share", 75.7, ""),  # 500 / 660.4
    ("sb-share", 0.757, "fraction for percent"),
    ("sb-share", 24.3, "complement"),
    ("sb-share", 132, "inverse ratio"),
    ("sb-expansion-read", 279, ""),  # 0.86603 · 28.09 · 9.4 / 2 = 114.34, over 30.18
    ("sb-expansion-read", 379, "ratio for expansion"),
    ("sb-expansion-read", 2.79, "fraction for percent"),
    ("sb-expansion-read", 293, "wrong phase"),  # the edges at the start
    ("sb-more-sodium", 294, ""),  # 954.3 - 660.4
    ("sb-more-sodium", -294, "sign"),
    ("sb-more-sodium", 186.3, "wrong host"),  # 3.75 · 26,801 / 118.71 = 846.6
    ("sb-more-sodium", 103.2, "per gram of alloy"),  # 26,801 / 51.075 = 524.7, less 421.6
    ("sb-more-sodium", 1058, "factor 3.6"),
    ("sb-sodiated", 421.6, ""),  # 80,404 / 190.73
    ("sb-sodiated", 660, "per gram of host"),
    ("sb-sodiated", 555.5, "ion mass"),  # 80,404 / 144.75: one sodium in the mass
    ("sb-sodiated", 563.9, "wrong ion"),  # 80,404 / 142.58
    ("sb-sodiated", 1518, "factor 3.6"),
    ("sb-sodiated", 0.4216, "mA for A"),
    ("sb-c-rate", 1.21, ""),  # 0.8 / 0.6604
    ("sb-c-rate", 1.33, "C of what"),  # 0.8 / 0.6
    ("sb-c-rate", 0.825, "inverse ratio"),
    ("sb-c-rate", 1211, "mA for A"),
    ("sb-minutes", 33.75, ""),  # 450 / 800 · 60
    ("sb-minutes", 67.5, "half cycle"),
    ("sb-minutes", 0.5625, "unit of time"),  # hours
    ("sb-minutes", 33750, "mA for A"),
    ("sb-sphere-porosity", 0.343, ""),  # 0.7 cubed
    ("sb-sphere-porosity", 0.657, "complement"),
    ("sb-sphere-porosity", 34.3, "percent for fraction"),
    ("sb-outer-radius", 231, ""),  # 0.657 · 2.351 = 1.545, cube root 1.156
    ("sb-outer-radius", 266, "without pores"),  # cube root of 2.351: 1.330
    ("sb-outer-radius", 274, "wrong phase"),  # 0.657 · 3.930 = 2.582, cube root 1.372
    ("sb-outer-radius", 173, "inverse ratio"),
    ("sb-refined-expansion", 165, ""),  # a = 4.708, c = 8.337: 160.0 / 2 = 80.0, over 30.18
    ("sb-refined-expansion", 265, "ratio for expansion"),
    ("sb-refined-expansion", 1.65, "fraction for percent"),
    ("sb-refined-expansion", 135, "wrong phase"),  # cubic
    ("sb-mean-ice", 72.7, ""),  # (81.4 + 67.9 + 64.6 + 77.0) / 4 = 290.9 / 4
    ("sb-mean-ice", 41.6, "all rows"),  # 290.9 / 7: a dash as zero
    ("sb-mean-ice", 0.727, "fraction for percent"),
    ("sb-mean-ice", 27.3, "complement"),
    ("sb-highest-mean", 84.4, ""),  # (290.9 + 300) / 7
    ("sb-highest-mean", 0.844, "fraction for percent"),
    ("sb-highest-mean", 15.6, "complement"),
    ("sb-left-after", 89.0, ""),  # (538 / 570.3) squared
    ("sb-left-after", 88.7, "linear for compound"),  # 100 - 2 · 5.66
    ("sb-left-after", 97.2, "other rows"),  # [174]: 617 / 634.6
    ("sb-left-after", 11.0, "complement"),
    ("sb-left-after", 0.89, "fraction for percent"),
]
