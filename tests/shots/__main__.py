"""Writes a PNG of every scene in both sizes: `python -m tests.shots DIR [--only NAME] [--list]`.

Each size is a process of its own, since Qt takes its scale once: 1366×768 at 100 % and
1920×1080 at 150 %. Exit code 1 when a scene failed or Qt complained; the others are still there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = {"1366x768": (1366, 768, 1.0), "1920x1080": (1920, 1080, 1.5)}
MANUAL = "1366x768"
COLOURS = 256  # of a picture in the manual: a third of the size, and nothing to be seen of it


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    parser.add_argument("--only", action="append", default=[], help="a scene, or how it begins")
    parser.add_argument("--size", choices=SIZES, action="append", help="one size only")
    parser.add_argument("--manual", action="store_true", help="the pictures of the manual, anew")
    parser.add_argument("--list", action="store_true", help="name all scenes")
    parser.add_argument("--child", choices=SIZES, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.list:
        from tests.shots.stage import load_scenes

        print("\n".join(scene.name for scene in load_scenes()))
        return 0
    if args.manual:
        return manual()
    if args.folder is None:
        parser.error("the folder is missing")
    if args.child:
        from tests.shots.stage import run

        width, height, scale = SIZES[args.child]
        return run(
            args.folder, args.child, (round(width / scale), round(height / scale)), args.only
        )
    args.folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="facilitydesk-shots-") as private:
        children = [_child(args, size, Path(private)) for size in args.size or SIZES]
        worst = max(child.wait() for child in children)
    count = len(list(args.folder.glob("*.png")))
    print(f"{count} pictures in {args.folder}, {time.monotonic() - started:.0f} s")
    return worst


def manual() -> int:
    """Take every picture that the manual shows again, in resources/help/pictures."""
    from PIL import Image

    from facilitydesk.gui.help.manual import chapters, folder

    names = {name for each in chapters() for name in each.pictures}
    pictures = folder() / "pictures"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="facilitydesk-manual-") as private:
        only = [word for name in sorted(names) for word in ("--only", name)]
        command = [sys.executable, "-m", "tests.shots", private, "--size", MANUAL, *only]
        worst = subprocess.call(command)
        for old in pictures.glob("*.png"):
            old.unlink()
        for name in sorted(names):
            taken = Path(private) / f"{name}-{MANUAL}.png"
            if not taken.is_file():
                print(f"the manual shows {name}, which is no scene", file=sys.stderr)
                worst = 1
                continue
            with Image.open(taken) as picture:
                # By what they cover: the usual way takes the few red points of a light for brown.
                few = picture.convert("RGB").quantize(
                    COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
                )
                few.save(pictures / f"{name}.png", optimize=True)
    return worst


def _child(args: argparse.Namespace, size: str, private: Path) -> subprocess.Popen[bytes]:
    width, height, scale = SIZES[size]
    screen = {"name": "shots", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    config = private / f"{size}.json"
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    config.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(scale),
        "XDG_RUNTIME_DIR": str(private),
        "TZ": "Asia/Shanghai",
        "PYTHONHASHSEED": "0",
    }
    private.chmod(0o700)
    command = [sys.executable, "-m", "tests.shots", str(args.folder), "--child", size]
    for name in args.only:
        command += ["--only", name]
    return subprocess.Popen(command, env=environment)


if __name__ == "__main__":
    sys.exit(main())
