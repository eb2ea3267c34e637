"""A Linux bundle may ask for nothing that an old office desktop lacks; else there is no bundle.

The same look decides what the package must depend on, so that the list is complete by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from building import elf
from building.common import BuildError, say

GLIBC = (2, 28)  # UOS 20, Kylin V10, Debian 10
GLIBCXX = (3, 4, 25)  # of GCC 8, which goes with it

# The system's libraries that may be asked for, with the Debian package that brings them. Names
# with t64 came with the 64-bit times of 2024.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libcups.so.2": "libcups2 | libcups2t64",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgobject-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libzstd.so.1": "libzstd1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb.so.1": "libxcb1",
}
_LIBC = {
    *("ld-linux-x86-64.so.2", "libc.so.6", "libcrypt.so.1", "libdl.so.2", "libm.so.6"),
    *("libpthread.so.0", "libresolv.so.2", "librt.so.1", "libutil.so.1"),
}


@dataclass(frozen=True)
class Found:
    """How many files were looked at, the newest glibc asked for, the packages needed."""

    files: int
    glibc: tuple[int, ...]
    packages: tuple[str, ...]


def examine(bundle: Path, *, old_systems: bool = True) -> Found:
    """Look at every ELF file. Raises BuildError naming those that ask for too much.

    Without *old_systems* the glibc of this machine is good enough.
    """
    looked = {path: elf.needs(path) for path in elf.files(bundle)}
    own = {path.name for path in bundle.rglob("*") if ".so" in path.name}
    faults = []
    packages = set()
    for path, needs in looked.items():
        name = path.relative_to(bundle).as_posix()
        for kind, limit in (("GLIBC", GLIBC), ("GLIBCXX", GLIBCXX)):
            asked = needs.highest.get(kind, ())
            if old_systems and asked > limit:
                faults.append(f"{name} asks for {kind}_{_dotted(asked)}, above {_dotted(limit)}")
        for library in needs.libraries:
            if library in own or library in _LIBC:
                continue
            if library in PACKAGES:
                packages.add(PACKAGES[library])
            else:
                faults.append(f"{name} needs {library}, which is neither bundled nor declared")
    if not looked:
        faults.append(f"{bundle} holds no program")
    if faults:
        say("\n".join(faults))
        raise BuildError(f"{len(faults)} faults in the bundle's libraries")
    highest = max((needs.highest.get("GLIBC", ()) for needs in looked.values()), default=())
    say(f"{len(looked)} programs and libraries, glibc {_dotted(highest)} is enough")
    return Found(len(looked), highest, tuple(sorted(packages)))


def _dotted(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))
