"""What every command shares: exit codes, one answer as text or JSON, dates as arguments."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from facilitydesk.cli import streams
from facilitydesk.domain.problems import Trouble

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3


@dataclass(frozen=True)
class Shared:
    """Arguments that several commands have: --json and --officer; --as-of."""

    common: argparse.ArgumentParser
    dated: argparse.ArgumentParser


def say(options: argparse.Namespace, answer: dict[str, Any], text: str) -> None:
    """The answer on stdout: `answer` as one JSON document with --json, else `text`."""
    body = json.dumps(answer, ensure_ascii=False, indent=1) if options.json else text
    streams.tell(body)


def fail(options: argparse.Namespace, trouble: Trouble, problems: list[str]) -> None:
    """What went wrong: on stderr, with --json as the one document on stdout."""
    if options.json:
        error = {"code": trouble.code, "message": str(trouble), "problems": problems}
        say(options, {"error": error}, "")
        return
    streams.complain("\n".join([str(trouble), *problems]))


def day(text: str) -> date:
    """An argument 2026-03-05 as a date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-03-05") from None
