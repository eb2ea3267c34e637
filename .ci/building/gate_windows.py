"""A Windows bundle may hold and ask for nothing that comes from the building machine.

Built under wine, a bundle could take in wine's own libraries or ask for functions only wine has;
an ICU library beside Qt would shadow the one of Windows. What people start must begin with our boot
loader, which has a word for a Windows that is too old.
"""

from __future__ import annotations

import re
from pathlib import Path

from building import boot_loader, pe
from building.common import BuildError, say

FORBIDDEN = re.compile(r"(icu\w*|opengl32sw|d3dcompiler_\w+|wine\w*|libwine\w*)\.dll")
WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")  # behind the DOS header
# What Windows 10 brings itself, as far as Python, Qt and our packages ask for it.
SYSTEM = {
    *("advapi32", "authz", "avrt", "bcrypt", "bcryptprimitives", "comctl32", "comdlg32"),
    *("crypt32", "cryptbase", "d2d1", "d3d11", "d3d12", "d3d9", "dcomp", "dnsapi"),
    *("dwmapi", "dwrite", "dxgi", "gdi32", "gdiplus", "imm32", "iphlpapi", "kernel32"),
    *("mpr", "msi", "msvcrt", "mswsock", "netapi32", "normaliz", "ntdll", "ole32", "oleaut32"),
    *("pdh", "powrprof", "propsys", "psapi", "rpcrt4", "secur32", "setupapi", "shcore"),
    *("shell32", "shlwapi", "user32", "userenv", "uiautomationcore", "usp10", "uxtheme"),
    *("version", "winhttp", "winmm", "winspool.drv", "wintrust", "ws2_32", "wsock32"),
    *("wtsapi32", "oleacc", "msimg32", "icuuc"),
}
_API_SET = re.compile(r"(api|ext)-ms-[\w-]+")


def examine(bundle: Path) -> int:
    """Look at every program and library and return their number. Raises BuildError."""
    found = pe.files(bundle)
    own = {path.name.lower() for path in found}
    faults = []
    for path in found:
        name = path.relative_to(bundle).as_posix()
        if FORBIDDEN.fullmatch(path.name.lower()):
            faults.append(f"{name} must not be in the bundle")
        if any(mark in path.read_bytes()[:512] for mark in WINE_MARKS):
            faults.append(f"{name} is wine's")
        if path.parent == bundle and not boot_loader.speaks(path):
            faults.append(f"{name} has no word for a Windows that is too old")
        asked = pe.needs(path)
        if asked.machine != pe.AMD64:
            faults.append(f"{name} is for another machine ({asked.machine:#x})")
        faults += [
            f"{name} needs {library}, which is neither bundled nor Windows' own"
            for library in sorted(asked.libraries - own)
            if not of_windows(library)
        ]
    if not found:
        faults.append(f"{bundle} holds no program")
    if faults:
        say("\n".join(faults))
        raise BuildError(f"{len(faults)} faults in the bundle's programs and libraries")
    say(f"{len(found)} programs and libraries ask for nothing but themselves and Windows")
    return len(found)


def of_windows(library: str) -> bool:
    """Whether Windows 10 brings a DLL (its name in lower case)."""
    stem = library.removesuffix(".dll")
    return stem in SYSTEM or _API_SET.fullmatch(stem) is not None
