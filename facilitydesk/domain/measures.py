"""What norms speak of: the yearly facts of a school, in what unit, per whom, what mends a gap."""

from __future__ import annotations

from enum import StrEnum

from facilitydesk.domain.fields import Kind, field, term


class Basis(StrEnum):
    """What a norm is told per."""

    PER_PUPIL = "per_pupil"
    PER_HUNDRED = "per_hundred"
    PUPILS_PER = "pupils_per"
    STAFF_PER = "staff_per"
    WHOLE = "whole"

    @property
    def natural(self) -> Direction:
        """The direction in which having more is better."""
        per = (Basis.PUPILS_PER, Basis.STAFF_PER)
        return Direction.MOST if self in per else Direction.LEAST


class Direction(StrEnum):
    """至少 or 至多."""

    LEAST = "least"
    MOST = "most"

    @property
    def term(self) -> str:
        return "至少" if self is Direction.LEAST else "至多"

    @property
    def sign(self) -> str:
        return "≥" if self is Direction.LEAST else "≤"


class Remedy(StrEnum):
    """What mends a gap."""

    BUILD = "建"
    BUY = "买"
    MANAGE = "管"

    @property
    def term(self) -> str:
        return {"建": "建设", "买": "采购", "管": "整改"}[self.value]


class Fact(StrEnum):
    """A yearly figure of a school that may be typed; what it is called stands in fields.py."""

    TEACHING_AREA = "teaching_area"
    BUILDING_AREA = "building_area"
    LAND_AREA = "land_area"
    SPORTS_GROUND = "sports_ground"
    SPORTS_AREA = "sports_area"
    EQUIPMENT_VALUE = "equipment_value"
    MULTIMEDIA = "multimedia_rooms"
    BOOKS = "books"
    COMPUTERS = "computers"
    TEACHER_COMPUTERS = "teacher_computers"
    COMPUTER_ROOM = "computer_room_sets"
    NETWORK = "network_mbps"
    CANTEEN = "canteen_sets"
    PRIMARY = "students_primary"
    JUNIOR = "students_junior"
    SENIOR = "students_senior"

    @property
    def term(self) -> str:
        return term(self.value)

    @property
    def kind(self) -> Kind:
        return field(self.value).kind

    @property
    def unit(self) -> str:
        return {Kind.AREA: "㎡", Kind.MONEY: "元"}.get(self.kind) or _PIECES.get(self, "人")


_PIECES = {
    Fact.MULTIMEDIA: "间",
    Fact.BOOKS: "册",
    Fact.COMPUTERS: "台",
    Fact.TEACHER_COMPUTERS: "台",
    Fact.COMPUTER_ROOM: "套",
    Fact.NETWORK: "M",
    Fact.CANTEEN: "套",
}


class Measure(StrEnum):
    """What norms speak of: one of the facts, told per pupil or whole."""

    TEACHING_AREA = Fact.TEACHING_AREA.value
    SPORTS_AREA = Fact.SPORTS_AREA.value
    EQUIPMENT_VALUE = Fact.EQUIPMENT_VALUE.value
    MULTIMEDIA = Fact.MULTIMEDIA.value
    BOOKS = Fact.BOOKS.value
    COMPUTERS = Fact.COMPUTERS.value
    TEACHER_COMPUTERS = Fact.TEACHER_COMPUTERS.value
    COMPUTER_ROOM = Fact.COMPUTER_ROOM.value
    NETWORK = Fact.NETWORK.value
    CANTEEN = Fact.CANTEEN.value
    BUILDING_AREA = Fact.BUILDING_AREA.value

    @property
    def term(self) -> str:
        """生均图书, 生机比; what is needed as a whole is called as its fact is."""
        return _MEASURES[self][0] or self.fact.term

    @property
    def basis(self) -> Basis:
        return _MEASURES[self][1]

    @property
    def unit(self) -> str:
        """The unit of the norm: 册/生."""
        return _PER[self.basis].format(unit=self.fact.unit)

    @property
    def remedy(self) -> Remedy:
        return _MEASURES[self][2]

    @property
    def fact(self) -> Fact:
        return Fact(self.value)

    @property
    def whole(self) -> bool:
        """Whether it only exists in whole pieces."""
        return self.fact.kind is Kind.COUNT

    @classmethod
    def of_text(cls, text: str) -> Measure | None:
        """The measure of a key or a printed term."""
        for each in cls:
            if text in (each.value, each.term):
                return each
        return None


_BUILD, _BUY = Remedy.BUILD, Remedy.BUY
_PER = {
    Basis.PER_PUPIL: "{unit}/生",
    Basis.PER_HUNDRED: "{unit}/百名",
    Basis.PUPILS_PER: "生/{unit}",
    Basis.STAFF_PER: "人/{unit}",
    Basis.WHOLE: "{unit}",
}
_MEASURES: dict[Measure, tuple[str, Basis, Remedy]] = {
    Measure.TEACHING_AREA: ("生均教学及辅助用房", Basis.PER_PUPIL, _BUILD),
    Measure.SPORTS_AREA: ("生均体育场馆", Basis.PER_PUPIL, _BUILD),
    Measure.EQUIPMENT_VALUE: ("生均教学仪器设备值", Basis.PER_PUPIL, _BUY),
    Measure.MULTIMEDIA: ("百名学生多媒体教室", Basis.PER_HUNDRED, _BUY),
    Measure.BOOKS: ("生均图书", Basis.PER_PUPIL, _BUY),
    Measure.COMPUTERS: ("生机比", Basis.PUPILS_PER, _BUY),
    Measure.TEACHER_COMPUTERS: ("师机比", Basis.STAFF_PER, _BUY),
    Measure.COMPUTER_ROOM: ("", Basis.WHOLE, _BUY),
    Measure.NETWORK: ("", Basis.WHOLE, _BUY),
    Measure.CANTEEN: ("", Basis.PUPILS_PER, _BUY),
    Measure.BUILDING_AREA: ("生均校舍建筑面积", Basis.PER_PUPIL, _BUILD),
}
