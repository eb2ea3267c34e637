"""`python -m tests.bench [NAME …]`: tables of ratios beside their aims, one question a file.

Never the verdict of a test: a figure counts with the machine and the day it was measured on.
Each question has a process of its own, so that none leaves its memory to the next.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    here = Path(__file__).parent
    every = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    code = 0
    for name in names or every:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.bench.bench_{name}"]
        code = subprocess.call(command, cwd=here.parents[1]) or code
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
