"""The Debian 11 on which the Linux bundle is frozen, with a CPython that needs glibc 2.28 only.

Office desktops have glibc 2.28; no newer Debian can compile for it as it comes, and no older one
is kept up. So CPython, SQLite and OpenSSL are compiled on Debian 11 from the sources of Debian's
current releases, with Debian's security fixes, and told to avoid what came after glibc 2.28.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import setup

from building import chroot
from building.chroot import KEYRING, Chroot
from building.common import WORK, BuildError, fingerprint, run, say

SUITE = "bullseye"
PREFIX = "/opt/python"
HEADER = Path(__file__).with_name("compat228.h")
TOOLS = (
    *("gcc", "libc6-dev", "make", "pkg-config", "dpkg-dev", "xz-utils", "binutils", "tcl"),
    *("libffi-dev", "zlib1g-dev", "libbz2-dev", "liblzma-dev", "uuid-dev"),
    "libexpat1-dev",  # stays the system's, which fontconfig needs in any case
    # Plugins of Qt link these; PyInstaller must see them to leave them out knowingly.
    *("libwayland-client0", "libwayland-cursor0", "libsm6", "libice6"),
)
FLAGS = f"-O2 -include /opt/compat228.h -I{PREFIX}/include"
LINK = f"-L{PREFIX}/lib -Wl,-rpath,{PREFIX}/lib"


@dataclass(frozen=True)
class Source:
    """A Debian source package, and the shell lines that compile and install it."""

    package: str
    release: str
    recipe: str
    first_patch: str = ""  # Debian's own before it rearrange the installation; "" takes all


SOURCES = (
    Source(
        "openssl",
        "bookworm",
        # no-autoload-config: the office PC's openssl.cnf is written for another version.
        f"./Configure linux-x86_64 --prefix={PREFIX} --libdir=lib --openssldir=/etc/ssl shared "
        "no-autoload-config no-engine no-legacy no-module no-tests "
        f"&& make -j2 build_libs && make install_dev",
    ),
    Source(
        "sqlite3",
        "trixie",
        'CFLAGS="$CFLAGS -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_MATH_FUNCTIONS'
        ' -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_SECURE_DELETE" '
        f"./configure --prefix={PREFIX} --disable-tcl --disable-readline --disable-static "
        "&& make -j2 libsqlite3.la sqlite3.h && mkdir -p $PREFIX/lib/pkgconfig "
        "&& make lib_install && install -m 644 sqlite3.h sqlite3ext.h $PREFIX/include",
    ),
    Source(
        "python3.11",
        "bookworm",
        # Debian's fix of CVE-2026-4224 takes an internal header into pyexpat.
        "sed -i \"s/sources=\\['pyexpat.c'\\]/&, extra_compile_args=['-DPy_BUILD_CORE_MODULE']/\" "
        "setup.py && "
        f"ac_cv_func_sem_clockwait=no CPPFLAGS=-I{PREFIX}/include ./configure --prefix={PREFIX} "
        f"--enable-shared --without-static-libpython --disable-test-modules "
        f"--with-system-expat --with-openssl={PREFIX} --with-openssl-rpath=auto "
        "CFLAGS_NODIST=-fno-semantic-interposition LDFLAGS_NODIST=-fno-semantic-interposition "
        "&& make -j2 && make install",
        first_patch="shutdown-deadlock.diff",
    ),
)
PROOF = "import bz2, ctypes, hashlib, json, lzma, pyexpat, sqlite3, ssl, sys, uuid, zlib; print(json.dumps({'CPython': sys.version.split()[0], 'SQLite': sqlite3.sqlite_version, 'OpenSSL': ssl.OPENSSL_VERSION.split()[1]}))"


def prepared() -> Chroot:
    """The system with its CPython below /opt/python, made once for this recipe."""
    recipe = repr((SUITE, TOOLS, sorted(setup.QT_LIBRARIES.values()), FLAGS, LINK, SOURCES))
    word = fingerprint(recipe.encode(), HEADER)
    ready = Chroot(chroot.ROOTS / f"python-{word}")
    if ready.folder.exists():
        return ready
    system = chroot.copy(SUITE, "python-unfinished")
    system.install(sorted({*TOOLS, *setup.QT_LIBRARIES.values()}))
    shutil.copyfile(HEADER, system.folder / "opt/compat228.h")
    taken = {source.package: _compile(system, source) for source in SOURCES}
    code, words = system.ask(f'{PREFIX}/bin/python3.11 -c "{PROOF}"')
    if code:
        raise BuildError(f"the compiled CPython does not work: {words}")
    versions = {**json.loads(words), "Debian": taken}
    (system.folder / "opt/versions.json").write_text(json.dumps(versions, indent=1))
    system.folder.rename(ready.folder)
    return ready


def versions(system: Chroot) -> dict[str, object]:
    """What was compiled: CPython, SQLite, OpenSSL and the Debian sources they came from."""
    found = json.loads((system.folder / "opt/versions.json").read_text())
    return dict(found)


def _compile(system: Chroot, source: Source) -> str:
    taken = _fetch(system, source)
    say(f"compiling {source.package} {taken}")
    skip = "--skip-patches" if source.first_patch else ""
    unpack = f"dpkg-source --no-check {skip} -x {source.package}_*.dsc tree && cd tree"
    patches = (
        f"sed -n '/^{source.first_patch}/,$p' debian/patches/series | grep -v tests-expat |"
        " while read name; do patch -s -p1 --no-backup-if-mismatch < debian/patches/$name || exit 1; done"
        if source.first_patch
        else "true"
    )
    system.run(
        f"set -e; cd /tmp/{source.package}; rm -rf tree; {unpack}; {patches}\n"
        # One fixed date: what is compiled here serves many commits.
        f"export SOURCE_DATE_EPOCH=1700000000 PREFIX={PREFIX} CFLAGS='{FLAGS}' LDFLAGS='{LINK}' "
        f"PKG_CONFIG_PATH={PREFIX}/lib/pkgconfig\n{source.recipe}\nrm -rf /tmp/{source.package}",
        log=f"compile-{source.package}",
    )
    return taken


def _fetch(system: Chroot, source: Source) -> str:
    """Download the newest version that can be had, signatures checked; the version."""
    folder = system.folder / "tmp" / source.package
    lists = WORK / "apt" / source.release
    for needed in (folder, lists / "lists/partial", lists / "archives/partial"):
        needed.mkdir(parents=True, exist_ok=True)
    mirror = chroot.mirror_of(system.folder)
    lines = [
        f"deb-src [signed-by={KEYRING}] {mirror} {source.release} main",
        f"deb-src [signed-by={KEYRING}] {mirror}-security {source.release}-security main",
    ]
    (lists / "sources.list").write_text("\n".join(lines) + "\n")
    options = [
        "-o",
        f"Dir::Etc::SourceList={lists / 'sources.list'}",
        "-o",
        "Dir::Etc::SourceParts=-",
    ]
    options += ["-o", f"Dir::State::Lists={lists / 'lists'}", "-o", "APT::Sandbox::User=root"]
    options += ["-o", f"Dir::Cache={lists}", "-o", f"Dir::Cache::Archives={lists / 'archives'}"]
    run(["apt-get", *options, "-qq", "update"], log=WORK / "log/apt-sources.log")
    offered = subprocess.run(
        ["apt-cache", *options, "showsrc", "--only-source", source.package],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    found = sorted({line.split()[1] for line in offered if line.startswith("Version: ")})
    for number in reversed(_in_order(found)):
        words = ["apt-get", *options, "-qq", "source", "--download-only"]
        words += [f"{source.package}={number}"]
        if subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode == 0:
            return number
        say(f"NOTE: {source.package} {number} is announced but cannot be fetched")
        for leftover in folder.iterdir():
            leftover.unlink()
    raise BuildError(f"no source of {source.package} can be fetched")


def _in_order(numbers: list[str]) -> list[str]:
    """Debian versions, oldest first."""
    ordered: list[str] = []
    for number in numbers:
        later = [
            subprocess.call(["dpkg", "--compare-versions", number, "lt", other]) == 0
            for other in ordered
        ]
        ordered.insert(later.index(True) if True in later else len(ordered), number)
    return ordered
