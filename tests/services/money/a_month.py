"""January by hand: a ledger and the treasury's list with everything that happens in a month.

Fourteen payments agree. One was paid in two parts, one digit is swapped, one was booked on the
31st, one is missing in the list, one stands twice in the ledger, one went to another payee.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.services.desk import Desk
from tests.interchange.books import write
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

BUILDER, SUPPLIER = "临溪县第一建筑工程有限公司", "嘉州远大教学设备有限责任公司"
CONTROL, OTHER = "四川明德工程监理有限公司", "四川中正造价咨询有限公司"
NUMBER = "川财教〔2025〕88号"


@dataclass(frozen=True)
class Month:
    """The ids of the payments by what is special about them."""

    project: int
    document: int
    plain: tuple[int, ...]
    split: int
    swapped: int
    last_day: int
    missing: int
    double: tuple[int, int]
    elsewhere: int


def ledger(desk: Desk) -> Month:
    """The bureau's own payments of January 2026."""
    project = add_project(desk, "城关镇中心小学教学楼")
    document = paper(desk, NUMBER, amount=yuan(9_000_000), day=date(2025, 12, 5), year=2025)
    allot(desk, document, project, 9_000_000, day=date(2025, 12, 10))
    arrive(desk, document, 8_000_000, day=date(2025, 12, 20))

    def paid(amount: str | int, day: int, voucher: str, payee: str, summary: str) -> int:
        return pay(
            desk, document, project, amount, day=date(2026, 1, day), voucher=voucher,
            payee=payee, summary=summary,
        )  # fmt: skip

    plain = tuple(
        paid(f"{12_300 + 1_111 * n}.{n:02d}", 2 + n, f"10{n:02d}", BUILDER, f"教学楼零星工程{n}")
        for n in range(14)
    )
    return Month(
        project,
        document,
        plain,
        split=paid(500_000, 8, "1101", BUILDER, "教学楼进度款"),
        swapped=paid(123_450, 12, "1102", SUPPLIER, "课桌椅"),
        last_day=paid(80_000, 31, "1103", CONTROL, "监理费"),
        missing=paid("45600.50", 30, "1104", CONTROL, "监理费尾款"),
        double=(
            paid(60_000, 15, "1105", SUPPLIER, "黑板"),
            paid(60_000, 19, "1105", SUPPLIER, "黑板"),
        ),
        elsewhere=paid(30_000, 20, "1106", CONTROL, "审图费"),
    )


def rows() -> list[list[object]]:
    """The treasury's list as it comes, in 元."""
    plain = [
        [f"2026-01-{2 + n + n % 3:02d}", f"10{n:02d}", "临溪一建", f"教学楼零星工程{n}",
         float(f"{12_300 + 1_111 * n}.{n:02d}"), NUMBER]
        for n in range(14)
    ]  # fmt: skip
    special = [
        ["2026-01-08", "1101", BUILDER, "教学楼进度款", 300_000, NUMBER],
        ["2026-01-09", "1101", BUILDER, "教学楼进度款", 200_000, NUMBER],
        ["2026-01-13", "1102", SUPPLIER, "课桌椅", 124_350, NUMBER],
        ["2026-01-31", "1103", f"{CONTROL}（基本户）", "监理费", 80_000, NUMBER],
        ["2026-01-15", "1105", SUPPLIER, "黑板", 60_000, NUMBER],
        ["2026-01-21", "1199", OTHER, "造价咨询费", 30_000, NUMBER],
    ]
    listed: list[list[object]] = [*plain, *special]
    total = sum(float(str(row[4])) for row in listed)
    return [
        ["临溪县国库集中支付明细表"],
        [None, None, None, None, "单位：元"],
        ["支付日期", "凭证号", "收款人", "摘要", "支付金额", "指标文号"],
        *listed,
        ["合计", None, None, None, round(total, 2), None],
    ]


def statement(desk: Desk, folder: Path) -> ImportResult:
    """Takes the list in as an officer does."""
    return run_import(desk, write(folder / "国库1月.xlsx", rows()))
