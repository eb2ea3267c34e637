"""The fast part of the long sweeps, and the table of faults with their tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import fault_table, feeding, kills, large, mutations, rotating, syscalls, texts


def test_every_fault_with_a_test_has_one_that_exists() -> None:
    assert sorted(fault_table.TESTS) == [*range(1, 71)]
    assert [gone for ids in fault_table.TESTS.values() for gone in fault_table.missing(ids)] == []
    assert sum(map(bool, fault_table.TESTS.values())) >= 62
    assert fault_table.UNTESTED.keys() == {n for n, ids in fault_table.TESTS.items() if not ids}
    assert fault_table.missing([*fault_table.BEYOND.values()]) == []


@pytest.mark.skipif(not syscalls.allowed(), reason="strace is missing or tracing is not allowed")
def test_system_calls_that_fail_or_kill() -> None:
    told = syscalls.sweep(8, 11)
    assert told is not None
    assert told.wrong == []
    assert told.hit >= 5
    assert told.acknowledged >= 6


def test_ten_kills_more() -> None:
    told = kills.run(10, 5)
    assert (told.lost, told.gaps) == ([], [])
    assert told.acknowledged > 10


def test_spoilt_workbooks_are_taken_in_or_refused(tmp_path: Path) -> None:
    told = feeding.feed(mutations.files(tmp_path, 25, 3))
    assert (told.crashes, told.hangs, told.partial) == ([], [], [])
    assert told.files == 25
    assert told.child_mb < 300


def test_backups_with_faults_in_between_are_what_is_listed() -> None:
    told = rotating.rotate(30, 4)
    assert told.listed == told.sound > 5
    assert told.faults > 2


def test_texts_come_back_from_paper_and_workbook() -> None:
    wanted = texts.texts(200, 6)
    told = texts.in_a_workbook(wanted)
    assert (told.differing, told.formulas) == ([], 0)
    assert texts.on_paper(wanted) == []


def test_a_large_file_is_opened_checked_and_backed_up_without_growing() -> None:
    """The long run takes 2 GB."""
    told = large.large_file(30)
    assert told.mb >= 30
    assert told.grown_mb < told.mb / 2
    assert told.opened < told.backed_up
