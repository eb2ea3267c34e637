"""A desk with four officers and passwords, for tests of what people see."""

from __future__ import annotations

from datetime import date

from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, officers

MINE, HIS, HERS = "春风又绿江南岸2026", "李建平的长密码123", "两个黄鹂鸣翠柳2026"
FEBRUARY = date(2026, 2, 1)


def staff(desk: Desk) -> str:
    """王敏 管理, 李建平 审核, 周芳 录入, each with a password; 王敏's recovery code."""
    logins.set_own(desk, "", MINE)
    code, _ = logins.new_recovery(desk, desk.officer_id)
    settings.change(desk, "login.own_password", value=False)
    for name, post, password in (("李建平", "审核", HIS), ("周芳", "录入", HERS)):
        row_id = officers.enter(desk, new=[{"name": name, "role": post}]).row_id
        logins.reset(desk, row_id, password)
    logins.switch(desk, on=True)
    return code
