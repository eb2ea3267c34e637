"""A child that ticks proposals one after the other and says which were saved, to be killed.

`python -m tests.faults.ticker FILE RUN`: prints the ids of each tick after its commit.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

from facilitydesk.services.datafile import files
from facilitydesk.services.money import reconcile
from tests.store_fixtures import clock


def main() -> None:
    path, run_id = Path(sys.argv[1]), int(sys.argv[2])
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        for match in reconcile.look(desk, run_id).green:
            reconcile.take_proposals(desk, run_id, [match])
            told = ",".join(str(key) for key in (*match.payments, *match.lines))
            os.write(1, (told + "\n").encode())
        sys.stdin.read()  # all are ticked: wait for the kill


if __name__ == "__main__":
    main()
