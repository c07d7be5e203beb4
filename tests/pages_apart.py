"""Print pages of a company's situation, from whichever product comes first on the path.

``python -m tests.pages_apart COMPANY.json LANGUAGE PATH...``: a JSON list of the pages at these
paths under the situation's own address, its advice computed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import urljoin

from tests.remembering import remember_decisions
from tests.web import conftest  # the application under test, with a data folder of its own


def main(company: Path, lang: str, paths: list[str]) -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from timonier.app.web import store
    from timonier.app.web.middleware import COOKIE, owner_of

    assert conftest.COMPANY
    remember_decisions()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    client = Client()
    client.cookies[COOKIE] = "a-browser-of-the-tests"
    document = json.loads(company.read_text(encoding="utf-8"))
    kept = store.create(owner_of("a-browser-of-the-tests"), document)
    home = f"/{lang}/c/{kept.pk}/"
    found = [client.get(f"{home}result/?compute=1")]
    found += [client.get(urljoin(home, path), follow=True) for path in paths]
    statuses = [page.status_code for page in found]
    assert statuses == [200] * len(found), statuses
    json.dump([page.content.decode() for page in found[1:]], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
