"""The check of printed figures: what a paper or a workbook says, against what it must say.

Each printed figure stands for an interval of ± half of its last printed place; counts are exact.
An identity between figures then reproduces, reproduces only when digits are cut off, is
explained by rounding, or is a fault, which is told in one sentence with the corrected value.
"""

from facilitydesk.domain.printed.checking import Verdict, check
from facilitydesk.domain.printed.figure import Outcome, Paper, Printed, Span, ZeroOverZero
from facilitydesk.domain.printed.identities import (
    Equal,
    Identity,
    Order,
    Product,
    Ratio,
    Restate,
    SharedDenominator,
    Sum,
)
from facilitydesk.domain.printed.lists import (
    above_hundred,
    counted,
    descending,
    not_building,
    same_rows,
    same_set,
    zero_parts,
)
from facilitydesk.domain.printed.repair import Repair, Report, check_all
from facilitydesk.domain.printed.table import Footing, Row, TableReport, Total, check_table

__all__ = [
    "Equal",
    "Footing",
    "Identity",
    "Order",
    "Outcome",
    "Paper",
    "Printed",
    "Product",
    "Ratio",
    "Repair",
    "Report",
    "Restate",
    "Row",
    "SharedDenominator",
    "Span",
    "Sum",
    "TableReport",
    "Total",
    "Verdict",
    "ZeroOverZero",
    "above_hundred",
    "check",
    "check_all",
    "check_table",
    "counted",
    "descending",
    "not_building",
    "same_rows",
    "same_set",
    "zero_parts",
]
