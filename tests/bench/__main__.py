"""`python -m tests.bench [NAME …]`: tables of ratios beside their aims, one question a file.

Never the verdict of a test: a figure counts with the machine and the day it was measured on.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(names: list[str]) -> None:
    here = Path(__file__).parent
    every = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    for name in names or every:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench.bench_{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
