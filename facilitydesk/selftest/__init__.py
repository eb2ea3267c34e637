"""`facilitydesk selftest`: the (frozen) program proves on this PC that each of its parts works.

It makes the demonstration data in a temporary folder, takes in a workbook, types a cell and takes
it back, prints, writes a workbook, paints a window, and looks at what came out; then it compares
its own files with the list made when they were built. Nothing of the officer's is touched.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from facilitydesk import __version__
from facilitydesk.cli import streams
from facilitydesk.selftest import desktop, files, work
from facilitydesk.selftest.bench import Bench, Step

STEPS: tuple[Step, ...] = (*work.STEPS, *desktop.STEPS, *files.STEPS)
UNSEEN = "自检结果.txt"  # where the windowed program on Windows, which has no console, writes


def run(argv: Sequence[str]) -> int:
    """Run all steps; 0 when each passed, else 1, 2 for unknown words.

    `--json` as everywhere; `--out FILE` writes the answer to a file.
    """
    words = list(argv)
    out: Path | None = None
    if "--out" in words[:-1]:
        at = words.index("--out")
        out = Path(words[at + 1])
        del words[at : at + 2]
    if set(words) - {"--json"}:
        _tell("用法：facilitydesk selftest [--json] [--out 文件]", out)
        return 2
    answer = _answer(STEPS)
    _tell(json.dumps(answer, ensure_ascii=False, indent=1) if words else _lines(answer), out)
    return 0 if answer["ok"] else 1


def _answer(steps: Sequence[Step]) -> dict[str, object]:
    results: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="facilitydesk-", ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder))
        for name, step in steps:
            start = time.monotonic()
            try:
                said, passed = step(bench), True
            except Exception as error:  # noqa: BLE001 - each failure is an answer
                said, passed = f"{type(error).__name__}: {error}", False
            seconds = f"{time.monotonic() - start:.2f}"
            results.append({"step": name, "ok": passed, "seconds": seconds, "said": said})
    ok = all(result["ok"] for result in results)
    return {"version": __version__, "built": files.built(), "ok": ok, "steps": results}


def _lines(answer: dict[str, object]) -> str:
    results = answer["steps"]
    assert isinstance(results, list)
    lines = [f"{'通过' if r['ok'] else '失败'}　{r['step']}　{r['said']}" for r in results]
    return "\n".join([*lines, "自检通过" if answer["ok"] else "自检未通过"])


def _tell(text: str, out: Path | None) -> None:
    if out is None and sys.stdout is None:
        out = Path(tempfile.gettempdir()) / UNSEEN
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")
    else:
        streams.tell(text)
