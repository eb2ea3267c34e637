"""The sentences about reserves for contracts, applications, confirmations and rules of sources."""

from __future__ import annotations

APPLICATIONS: dict[str, str] = {
    # --- what is reserved for a contract
    "money.share_over": "“{document}”在“{project}”尚可安排到合同{free}元，本次安排{value}元，超出{over}元。",
    "money.share_taken": "“{document}”安排到合同“{contract}”的只有{held}元，不能收回{value}元。",
    "money.share_below_paid": "合同“{contract}”已用“{document}”支付{paid}元，安排数不能降到{held}元。",
    "money.share_above_contract": "合同“{contract}”安排资金累计{value}元，超过合同价{limit}元。",
    "money.below_reserved": "“{document}”在“{project}”已安排到合同{reserved}元，分配数不能降到{held}元；请先收回合同安排。",
    "money.paid_into_reserve": "“{document}”在“{project}”扣除安排给其他合同的{reserved}元后，可用{free}元，本次支付{value}元，超出{over}元。",
    # --- applications
    "application.contract_elsewhere": "合同“{contract}”不属于项目“{project}”，请核对。",
    "application.above_free": "“{document}”在“{project}”扣除已支付和在途申请后可用{free}元，本次申请{value}元，超出{over}元。",
    "application.above_contract": "合同“{contract}”已支付和在途申请共{asked}元，加上本次{value}元，超过合同价{limit}元。",
    "application.reviewer": "请填写审核人。",
    "application.return_reason": "请填写退回的原因。",
    "application.settled": "申请“{number}”已支付{paid}元，不能修改金额、退回或删除。",
    "application.not_approved": "申请“{number}”尚未批准，不能登记支付。",
    "application.state": "申请“{number}”已是“{state}”。",
    "application.paid_above": "申请“{number}”还可支付{free}元，本次{value}元，超出{over}元。",
    "application.unknown": "没有编号为“{number}”的拨付申请，请核对编号。",
    # --- confirmed receipts
    "confirm.reversal": "作废、退回的记录不需要确认收款。",
    "confirm.early": "确认日期{day}早于支付日期{paid}，请核对。",
    "confirm.differs": "确认收款{value}元与支付{paid}元不一致，相差{difference}元，请核对并说明原因。",
    # --- rules of sources
    # --- years of a project
    "year.twice": "{year}年已有一行，请直接修改。",
    "year.moved": "{year}年已有资金或投资发生，该行不能删除；可以把计划投资改为空白。",
    # --- dividing by share
    "money.not_positive": "金额应大于0，填写的是{value}元。",
    "money.take_back_too_much": "“{document}”在“{project}”可收回{free}元，不能收回{value}元。",
    # --- the schools' side
    "settlement.read_only": "“{term}”由台账计算，不能直接修改。",
}
"""Money beside the ledger."""
