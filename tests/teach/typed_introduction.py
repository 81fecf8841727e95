"""Numbers that a student of the introduction may type, worked out by hand."""

TYPED = [
    ("intro-expansion", 166, ""),  # 120.7 + 0.4 · (234.1 - 120.7)
    ("intro-expansion", 266, "ratio for expansion"),
    ("intro-expansion", 1.66, "fraction for percent"),
    ("intro-expansion", 89.6, "wrong ion"),  # lithium: 254 · 1.5 / 4.25
    ("intro-expansion", 424, "wrong phase"),  # Na15Sn4
    ("intro-carbon-capacity", 278.9, ""),  # 96,485 / 3.6 / 96.088
    ("intro-carbon-capacity", 1004, "factor 3.6"),
    ("intro-carbon-capacity", 198.3, "per gram of alloy"),  # 26,801 / 135.186
    ("intro-carbon-capacity", 372, "wrong phase"),  # LiC6
    ("intro-carbon-capacity", 17850, "inverse ratio"),  # eight ions per atom
    ("intro-compound-capacity", 198.3, ""),
    ("intro-compound-capacity", 278.9, "per gram of host"),
    ("intro-compound-capacity", 260.1, "wrong ion"),  # 26,801 / 103.03: lithium
    ("intro-compound-capacity", 65.5, "ion mass"),  # 26,801 / 408.9: eight potassium
    ("intro-cell-expansion", 437, ""),  # 2326.2 / 16 / 27.054 = 5.374
    ("intro-cell-expansion", 537, "ratio for expansion"),
    ("intro-cell-expansion", 8498, "whole unit cell"),  # not divided by 16
    ("intro-cell-porosity", 0.814, ""),  # 1 - 1 / 5.374
    ("intro-cell-porosity", 0.771, "expansion for ratio"),  # 1 - 1 / 4.374
    ("intro-cell-porosity", 0.186, "complement"),
    ("intro-cell-porosity", 81.4, "percent for fraction"),
    ("intro-surface", 18.8, ""),  # 6 / (5.327e6 · 60e-9)
    ("intro-surface", 9.39, "radius for diameter"),  # 3 / (ρd)
    ("intro-surface", 42.9, "wrong host"),  # silicon: 6 / (2.329e6 · 60e-9)
    ("intro-diffusion", 10_000, ""),  # (6000 / 60)²
    ("intro-diffusion", 100, "linear for square"),
    ("intro-diffusion", 0.0001, "inverse ratio"),
    ("intro-tap", 0.99, ""),  # 5.327 · 0.3 · 0.62
    ("intro-tap", 2.31, "complement"),  # 5.327 · 0.7 · 0.62
    ("intro-tap", 3.30, "without pores"),
    ("intro-particle-volume", 1106, ""),  # 0.15 · 5.327 · 1383.8
    ("intro-particle-volume", 2130, "without pores"),  # of the alloy: 5.327 · 1383.8 / 3.461
    ("intro-particle-volume", 6266, "complement"),
    ("intro-gain", 199.7, ""),  # 3 · 3.45 V / 98.3 µm - 3 · 3.75 V / 131.9 µm
    ("intro-gain", -200, "sign"),
    ("intro-gain", 225, "wrong loading"),  # that of 4 mAh/cm², in the text
]
