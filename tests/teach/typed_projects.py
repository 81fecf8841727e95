"""Numbers that a student of the projects and the assessment may type, worked out by hand.

F = 96485 C/mol. The stack: cathode 195 mAh/g, 3.4 g/cm3, 0.96 active, 3.85 V, ICE 88 %; separator
12, copper 8, aluminium 12 um; N/P 1.1; graphite 550 mAh/cm3 at 92 %, 0.1 V; silicon 0.4 V, packing
0.7, density 2.329 g/cm3; Li15Si4 has R = 3.7514 at 3578.6 mAh/g.
"""

# 4.5 mAh/cm2: cathode 45000/636.48 = 70.70 um, others 70.70 + 12 + 10 = 92.70 um
# first charge 4.5/0.88 = 5.1136, first lithiation 5.625 mAh/cm2
# graphite 56250/(550/0.92) = 94.09 um; energy 10^4 · 3.75 · 4.5/186.79 = 903.4; target 1011.8 Wh/L
# whole 10^4 · 3.45 · 4.5 · (84/88)/1011.8 = 146.46 um; anode 53.76 um; 56250/53.76 = 1046.3
# k = 2.7514/3578.6 = 7.6885e-4; C = 1046.3/(1.6303 - 0.80445) = 1267; R = 1.9741
TYPED = [
    ("project-rounding", 0.19, ""),  # 500.5/639.5 = 78.264, 500/640 = 78.125; 0.139 + 0.05
    ("project-rounding", 0.05, "one rounding"),
    ("project-rounding", 0.139, "one rounding"),
    ("project-per-host", 1310, ""),  # 2.2/(2.4 · 0.7) = 1.3095 mAh per mg
    ("project-per-host", 917, "per gram of coating"),  # 2.2/2.4
    ("project-per-host", 1.31, "mA for A"),
    ("project-per-host", 642, "inverse ratio"),
    ("project-per-host", 3056, "complement"),  # 2.2/(2.4 · 0.3)
    ("project-porosity", 54.8, ""),  # 0.52 · 2.33 = 1.2116; 1.2116/2.2116
    ("project-porosity", 121, "void ratio"),
    ("project-porosity", 0.548, "fraction for percent"),
    ("project-porosity", 45.2, "complement"),
    ("project-highest-share", 93.1, ""),  # X06: 1289/1383.8
    ("project-highest-share", 122, "all rows"),  # X08: 4366/3578.6
    ("project-highest-share", 0.931, "fraction for percent"),
    ("project-volume", 1046, ""),
    ("project-volume", 926, "no first loss"),  # 153.43 um for 146.46: 56250/60.74
    ("project-anode-um", 53.8, ""),
    ("project-anode-um", 60.7, "no first loss"),
    ("project-anode-um", 146.5, "other layers"),
    ("project-capacity", 1267, ""),
    ("project-capacity", 642, "before swelling"),  # 1046.3/1.6303
    ("project-capacity", 1.267, "mA for A"),
    ("project-least-porosity", 0.392, ""),  # 1 - 1.2/1.9741
    ("project-least-porosity", 0.493, "without limit"),
    ("project-least-porosity", 0.595, "sign"),  # 1 - 0.8/1.9741
    ("project-least-porosity", 39.2, "percent for fraction"),
    ("project-most-porosity", 0.493, ""),  # 1 - 1/1.9741
    ("project-most-porosity", 0.733, "wrong phase"),  # 1 - 1/3.7514
    ("project-most-porosity", 49.3, "percent for fraction"),
    ("project-silicon", 4.44, ""),  # 5625/1267
    ("project-silicon", 3.55, "no first loss"),  # 4500/1267
    ("project-silicon", 4440, "mA for A"),
    ("project-pristine-um", 44.8, ""),  # 53.76/1.2
    ("project-pristine-um", 64.5, "inverse ratio"),
    ("project-candidates", 11, ""),
    ("project-candidates", 31, "all rows"),  # enough capacity, whatever the efficiency
    ("project-lower-efficiency", 5.3, ""),  # 1.12 · 79/84 = 1.0533
    ("project-lower-efficiency", 7, "linear for share"),  # 12 - 5
    ("project-lower-efficiency", -5.3, "complement"),
    ("project-lower-efficiency", 0.0533, "fraction for percent"),
    ("assess-germanium", 923, ""),  # 2.5 · 26801.4/72.63
    ("assess-germanium", 745, "per gram of alloy"),  # 67003.5/(72.63 + 2.5 · 6.94)
    ("assess-germanium", 2386, "wrong host"),  # silicon: 67003.5/28.085
    ("assess-germanium", 3321, "factor 3.6"),
    ("assess-expansion", 237.5, ""),  # 67.5/20 = 3.375
    ("assess-expansion", 337.5, "ratio for expansion"),
    ("assess-expansion", 575, "whole unit cell"),  # 1080/160 = 6.75
    ("assess-porosity", 0.704, ""),  # 1 - 1/3.375
    ("assess-porosity", 70.4, "percent for fraction"),
    ("assess-porosity", 0.296, "complement"),
    ("assess-porosity", 0.771, "ratio for expansion"),  # 1 - 1/4.375
    ("assess-areal-current", 0.72, ""),  # 3.6/5
    ("assess-areal-current", 18, "C of what"),
    ("assess-areal-current", 720, "mA for A"),
    ("assess-areal-current", 1.39, "inverse ratio"),
    ("assess-left-porosity", 0.668, ""),  # 25.926/(25.926 + 12.876)
    ("assess-left-porosity", 0.7, "by mass"),
    ("assess-left-porosity", 0.332, "complement"),
    ("assess-left-porosity", 66.8, "percent for fraction"),
    ("assess-days", 66.7, ""),  # 2 · 400 · 1.2/0.6 = 1600 h
    ("assess-days", 33.3, "half cycle"),
    ("assess-days", 1600, "unit of time"),
    ("assess-days", 0.0667, "mA for A"),
    ("assess-efficiency", 99.941, ""),  # ln 0.7 = -0.356675; /600 = -0.00059446
    ("assess-efficiency", 99.95, "linear for compound"),  # 30/600
    ("assess-efficiency", 0.99941, "fraction for percent"),
    ("assess-efficiency", 0.059, "complement"),
    ("assess-fade", 0.186, ""),  # ln 0.8 = -0.223144; /120 = -0.00185953
    ("assess-fade", 0.1667, "linear for compound"),
    ("assess-fade", -0.186, "sign"),
    ("assess-fade", 0.00186, "fraction for percent"),
    ("assess-edge", 10.70, ""),  # sin 11.75° = 0.203642; 1.5406/0.407284 = 3.78262; · 2.828427
    ("assess-edge", 5.464, "double angle"),  # sin 23.5° = 0.398749
    ("assess-edge", 3.783, "without indices"),
    ("assess-composition", 2.18, ""),  # 480/220.12
    ("assess-composition", 2.126, "wrong host"),  # tin: 480/225.77
    ("assess-composition", 7.85, "factor 3.6"),
    ("assess-composition", 0.459, "inverse ratio"),
    ("assess-composition", 2180, "mA for A"),
    ("assess-needed-porosity", 0.536, ""),  # R = 1 + 2.7514 · 1500/3578.6 = 2.1533
    ("assess-needed-porosity", 0.733, "wrong phase"),
    ("assess-needed-porosity", 0.464, "complement"),
    ("assess-needed-porosity", 53.6, "percent for fraction"),
    ("assess-delithiation", 1050, ""),  # 1400 · 0.75
    ("assess-delithiation", 350, "complement"),
    ("assess-delithiation", 1867, "inverse ratio"),  # 1400/0.75
    ("assess-delithiation", 1.05, "mA for A"),
    ("assess-retention", 80, ""),  # 840/1050
    ("assess-retention", 60, "from uptake"),
    ("assess-retention", 125, "inverse ratio"),
    ("assess-retention", 0.8, "fraction for percent"),
]
