"""Money: where it comes from, who got it, what was paid, and that it foots to the last 分.

One module for each thing an officer does; amounts are Money, and every change is one operation.
"""
