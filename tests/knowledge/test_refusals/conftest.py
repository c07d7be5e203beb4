"""Knowledge that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from timonier.knowledge.kept import DATA


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    return shutil.copytree(DATA, tmp_path / "data")
