"""`python -m tests.faults [--seed N] [--only FIGURE…] [--quick] [--jobs N]`: the scoreboard, with seeds.

The long part of the proof. Each figure prints its line as soon as it is known; one that could not
be measured here says why and counts as not run. `--quick` takes a tenth of the counts.
"""

from __future__ import annotations

import argparse
import logging
import platform
import sqlite3
import sys
import time
import traceback
from datetime import date

import facilitydesk
from tests.faults.figures import FIGURES


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=sorted(FIGURES), metavar="FIGURE")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time, where it helps")
    parser.add_argument("--books", help="folder outside the project for real workbooks")
    options = parser.parse_args(words)
    logging.disable(logging.WARNING)
    print(
        f"facilitydesk {facilitydesk.__version__}, {date.today()}, seed {options.seed}"  # noqa: DTZ011 - of this PC
        f"{', quick' if options.quick else ''}; {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
    )
    print("| Figure | Found | Aim | Met | Seconds |\n|---|---|---|---|---:|", flush=True)
    missed = 0
    for name in options.only or FIGURES:
        what, aim, measure = FIGURES[name]
        begin = time.monotonic()
        try:
            found, met = measure(options)
        except Exception:  # noqa: BLE001 - the other figures count all the same
            found, met = traceback.format_exc(limit=-1).strip().replace("\n", " "), False
        missed += met is False
        word = {True: "yes", False: "NO", None: "not run"}[met]
        took = time.monotonic() - begin
        print(f"| {name}: {what} | {found} | {aim} | {word} | {took:.0f} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
