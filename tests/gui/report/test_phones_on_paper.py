"""A letter's contact line and the file of a school hide the middle of numbers unless ticked."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.reports.bulletin import build as bulletin
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.options import Options
from facilitydesk.reports.school_file import build as school_file
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from tests.store_fixtures import add_work

DAY = date(2026, 3, 11)
NUMBER, HIDDEN = "13812345678", "138****5678"


@pytest.mark.parametrize("full", [False, True])
def test_the_contact_line_of_a_letter(file_desk: Desk, full: bool) -> None:
    add_work(file_desk)
    options = Options(contact=f"联系人：周芳，{NUMBER}", full_phones=full)
    letter = bulletin(file_desk, DAY, options).parts[0]
    assert (NUMBER in repr(letter)) is full
    assert (HIDDEN in repr(letter)) is not full


@pytest.mark.parametrize("full", [False, True])
def test_the_file_of_a_school(file_desk: Desk, full: bool) -> None:
    add_work(file_desk)
    school = schools.rows(file_desk)[0].id
    schools.enter(file_desk, [Edit(school, "phone", NUMBER)])
    paper = repr(school_file(file_desk, DAY, Options(school_id=school, full_phones=full)))
    assert (NUMBER in paper) is full
    assert (HIDDEN in paper) is not full


@pytest.mark.parametrize("name", ["bulletin", "school_file", "missing", "journal"])
def test_every_paper_with_numbers_has_the_same_tick(name: str) -> None:
    assert "full_phones" in report_named(name).options
