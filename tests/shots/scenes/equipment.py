"""Equipment: progress, plan, batches, deliveries, acceptances, cards, stock-takes."""

from __future__ import annotations

from typing import Any

from tests.shots.stage import Stage, scene


def view(stage: Stage, name: str) -> Any:
    page: Any = stage.open("equipment")
    page.show_view(name)
    stage.settle()
    return page


@scene("equipment")
def progress(stage: Stage) -> None:
    view(stage, "progress")


@scene("equipment-schools")
def by_school(stage: Stage) -> None:
    view(stage, "progress").progress.show_by("school")


@scene("equipment-plan")
def plan(stage: Stage) -> None:
    view(stage, "plans")


@scene("equipment-batches")
def batches(stage: Stage) -> None:
    page = view(stage, "batches")
    row = next(row for row in page.bought.table.rows if row.name == "教室照明改造灯具")
    page.bought.go_to(row.id)
    stage.settle()


@scene("equipment-differs")
def differs(stage: Stage) -> None:
    page = view(stage, "batches")
    row = next(row for row in page.bought.table.rows if row.name == "数字教育资源")
    page.bought.go_to(row.id)
    stage.settle()
    shares = page.bought.shares
    shares.add()
    stage.settle()
    names = list(page.schools.labels())[:4]
    drafts = shares._drafted(3)
    assert len(drafts) == 3
    model = shares.model
    for line, name in enumerate(names):
        model.setData(model.index(line, model.by_key["school_id"]), name)
        model.setData(model.index(line, model.by_key["quantity"]), "6000")
    stage.settle()


@scene("equipment-deliveries")
def deliveries(stage: Stage) -> None:
    page = view(stage, "deliveries")
    page.deliveries.go_to(page.deliveries.table.rows[-1].id)


@scene("equipment-acceptances")
def acceptances(stage: Stage) -> None:
    page = view(stage, "acceptances")
    short = next(
        row
        for row in page.acceptances.table.rows
        if row.batch == "教室照明改造灯具" and row.number.endswith("003")
    )
    page.acceptances.go_to(short.id)


@scene("equipment-assets")
def assets(stage: Stage) -> None:
    view(stage, "assets")


@scene("equipment-stock")
def stock(stage: Stage) -> None:
    view(stage, "stock")


@scene("equipment-empty")
def empty(stage: Stage) -> None:
    stage.open("equipment", stage.desk(empty=True))


@scene("equipment-scan")
def scan(stage: Stage) -> None:
    page = view(stage, "stock")
    number = page.stock.lines.rows[0].number
    page.stock.scan.edit.setText(number)
    page.stock.scan.edit.returnPressed.emit()
    stage.settle()


@scene("equipment-items")
def items(stage: Stage) -> None:
    view(stage, "items")
