"""Electrodes that can be read and are improbable, calculated by hand, and others that are not."""

HEAD = (
    "material,element,ion,initial_capacity_mAh_g,initial_current_A_g,ice_percent,"
    "final_capacity_mAh_g,cycles,cycling_current_A_g\n"
)
GOOD = "mine,Si,Li,2500,0.2,85,1500,200,0.2\n"
FIRST, LAST, CURRENT = "initial_capacity_mAh_g", "final_capacity_mAh_g", "cycling_current_A_g"

# By hand: x = C 3.6 M / F with M(Si) = 28.085, M(Sn) = 118.71 g/mol and F = 96485.3 C/mol.
CASES = [
    # 9900 x 3.6 x 28.085 / 96485.3 = 10.37; 9900 x 0.85 = 8415
    ("mine,Si,Li,9900,0.2,85,1500,200,0.2\n", FIRST, ["9,900 mAh", "4,200 mAh", "is 10.37 Li", "9900 x 85 % = 8,415"], "digit"),
    # 1100 x 3.6 x 118.71 / 96485.3 = 4.87; 1100 x 0.8 = 880, below 994
    ("mine,Sn,Li,1100,0.2,80,700,200,0.2\n", FIRST, ["994 mAh", "is 4.87 Li", "lithiation", "= 880 mAh/g"], "reduces electrolyte"),
    ("mine,Sn,Na,900,0.2,80,700,200,0.2\n", FIRST, ["847 mAh", "sodiation", "720 mAh/g"], "reduces electrolyte"),
    ("mine,Si,Li,9900,0.2,,1500,200,0.2\n", FIRST, ["is 10.37 Li per atom of Si; Li22Si5 has 4.4"], "reduces electrolyte"),
    ("mine,Si,Li,4000,0.2,,4300,200,0.2\n", LAST, ["4,200 mAh"], "was stored"),
    ("mine,Si,Li,1,0.2,,10000,200,0.2\n", LAST, ["10000 / 1 = 10000.000", "1000000.0 % at one current"], "activation"),
    ("mine,Si,Li,1000,0.2,,1060,200,\n", LAST, ["106.0 %", "currents that are not both given per gram"], "activation"),
    ("mine,Si,Li,1000,0.2,,1060,200,0.4\n", LAST, ["106.0 % at a higher current"], "activation"),
    ("mine,Si,Li,1000,0.4,,1060,200,0.2\n", LAST, ["106.0 % at a lower current"], "not a retention"),
    ("mine,Si,Li,1000,0.4,,1000,200,0.4\n", LAST, ["1000 / 1000 = 1"], "both cells"),
    ("mine,Ge,Li,1624,,,1000,200,\n", FIRST, ["1624 - 1624 = 0"], "theoretical value may have been entered"),
    # Ah/g in place of mAh/g: 2.5 / 4200 = 0.0595 %, and 2.5 Ah/g are 2500 mAh/g
    ("mine,Si,Li,2.5,0.2,85,1.5,200,0.2\n", FIRST, ["2.5 mAh", "2.5 / 4200 = 0.06%"], "it is 2,500 mAh/g"),
    ("mine,Si,Li,2500,0.2,85,1.5,200,0.2\n", LAST, ["1.5 mAh", "1.5 / 4200 = 0.04%"], "it is 1,500 mAh/g"),
    # 200 mA/g: 100 A/g / 4.2 A/g = 23.8 C is fast but possible; 60 / 0.66 = 90.9 C is a charge in 40 s
    ("mine,Sb,Na,600,0.1,,500,200,60\n", CURRENT, ["= 90.9 C, the theoretical capacity in 40 s"], "0.06 A/g"),
    # 2 x 500 x 1.5 / 0.00001 = 150,000,000 hours; a year has 8766
    ("mine,Si,Li,2500,0.2,,1500,500,0.00001\n", CURRENT, ["150,000,000 hours", "17,112 years"], "unit"),
]  # fmt: skip

QUIET = [
    "mine,Si,Li,4280,0.2,85,1500,200,0.2\n",  # 1.9 % above theory: rounding of mass or theory
    "mine,Si,Li,1000,0.2,85,1049,200,0.2\n",  # 4.9 % more: scatter
    "mine,Si,Li,1000,0.2,85,900,200,100\n",  # 100 / 4.2 = 23.8 C
    "mine,Si,Li,2500,0.2,85,43,200,0.2\n",  # 1.02 % of theory: worn out
    "mine,Si,Li,2500,0.2,85,1500,200,0.01\n",  # 2 x 200 x 1.5 / 0.01 = 60,000 hours, seven years
]
