"""What a number is and how it is said: quantities with bounds, units, days, formulas; knows no
table.
"""
