"""Numbers that a student of the outlook may type, worked out by hand.

M(Al) = 26.982, M(Cl) = 35.45, M(H) = 1.008 g/mol; the ICE of the cathode is 88 %; the printed
number for Na15Sn4 is 525 %.
"""

TYPED = [
    ("out-cycles", 377, ""),  # ln(0.8 · 88/85)/ln(0.9995) = 0.18846/0.00050013
    ("out-cycles", 446, "without first cycle"),  # ln 0.8 / ln 0.9995
    ("out-cycles", 344, "linear for compound"),  # 17.18 % at 0.05 % a cycle
    ("out-tin-as-expansion", 56, ""),  # 0.25 · 6.25 - 1
    ("out-tin-as-expansion", 156, "ratio for expansion"),
    ("out-tin-as-expansion", 525, "without pores"),
    ("out-tin-as-expansion", 369, "complement"),  # 0.75 · 6.25 - 1
    ("out-tin-as-ratio", 31, ""),  # 0.25 · 5.25 - 1
    ("out-tin-as-ratio", 0.3125, "fraction for percent"),
    ("out-tin-as-ratio", 425, "without pores"),
    ("out-tin-as-ratio", 294, "complement"),  # 0.75 · 5.25 - 1
    ("out-void", 81.8, ""),  # 1 - 0.7 · 0.26
    ("out-void", 18.2, "complement"),
    ("out-void", 0.818, "fraction for percent"),
    ("out-void", 30, "without pores"),
    ("out-electrolyte", 0.538, ""),  # 0.182 · 5.327 · 1.568 = 1.5202 Ah in 1 cm3; 0.818/1.5202
    ("out-electrolyte", 0.000538, "mA for A"),
    ("out-electrolyte", 1.86, "inverse ratio"),
    ("out-electrolyte", 0.197, "without pores"),  # 0.3/1.5202
    ("out-left", 79.5, ""),  # 70/88
    ("out-left", 20.5, "complement"),
    ("out-left", 0.795, "fraction for percent"),
    ("out-left", 125.7, "inverse ratio"),
    ("out-lithium", 0.614, ""),  # 3 - 3/0.88 · 0.7
    ("out-lithium", 614, "mA for A"),  # in microampere hours
    ("out-lithium", 2.39, "complement"),
    ("out-lithium", 0.877, "film with lithium"),  # 3/0.7 - 3/0.88
    ("out-by-products", 20.2, ""),  # 4 · (133.33 + 3.024)/26.982
    ("out-by-products", 1.263, "complement"),  # a quarter in place of four
    ("out-by-products", 0.0495, "inverse ratio"),
    ("out-few-pores", 14, ""),
    ("out-few-pores", 22, "other rows"),  # of 36
    ("out-few-pores", 13, "off by one"),
    ("out-per-volume", 0.889, ""),  # 1877/2110
    ("out-per-volume", 1.124, "inverse ratio"),
    ("out-per-volume", 1.58, "per gram of host"),  # 2118/1341
]
