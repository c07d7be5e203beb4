"""The knowledge is checked once, and again as soon as a word of it changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from timonier.knowledge import KnowledgeError, load
from timonier.knowledge import kept as module
from timonier.knowledge.kept import DATA, kept


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_what_is_kept_is_what_was_checked(records: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    first = kept(records, folder)
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    again = kept(records, folder)
    assert first == again == load()
    assert file.stat().st_mtime_ns == written, "it was checked a second time"


def test_a_changed_record_is_checked_again_and_replaces_what_was_kept(
    records: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    before = kept(records, folder)
    skills = records / "skills.toml"
    text = skills.read_text("utf-8")
    skills.write_text(text.replace('fr = "', 'fr = "Nos ', 1), "utf-8")
    after = kept(records, folder)
    assert after.version == before.version
    assert after.words_version != before.words_version
    assert len(list(folder.iterdir())) == 1
    skills.write_text("[[skill]]\nkey = 'alone'\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"skills\.toml"):
        kept(records, folder)


def test_a_spoilt_file_or_a_folder_that_cannot_be_written_only_costs_time(
    records: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    known = kept(records, folder)
    (file,) = folder.iterdir()
    file.write_bytes(b"\x80\x05 cut short")
    assert kept(records, folder) == known
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    assert kept(records, blocked) == known


def test_what_the_records_are_checked_against_makes_them_checked_again(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fact that the engine gains is missing from the records: the first run says so."""
    engine = Path(shutil.copytree(module.ENGINE, tmp_path / "engine"))
    monkeypatch.setattr(module, "ENGINE", engine)
    before = module.fingerprint(records)
    for path in ("company/facts.py", "cost/rates.py", "criteria/registry.py"):
        file = engine / path
        file.write_text(file.read_text("utf-8") + "\n# one fact more\n", "utf-8")
        assert module.fingerprint(records) != before
        before = module.fingerprint(records)
