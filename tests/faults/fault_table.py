"""Which test proves which fault of the specification's table: number → tests, by file and name.

An empty list is a fault without an automated test; UNTESTED says why.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS: dict[int, list[str]] = {
    1: ["faults/test_kill.py::test_every_acknowledged_cell_survives_forty_kills"],
    2: ["faults/test_sweeps.py::test_system_calls_that_fail_or_kill"],
    3: ["faults/test_power.py::test_nothing_acknowledged_is_lost_when_the_power_goes"],
    4: ["faults/test_power.py::test_a_disk_that_lies_is_found_out"],
    5: ["faults/test_disk_faults.py::test_a_full_disk_in_the_middle_of_a_week_s_paste"],
    6: ["faults/test_backup_faults.py::test_a_full_disk_leaves_the_old_backups_and_no_stump"],
    7: ["faults/test_atomic.py::test_a_really_full_disk_leaves_the_old_paper"],
    8: ["faults/test_atomic.py::test_a_short_write_is_a_full_disk"],
    9: ["faults/test_disk_faults.py::test_a_disk_that_fails_now_and_then"],
    10: ["services/datafile/test_held_files.py::test_what_may_not_be_written_opens_for_reading_alone"],
    11: ["gui/test_watch.py::test_a_second_start_on_this_pc_brings_the_first_window_forward"],
    12: ["services/datafile/test_held_files.py::test_another_process_is_named_and_a_killed_one_frees_the_file_at_once"],
    13: ["store/test_transactions.py::test_a_second_writer_is_told_that_the_data_are_busy"],
    14: ["services/datafile/test_media.py::test_what_a_place_is"],
    15: ["services/datafile/test_media.py::test_copied_in_worked_on_and_sent_back"],
    16: ["services/datafile/test_media.py::test_a_sync_program_is_known_by_its_mark_and_named"],
    17: ["faults/test_atomic.py::test_a_copy_is_compared_and_a_source_that_breaks_off_leaves_the_target"],
    18: ["services/datafile/test_files.py::test_a_file_that_was_cut_off"],
    19: ["services/datafile/test_files.py::test_what_is_no_data_file"],
    20: [
        "faults/test_bit_flips.py::test_no_flipped_bit_changes_a_figure_silently",
        "faults/test_verify.py::test_a_damaged_page",
    ],
    21: ["services/datafile/test_files.py::test_a_database_of_another_program"],
    22: ["services/datafile/test_files.py::test_a_file_of_a_newer_program_is_left_alone"],
    23: ["services/datafile/test_upgrading.py::test_a_step_that_fails_anywhere_leaves_the_file_as_it_was"],
    24: ["services/datafile/test_restoring.py::test_stopped_at_any_step_one_whole_file_is_there"],
    25: ["faults/test_backup_faults.py::test_killed_at_any_moment_every_listed_backup_is_sound"],
    26: ["services/datafile/test_backups.py::test_damage_in_the_file_is_never_taken_into_the_backups"],
    27: [
        "services/datafile/test_backups.py::test_a_wild_clock_removes_no_backup",
        "faults/test_clock_jumps.py::test_a_clock_set_back_is_told_when_the_window_opens",
    ],
    28: ["gui/test_window_jobs.py::test_times_are_those_of_beijing_on_a_pc_of_any_zone"],
    29: ["interchange/test_importing.py::test_the_same_file_again_brings_no_new_rows"],
    30: [],
    31: [],
    32: [],
    33: [],
    34: ["interchange/test_hostile.py::test_bombs_are_refused_before_anything_is_parsed"],
    35: ["interchange/test_hostile.py::test_entities_are_refused"],
    36: ["interchange/test_hostile.py::test_a_far_cell_names_itself"],
    37: ["interchange/test_layouts.py::test_formulas_without_values_are_never_zero"],
    38: ["reports/test_xlsx.py::test_a_text_is_never_a_formula_and_never_changed"],
    39: ["interchange/test_layouts.py::test_hidden_rows_are_marked_and_hidden_columns_told"],
    40: ["domain/test_cells.py::test_every_line_reads_as_a_careful_person_reads_it"],
    41: ["interchange/test_layouts.py::test_the_1904_base_is_honoured"],
    42: ["interchange/test_csv.py::test_every_encoding_reads_alike"],
    43: ["interchange/test_hostile.py::test_compound_files"],
    44: ["services/projects/test_attachments.py::test_names_are_only_names"],
    45: ["reports/test_pdf.py::test_every_text_is_printed_as_it_is_in_a_paragraph"],
    46: ["reports/test_pdf.py::test_a_name_of_5000_characters_survives"],
    47: ["reports/test_pdf.py::test_control_characters_and_surrogates_do_not_stop_the_paper"],
    48: ["reports/test_pdf.py::test_a_character_without_a_glyph_is_marked_and_listed"],
    49: ["reports/test_pdf.py::test_stand_in_fonts_are_told"],
    50: [
        "gui/grid/test_composing.py::test_a_word_arrives_whole_in_every_kind_of_cell",
        "gui/typing/test_fcitx.py::test_pinyin_typed_onto_a_cell_opens_it_and_loses_no_letter",
    ],
    51: ["domain/test_quantities.py::test_what_is_no_number_is_refused"],
    52: ["domain/test_week_rules.py::test_negative_figures_are_refused"],
    53: ["domain/test_week_rules.py::test_more_than_planned_is_a_hint_never_an_error"],
    54: ["domain/test_quantities.py::test_no_float_and_no_truth_value_enters"],
    55: ["interchange/test_layout_sums.py::test_totals_that_do_not_foot_name_both_figures"],
    56: ["services/people/test_officers.py::test_the_same_field_is_refused_naming_officer_and_value"],
    57: [
        "services/people/test_officers.py::test_a_connection_that_dies_is_told_and_the_next_one_works",
        "services/test_lost_answers.py::test_what_the_server_has_stored_counts_as_saved",
        "services/test_lost_answers.py::test_what_the_server_never_heard_is_told_as_not_saved",
    ],
    58: ["services/people/test_officers.py::test_a_pc_that_holds_the_data_for_long_keeps_nobody_waiting_for_ever"],
    59: [
        "services/journal/test_auditing.py::test_a_row_edited",
        "faults/test_verify.py::test_a_journal_edited_cut_and_rewritten",
    ],
    60: ["gui/report/test_report_printing.py::test_without_a_printer_the_pdf_is_kept_and_nothing_counts_as_printed"],
    61: ["gui/test_window_jobs.py::test_a_broken_settings_file_is_set_aside"],
    62: ["faults/test_comma_locale.py::test_figures_are_read_and_written_as_everywhere"],
    63: ["faults/test_disk_faults.py::test_a_name_too_long_for_the_files_beside_it_is_told"],
    64: ["faults/test_atomic.py::test_a_file_held_for_a_moment_is_tried_again"],
    65: [
        "gui/test_watch.py::test_a_file_of_the_program_that_a_virus_scanner_took_is_named",
        "selftest/test_selftest.py::test_at_every_start_what_is_gone_is_found_without_reading_the_rest",
    ],
    66: ["interchange/test_hostile.py::test_memory_of_the_child_is_bounded"],
    67: ["gui/test_window_jobs.py::test_the_same_error_is_reported_once"],
    68: ["interchange/test_importing.py::test_half_an_import_is_none"],
    69: [
        f"services/{part}test_all_or_nothing.py::test_a_failed_statement_leaves_all_as_it_was"
        for part in ("", "money/", "equipment/", "areas/", "norms/")
    ],
    70: ["services/datafile/test_upgrading.py::test_the_first_released_program_refuses_todays_files"],
}  # fmt: skip
UNTESTED = {
    30: "part does not exist: exchange packages",
    31: "part does not exist: exchange packages",
    32: "part does not exist: exchange packages",
    33: "part does not exist: exchange packages",
}
# Of what the issue asks beyond the table.
BEYOND = {
    "a full disk in the middle of a week's paste": "faults/test_disk_faults.py::test_a_full_disk_in_the_middle_of_a_week_s_paste",
    "the file replaced under the running program": "faults/test_disk_faults.py::test_another_file_laid_over_it_gets_no_change_of_ours",
    "a backup folder made read-only": "faults/test_backup_faults.py::test_a_folder_that_became_read_only",
    "two starts at the same instant": "faults/test_two_starts.py::test_one_of_four_has_the_file",
    "a very large data file": "faults/test_sweeps.py::test_a_large_file_is_opened_checked_and_backed_up_without_growing",
    "a journal edited by hand": "faults/test_verify.py::test_a_journal_edited_cut_and_rewritten",
}


def missing(ids: list[str]) -> list[str]:
    """Those that are no test any more."""
    gone = []
    for each in ids:
        file, _, name = each.partition("::")
        path = ROOT / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not re.search(rf"^def {name}\(", text, re.MULTILINE):
            gone.append(each)
    return gone
