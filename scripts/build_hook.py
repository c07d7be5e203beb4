"""What the build adds to the package: the list of all that it is made of (PEP 770)."""

from __future__ import annotations

import json
import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AddSbom(BuildHookInterface):  # type: ignore[type-arg,unused-ignore]
    """Write the SBOM from the lock and the vendored files, beside the package's metadata."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        packages = runpy.run_path(str(Path(self.root) / "scripts" / "packages.py"))
        path = Path(tempfile.mkdtemp()) / "timonier.cdx.json"
        made = packages["sbom"](self.metadata.version)
        path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        build_data["sbom_files"].append(str(path))
