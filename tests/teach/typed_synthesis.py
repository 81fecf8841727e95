"""Numbers that a student of the chapter on synthesis may type, worked out by hand.

M(Si) = 28.085, M(Al) = 26.982, M(Mg) = 24.305, M(O) = 15.999, M(Na) = 22.990, M(Cl) = 35.45,
M(Ge) = 72.63, M(C) = 12.011 g/mol; molar volumes: Si 12.06, Al 9.997, MgO 11.263 cm3/mol. The
required porosity of Li15Si4 is 0.7334.
"""

TYPED = [
    ("syn-highest-share", 23.9, ""),  # 0.2666/12.06·28.085 = 0.621 g, 0.7334/9.997·26.98 = 1.979 g
    ("syn-highest-share", 0.239, "fraction for percent"),
    ("syn-highest-share", 76.1, "complement"),
    ("syn-highest-share", 19.1, "wrong phase"),  # MgO: 0.7334/11.263·40.304 = 2.624 g
    ("syn-salt-mass", 83.2, ""),  # 10/28.085 = 0.35606 mol, four times 58.44 g/mol
    ("syn-salt-mass", 20.8, "ion mass"),  # one formula unit for each silicon
    ("syn-salt-mass", 50.5, "ion mass"),  # chlorine alone
    ("syn-salt-mass", 32.2, "wrong host"),  # 10/72.63 = 0.13768 mol
    ("syn-salt-porosity", 0.90, ""),  # 108/120.06
    ("syn-salt-porosity", 0.10, "complement"),
    ("syn-salt-porosity", 90, "percent for fraction"),
    ("syn-carbon-porosity", 0.551, ""),  # 22.526/(22.526 + 12.06 + 6.322)
    ("syn-carbon-porosity", 0.449, "complement"),
    ("syn-carbon-porosity", 55.1, "percent for fraction"),
    ("syn-carbon-ratio", 2.87, ""),  # 34.586/12.06
    ("syn-carbon-ratio", 1.87, "expansion for ratio"),
    ("syn-carbon-ratio", 0.349, "inverse ratio"),
    ("syn-draws", 0.2593, ""),  # three of three, or two of three in three orders: 7 of 27
    ("syn-draws", 0.741, "complement"),
    ("syn-draws", 25.9, "percent for fraction"),
    ("syn-slowest-fade", 0.1847, ""),  # [97]: 91.17 % after 50 cycles
    ("syn-slowest-fade", 0.1766, "linear for compound"),  # 8.83/50
    ("syn-slowest-fade", 0.1664, "linear for compound"),  # [119]: 33.27/200
    ("syn-slowest-fade", 0.00185, "fraction for percent"),
    ("syn-slowest-fade", -0.1847, "sign"),
    ("syn-joined-ice", 73.6, ""),  # the eleventh of 21 values
    ("syn-joined-ice", 0.736, "fraction for percent"),
    ("syn-joined-ice", 77.0, "all rows"),  # the 28th of 55
    ("syn-silicon-ice", 13.9, ""),  # (86 + 88)/2 - 73.1
    ("syn-silicon-ice", -13.9, "sign"),
    ("syn-silicon-ice", 11.5, "all rows"),  # 87 - 75.5
]
