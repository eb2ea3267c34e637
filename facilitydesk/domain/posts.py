"""Posts: what an officer may do. One table says which kind of operation needs which post.

A kind of operation is `family.deed` ("week.enter"); a line for the exact kind wins over the line
of its family. A kind without a line needs the highest post, and a test finds it.
"""

from __future__ import annotations

from enum import StrEnum


class Post(StrEnum):
    """岗位, from the least to the most; a higher post may do all that a lower one may."""

    VIEW = "view"
    ENTER = "enter"
    REVIEW = "review"
    MANAGE = "manage"

    @property
    def term(self) -> str:
        return {"view": "查看", "enter": "录入", "review": "审核", "manage": "管理"}[self.value]

    @property
    def rank(self) -> int:
        return list(Post).index(self)

    def covers(self, needed: Post) -> bool:
        """Whether this post may do what needs the other."""
        return self.rank >= needed.rank


HELP = {
    Post.VIEW: "只能查看和打印，不能修改任何内容。",
    Post.ENTER: "登记、修改、导入各项数据，提交周报，登记印发。",
    Post.REVIEW: "另可结账、完成对账、解锁已锁定的期间、作废已印发的材料。",
    Post.MANAGE: "另可修改设置、代码表、行政区划和规则，管理人员和登录。",
}

_ENTER = (
    "acceptance acceptance_line allocation application area_entry area_movement area_opening asset"
    " attachment batch_item batch_line bottom_check building_check delivery delivery_line school_fact"
    " stock_take stock_take_line"
    " building confirmation contract contract_allocation contract_change equipment_batch"
    " equipment_item equipment_plan fund_document fund_link import measurement milestone payment"
    " payment_application phones plan_line plan_version problem_note programme project"
    " project_year receipt reconcile report school school_year settlement transfer week work"
)
_MANAGE = "bottom_item code_item login money_rule norm officer region restore setting settings source_rule target"

FAMILIES: dict[str, Post] = {
    **dict.fromkeys(_ENTER.split(), Post.ENTER),
    **dict.fromkeys(_MANAGE.split(), Post.MANAGE),
}

EXACT: dict[str, Post] = {
    "backup.make": Post.ENTER,  # by hand; those made by themselves ask nobody
    "week.unlock": Post.REVIEW,
    "money.close": Post.REVIEW,
    "money.reopen": Post.REVIEW,
    "reconcile.finish": Post.REVIEW,
    "reconcile.reopen": Post.REVIEW,
    "reconcile.undo": Post.REVIEW,
    "report.withdraw": Post.REVIEW,
    # What concerns only oneself; the service that does it has checked who it is.
    "login.own": Post.VIEW,
    "login.recover": Post.VIEW,
}


def needed(kind: str) -> Post:
    """The post that a kind of operation needs."""
    return EXACT.get(kind) or FAMILIES.get(kind.partition(".")[0]) or Post.MANAGE


def declared(kind: str) -> bool:
    """Whether somebody has thought about this kind."""
    return kind in EXACT or kind.partition(".")[0] in FAMILIES
