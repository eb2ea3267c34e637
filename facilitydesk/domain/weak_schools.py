"""薄弱学校: the criteria an office sets, and in words why a school is one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from facilitydesk.domain.norms import told


@dataclass(frozen=True, slots=True)
class WeakRules:
    """Any one of these makes a school weak; 0 or False: not asked."""

    items: int = 3
    gap: int = 30  # percent of the needed teaching area
    danger: bool = True

    @property
    def text(self) -> str:
        """The criteria as the screen and the paper say them."""
        parts = []
        if self.items:
            parts.append(f"底线要求未达标{self.items}条及以上")
        if self.gap:
            parts.append(f"教学及辅助用房缺口{self.gap}%及以上")
        if self.danger:
            parts.append("有D级危房")
        return "，或".join(parts) if parts else "未设条件"


@dataclass(frozen=True, slots=True)
class Weakness:
    """What is known of a school; None: it cannot be told."""

    failed: int
    gap: Fraction | None  # of the needed teaching area, 0 to 1
    danger: int  # D-grade buildings

    def reasons(self, rules: WeakRules) -> tuple[str, ...]:
        """Why the school is weak; empty where it is not."""
        found = []
        if rules.items and self.failed >= rules.items:
            found.append(f"底线要求{self.failed}条未达标")
        if rules.gap and self.gap is not None and self.gap * 100 >= rules.gap:
            found.append(f"教学及辅助用房缺口{told(self.gap * 100)}%")
        if rules.danger and self.danger:
            found.append(f"D级危房{self.danger}栋")
        return tuple(found)
