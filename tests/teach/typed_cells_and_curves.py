"""Numbers that a student of cells and curves may type, worked out by hand."""

TYPED = [
    ("cell-voltage", 3.08, ""),  # 3.85 - 0.8 · 0.3 = 3.61 V; 199 mAh/g lie on the step of 0.53 V
    ("cell-voltage", 0.53, "other cell"),
    ("cell-voltage", 3.71, "complement"),  # 80 %: 4.09 - 0.38
    ("cell-voltage", -3.08, "sign"),
    ("cell-mean", 0.587, ""),  # (68.6 + 46.8 + 193.7) / 526.8
    ("cell-mean", 0.65, "without weights"),  # (0.76 + 0.66 + 0.53) / 3
    ("cell-mean", 0.504, "wrong phase"),  # of all steps
    ("cell-returned", 91.4, ""),  # (3.346 - 0.15) / (3.346 + 0.15)
    ("cell-returned", 83.5, "whole for half"),  # 3.046 / 3.646
    ("cell-returned", 95.5, "one branch"),  # 3.196 / 3.346
    ("cell-returned", 0.914, "fraction for percent"),
    ("cell-first-uptake", 1419, ""),  # 993.4 / 0.7
    ("cell-first-uptake", 695, "inverse ratio"),  # 993.4 · 0.7
    ("cell-first-uptake", 426, "complement"),  # the film alone
    ("cell-first-uptake", 1291, "linear for share"),  # 993.4 · 1.3: of the delithiation
    ("cell-minutes", 17.7, ""),  # 500 / 1693 h
    ("cell-minutes", 30, "theory for delivered"),
    ("cell-minutes", 0.295, "unit of time"),  # hours
    ("cell-minutes", 15.6, "wrong ion"),  # Li17Sn4: 1.919 A/g
    ("cell-minutes", 70.9, "inverse ratio"),  # at C/2
    ("cell-areal-current", 2.54, ""),  # 1.693 · 1.5
    ("cell-areal-current", 2540, "mA for A"),
    ("cell-areal-current", 2.88, "wrong ion"),
    ("cell-least-np", 0.889, ""),  # 80 / 90
    ("cell-least-np", 1.125, "inverse ratio"),
    ("cell-least-np", 88.9, "percent for fraction"),
    ("cell-left-by-mass", 81.1, ""),  # 1.1111 - 1.2 · 0.25
    ("cell-left-by-mass", 88.9, "by charge"),
    ("cell-left-by-mass", 70, "of first charge"),  # 1 - 0.3: as if it delivered only P
    ("cell-left-by-mass", 18.9, "complement"),
    ("cell-peaks", 3, ""),  # gaps of 42 and 39 mV are below 66 mV; 182 and 226 mV are not
    ("cell-peaks", 5, "steps for peaks"),
    ("cell-median-minutes", 98.4, ""),  # Table 5, the fourth of seven rows
    ("cell-median-minutes", 61.8, "all rows"),
    ("cell-median-minutes", 1.64, "unit of time"),  # hours
    ("cell-median-minutes", 120, "theory for delivered"),
]
