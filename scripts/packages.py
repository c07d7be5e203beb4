"""The locked packages: resolved into one file a use, their licences checked, and named in an SBOM.

python scripts/packages.py lock       resolve again, after a change of pyproject.toml
python scripts/packages.py licences   refuse a licence that nobody has accepted
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What each use adds to the one before: to run, then to test, check and measure.
LOCKS = {"requirements.lock": ("build",), "requirements-test.lock": ("build", "test")}
COMPILE = (".venv/bin/uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
           "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
           "pyproject.toml")  # fmt: skip
ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n[ \t]+.*)*)", re.M)
LICENCES = ROOT / "scripts" / "licences.toml"


def lock() -> None:
    """Resolve everything at once, then deal each package to the first file whose use needs it.

    Versions already locked are kept where they still fit; delete the locks to take newer ones.
    """
    kept = "".join((ROOT / name).read_text("utf-8") for name in LOCKS if (ROOT / name).exists())
    whole = _resolved(LOCKS["requirements-test.lock"], kept)
    entries = {match["name"]: match[0] for match in ENTRY.finditer(whole)}
    dealt: set[str] = set()
    for name, groups in LOCKS.items():
        names = {match["name"] for match in ENTRY.finditer(_resolved(groups, whole))} - dealt
        dealt |= names
        content = "".join(entries[one] + "\n" for one in sorted(names))
        (ROOT / name).write_text(content, encoding="utf-8")


def _resolved(groups: tuple[str, ...], kept: str) -> str:
    """What uv resolves for some groups, at the versions already chosen where they fit."""
    wanted = [word for group in groups for word in ("--group", group)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "resolved.lock"
        out.write_text(kept, encoding="utf-8")
        command = [*COMPILE, *wanted, "--no-annotate", "--output-file", str(out)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        return out.read_text(encoding="utf-8")


def locked(name: str = "requirements.lock") -> list[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 of every package of a lock."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [
        (m["name"], m["version"], re.findall(r"sha256:([0-9a-f]{64})", m["rest"]))
        for m in ENTRY.finditer(text)
    ]


def licences() -> None:
    """Hold each package to the licence recorded for it, and that one to those accepted."""
    record = tomllib.loads(LICENCES.read_text(encoding="utf-8"))
    wrong = []
    for file, accepted in record["accepted"].items():
        for name, _, _ in locked(file):
            said = record["licence"].get(name, "")
            unknown = set(re.split(r" AND | OR | WITH |[()]", said)) - {"", *accepted}
            if not said or unknown:
                wrong.append(f"{name} of {file}: {said or 'no licence recorded'}")
            elif differs := _differs(name, said):
                wrong.append(f"{name} says {differs!r}, scripts/licences.toml says {said!r}")
    names = {name for file in LOCKS for name, _, _ in locked(file)}
    wrong += [f"{name}: recorded and no longer locked" for name in record["licence"].keys() - names]
    if wrong:
        raise SystemExit("\n".join(sorted(wrong)))
    print(f"{len(names)} packages, each under an accepted licence")


def _differs(name: str, recorded: str) -> str:
    """The licence that an installed package declares, when it is not the one recorded."""
    try:
        said = metadata.metadata(name).get("License-Expression")
    except metadata.PackageNotFoundError:
        return ""  # of another platform, or of a use that is not set up here
    return said if said and said != recorded else ""


def sbom(version: str) -> dict[str, Any]:
    """Everything that the product runs on, as CycloneDX 1.6: packages, scripts and fonts.

    The same tree gives the same document: no date, no random serial number.
    """
    record = tomllib.loads(LICENCES.read_text(encoding="utf-8"))["licence"]
    parts = [_part("library", n, v, record[n], hashes, f"pkg:pypi/{n}@{v}")
             for n, v, hashes in locked()]  # fmt: skip
    static = ROOT / "src/timonier/app/web/static"
    for one in _files_listed(static):
        package = one["package"].replace("@", "%40")
        kind, address = "file", f"pkg:npm/{package}@{one['version']}"
        parts.append(
            _part(kind, one["path"], one["version"], one["licence"], [one["sha256"]], address)
        )
    fonts = ROOT / "src/timonier/app/fonts"
    for line in (fonts / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        parts.append(_part("file", f"app/fonts/{name}", "", "OFL-1.1", [digest], ""))
    root = {"type": "application", "name": "timonier", "version": version,
            "bom-ref": f"pkg:pypi/timonier@{version}",
            "licenses": [{"license": {"id": "MIT"}}]}  # fmt: skip
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {"component": root}, "components": parts}  # fmt: skip


def _files_listed(folder: Path) -> list[dict[str, str]]:
    text = (folder / "VENDORED.toml").read_text(encoding="utf-8")
    listed: list[dict[str, str]] = tomllib.loads(text)["file"]
    return listed


def _part(
    kind: str, name: str, version: str, licence: str, hashes: list[str], address: str
) -> dict[str, Any]:
    compound = " " in licence
    said = {"expression": licence} if compound else {"license": {"id": licence}}
    made: dict[str, Any] = {"type": kind, "name": name, "bom-ref": address or name,
                            "licenses": [said]}  # fmt: skip
    if version:
        made["version"] = version
    if address:
        made["purl"] = address
    if len(hashes) == 1:  # of one file; a package has one archive for each platform
        made["hashes"] = [{"alg": "SHA-256", "content": hashes[0]}]
    return made


def vendored() -> None:
    """Hold the scripts and fonts of others to the content recorded for them."""
    static, fonts = ROOT / "src/timonier/app/web/static", ROOT / "src/timonier/app/fonts"
    held = {static / one["path"]: one["sha256"] for one in _files_listed(static)}
    for line in (fonts / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        held[fonts / name] = digest
    wrong = [
        str(path.relative_to(ROOT))
        for path, digest in held.items()
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest
    ]
    if wrong:
        raise SystemExit("not the file recorded: " + ", ".join(wrong))
    print(f"{len(held)} vendored files as recorded")


if __name__ == "__main__":
    WAYS = {"lock": lock, "licences": licences, "vendored": vendored,
            "sbom": lambda: print(json.dumps(sbom("0"), indent=1))}  # fmt: skip
    if sys.argv[1:] not in [[way] for way in WAYS]:
        raise SystemExit(__doc__)
    WAYS[sys.argv[1]]()
