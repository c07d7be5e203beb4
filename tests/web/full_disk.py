"""A server whose disk fills up and empties again, in a file system of six megabytes.

``python -m tests.web.full_disk FOLDER`` mounts it on a folder that exists, which takes a namespace
of one's own: ``apart`` gives one, root or not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.web.serving import Browser, Served, serving, until

# What is mounted in a mount namespace is seen by nobody else and gone with it. Root makes one by
# itself; anybody else is mapped to root in a user namespace, which some machines allow to nobody.
NAMESPACES = (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount"))


def health(served: Served, name: str = "health") -> dict[str, object]:
    """What /health or /ready says, whatever its status."""
    try:
        with urllib.request.urlopen(f"{served.address}/{name}", timeout=180) as response:
            return dict(json.loads(response.read()))
    except urllib.error.HTTPError as error:
        return dict(json.loads(error.read()))


def may_mount() -> tuple[str, ...]:
    """How this machine lets us make a file system; () where it does not: a sealed container."""
    return next((way for way in NAMESPACES if _mounts(way)), ())


def _mounts(way: tuple[str, ...]) -> bool:
    tried = (*way, "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    return subprocess.run(tried, capture_output=True).returncode == 0


def apart(folder: Path, way: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Fill up and empty a disk on this folder, in namespaces of its own."""
    command = [*way, sys.executable, "-m", "tests.web.full_disk", str(folder)]
    return subprocess.run(command, capture_output=True, text=True)


def main(folder: Path) -> None:
    """AssertionError where a full disk is not said, or is not forgotten once there is room."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=True)
    with serving(folder) as found:
        browser = Browser(found.address)
        situation = browser.situation(51)
        filler = folder / "filler"
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4k"], capture_output=True)
        until(lambda: health(found)["database"] == "full", 120)
        with pytest.raises(urllib.error.HTTPError) as refused:
            browser.post(f"{situation}question/company.headcount/", value="52")
        assert refused.value.code == 503
        assert "disk is full" in refused.value.read().decode()
        filler.unlink()
        until(lambda: health(found)["database"] == "ok", 120)
        browser.post(f"{situation}question/company.headcount/", value="53")
        assert "53" in browser.get(f"{situation}answers/")[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
