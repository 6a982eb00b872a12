"""Series whose interrupted time series are published, typed up with their sources for conformance tests."""

from __future__ import annotations

from datetime import date

# Per-capita cigarette sales in California, in packs, 1970 to 2000; Proposition 99 came into force in January 1989. From
# the panel of Abadie, Diamond and Hainmueller (2010), J. American Statistical Association 105(490); public figures of
# state sales, used in many tutorials.
CALIFORNIA_DAYS = [date(year, 1, 1) for year in range(1970, 2001)]
CALIFORNIA = [
    123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8,
    99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6,
]  # fmt: skip
PROPOSITION_99 = date(1989, 1, 1)

# Acute coronary events in Sicily by month, January 2002 to November 2006, and the age-standardised population; smoking
# in public places was banned in January 2005. Published with Lopez Bernal, Cummins and Gasparrini (2017), Interrupted
# time series regression for the evaluation of public health interventions: a tutorial, Int. J. Epidemiology 46(1).
SICILY_DAYS = [date(2002 + number // 12, number % 12 + 1, 1) for number in range(59)]
SICILY = [
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752, 765, 831, 879,
    928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820, 877, 758, 767, 738, 781, 843,
    850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912,
]  # fmt: skip
SICILY_POPULATION = [
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6, 375955.5,
    378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2, 380966.9, 381240.4,
    382104.9, 381802.7, 381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8, 383483.0, 380906.2, 382926.8,
    384052.4, 384449.6, 383428.4, 388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6,
    388436.5, 383255.2, 390148.7, 385874.9, 391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3, 391878.5,
    388575.3, 392989.0, 390018.8, 390712.3,
]  # fmt: skip
SMOKING_BAN = date(2005, 1, 1)

# A worked example of 24 months with a change from the 13th on: Green, Global Health Research: Design + Methods.
GREEN_DAYS = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(24)]
GREEN = [
    50.0, 60.0, 45.0, 47.0, 50.0, 55.0, 53.0, 51.0, 48.0, 50.0, 47.0, 48.0,
    55.0, 60.0, 63.0, 67.0, 65.0, 69.0, 72.0, 68.0, 74.0, 71.0, 76.0, 70.0,
]  # fmt: skip
GREEN_CHANGE = date(2021, 1, 1)
