"""The API's description in the hands of others' tools: a linter, and a maker of clients.

The client that is made then decides a company at the server, and what it read is compared with what
was sent: a description that says something else than the answers would not survive it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from importlib.metadata import version
from pathlib import Path
from typing import Any

LANGS = ("fr", "en")
# Decides at the address given, again where the machine is too busy; says what came and as what.
DECIDE = """
import json, sys, time
from made import Client
from made.api.decide import decide
from made.models import ToDecideInPart

client = Client(base_url=sys.argv[1], timeout=120)
company = {"company": {"market": "fr", "headcount": 35}, "marketing": {"budget": 140_000}}
body = ToDecideInPart.from_dict({"company": company, "lang": "en"})
for _ in range(20):
    found = decide.sync_detailed(client=client, body=body)
    if found.status_code != 503:
        break
    time.sleep(5)
same = found.parsed.to_dict() == json.loads(found.content)
print(json.dumps([found.status_code, type(found.parsed).__name__, same]))
"""


def said(root: str) -> str:
    """What both tools made of the description of the API at an address."""
    from openapi_spec_validator import validate

    for lang in LANGS:
        validate(_described(root, lang))
    with tempfile.TemporaryDirectory(prefix="timonier-bench-") as folder:
        told = _made(_described(root, "en"), Path(folder))
        status, kind, same = _decided(Path(folder), root)
        functions = len(list(Path(folder).glob("made/api/*/[!_]*.py")))
    as_sent = "the document that was sent" if same else "something else than what was sent"
    return (
        f"openapi-spec-validator {version('openapi-spec-validator')}: valid in both languages. "
        f"openapi-python-client {version('openapi-python-client')} makes a client of {functions} "
        f"calls, {told} left out; asked to decide a company, it is answered {status} and reads "
        f"a `{kind}`: {as_sent}."
    )


def _described(root: str, lang: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{root}/openapi.json?lang={lang}", timeout=60) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def _made(described: dict[str, Any], folder: Path) -> int:
    """Make the client in a folder; how many answers it cannot type."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(described), encoding="utf-8")
    config = folder / "config.yml"
    config.write_text("post_hooks: []\n", encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none",
               "--path", str(path), "--config", str(config),
               "--output-path", str(folder / "made")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return len(re.findall(r"^WARNING parsing", done.stdout + done.stderr, re.MULTILINE))


def _decided(folder: Path, root: str) -> tuple[int, str, bool]:
    command = [sys.executable, "-c", DECIDE, root]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    status, kind, same = json.loads(done.stdout)
    return status, kind, same
