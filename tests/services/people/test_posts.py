"""Posts: who may do what, asked in one place for every operation there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from facilitydesk.domain import posts
from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Percent
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import codes, locks, settings, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import closing as books
from facilitydesk.services.people import officers
from tests.store_fixtures import clock

ROOM = Path(__file__).parents[3] / "facilitydesk"
WEEK = date(2026, 3, 9)
# Kinds that are given to a journal's head without a desk: nobody sits there yet.
WITHOUT_DESK = {"new"}
DEMO = re.compile(r"demo\.")


def kinds() -> Iterator[tuple[str, str]]:
    """Every kind of operation that the program's text names, with its place."""
    for path in sorted((ROOM / "services").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if called not in {"operation", "_operation", "Head"} or not node.args:
                continue
            place = f"{path.relative_to(ROOM)}:{node.lineno}"
            for kind in _texts(node.args[0]):
                yield kind, place


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [str(node.values[0].value)]
    return []


def test_every_kind_of_operation_has_its_post() -> None:
    found = dict(kinds())
    assert len(found) > 60
    forgotten = {
        kind: place
        for kind, place in found.items()
        if not posts.declared(kind) and kind not in WITHOUT_DESK and not DEMO.match(kind)
    }
    assert forgotten == {}


def test_every_register_table_has_its_post() -> None:
    """edits.py makes its kinds of the tables' names."""
    from facilitydesk.services import edits

    found: set[str] = set()
    for path in sorted((ROOM / "services").rglob("*.py")):
        for name in re.findall(r"(?:^|\W)Kind\(\s*(?:tables\.(\w+)|_T\b)", path.read_text("utf-8")):
            if name:
                found.add(name)
        if re.search(r"Kind\(\s*_T\b", path.read_text("utf-8")):
            found |= set(re.findall(r"^_T = tables\.(\w+)", path.read_text("utf-8"), re.MULTILINE))
    assert {"officer"} <= found
    assert {name for name in found if not posts.declared(f"{name}.enter")} == set()
    assert edits.enter is not None


def test_a_kind_nobody_thought_of_needs_the_highest_post() -> None:
    assert posts.needed("something.new") is Post.MANAGE
    assert not posts.declared("something.new")


def officer(desk: Desk, name: str, post: Post) -> int:
    return officers.enter(desk, new=[{"name": name, "role": post.term}]).row_id


@pytest.fixture
def as_post(desk: Desk) -> Iterator[Callable[[Post], Desk]]:
    """The same data file with another officer at the desk."""
    from facilitydesk.services.people import seating

    def sit(post: Post) -> Desk:
        name = f"{post.term}员"
        seating.seat(desk, "王敏", "王敏")
        if name not in {row.name for row in officers.rows(desk)}:
            officer(desk, name, post)
        seating.seat(desk, name, name)
        return desk

    yield sit
    seating.seat(desk, "王敏", "王敏")


def test_what_an_entry_officer_may_and_may_not(
    as_post: Callable[[Post], Desk], make_work: Callable[..., int]
) -> None:
    work = make_work()
    desk = as_post(Post.ENTER)
    week.enter(desk, WEEK, [week.Cell(work, "progress", Percent.of(30), 0)])
    locks.submit_week(desk, WEEK)
    with pytest.raises(Refused) as told:
        locks.unlock_week(desk, WEEK, "更正")
    assert str(told.value) == (
        "此操作需要“审核”岗位，录入员的岗位是“录入”，未作任何改动；请由有此岗位的人员办理。"
    )
    with pytest.raises(Refused, match="需要“审核”岗位"):
        books.close(desk, PeriodKind.MONTH, date(2026, 2, 1))
    with pytest.raises(Refused, match="需要“管理”岗位"):
        settings.change(desk, "bureau", "临溪县教育局")
    with pytest.raises(Refused, match="需要“管理”岗位"):
        codes.enter(desk, CodeList.NATURE, new=[{"name": "抢修"}])
    with pytest.raises(Refused, match="需要“管理”岗位"):
        officers.enter(desk, new=[{"name": "赵强"}])
    assert desk.may("week.enter")
    assert not desk.may("money.close")


def test_a_reviewer_closes_and_opens_but_leaves_the_settings(
    as_post: Callable[[Post], Desk],
) -> None:
    desk = as_post(Post.REVIEW)
    books.close(desk, PeriodKind.MONTH, date(2026, 2, 1))
    books.reopen(desk, PeriodKind.MONTH, date(2026, 2, 1), "更正")
    with pytest.raises(Refused, match="需要“管理”岗位"):
        settings.change(desk, "bureau", "临溪县教育局")


def test_who_may_only_look_changes_nothing(
    as_post: Callable[[Post], Desk], make_work: Callable[..., int]
) -> None:
    work = make_work()
    desk = as_post(Post.VIEW)
    assert desk.readonly
    with pytest.raises(Refused, match="需要“录入”岗位，查看员的岗位是“查看”"):
        week.enter(desk, WEEK, [week.Cell(work, "progress", Percent.of(30), 0)])
    assert week.sheet(desk, WEEK).rows[0].now is None


def test_a_step_is_undone_only_with_the_post_it_needed(desk: Desk) -> None:
    """李建平 changed a setting as 管理; as 录入 he cannot take it back."""
    from facilitydesk.services.people import seating

    other = officer(desk, "李建平", Post.MANAGE)
    seating.seat(desk, "李建平", "")
    settings.change(desk, "bureau", "临溪县教育局")
    seating.seat(desk, "王敏", "")
    officers.enter(desk, [Edit(other, "role", "录入")])
    seating.seat(desk, "李建平", "")
    with pytest.raises(Refused, match="需要“管理”岗位"):
        undoing.undo_last(desk)
    assert settings.load(desk).bureau == "临溪县教育局"


def test_somebody_is_always_left_who_may_manage(desk: Desk) -> None:
    me = officers.rows(desk)[0].id
    refused = officers.enter(desk, [Edit(me, "role", "录入")])
    assert refused.rejected[0].problem.code == "post.last_manager"
    officer(desk, "李建平", Post.MANAGE)
    assert not officers.enter(desk, [Edit(me, "role", "录入")]).rejected


def test_a_post_that_does_not_exist_is_refused(desk: Desk) -> None:
    me = officers.rows(desk)[0].id
    refused = officers.enter(desk, [Edit(me, "role", "局长")])
    assert "岗位有：查看、录入、审核、管理" in refused.rejected[0].problem.message


@pytest.mark.server
def test_a_post_taken_away_at_another_pc_holds_at_once(
    server_desk: Desk,
) -> None:
    other = officer(server_desk, "李建平", Post.REVIEW)
    with closing(files.open_desk(server_desk.place, officer="李建平", clock=clock)) as there:
        books.close(there, PeriodKind.MONTH, date(2026, 1, 1))
        officers.enter(server_desk, [Edit(other, "role", "录入")])
        with pytest.raises(Refused, match="需要“审核”岗位"):
            books.close(there, PeriodKind.MONTH, date(2026, 2, 1))
        officers.enter(server_desk, [Edit(other, "active", value=False)])
        with pytest.raises(Refused, match="李建平已停用"):
            books.close(there, PeriodKind.MONTH, date(2026, 2, 1))
