"""The product with one more folder, as ``tests/test_third_market.py`` runs it on its own.

Arguments: a copy of the knowledge with a market added, and the key of that market.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from timonier.knowledge import kept, plan

COMPANY = """
[company]
market = "{market}"
headcount = 25
start = "2027-03"
[marketing]
budget = 90_000
[needs]
activities = ["email_campaigns", "social_organic", "reporting"]
"""


def main(data: Path, market: str, folder: Path) -> None:
    """Print what the product says of the market, as JSON."""
    kept.DATA, kept.KEPT, plan.DATA = data, folder / "kept", data / "plan"
    plan.MARKETS = data / "markets"
    said: dict[str, Any] = {}
    import timonier
    from timonier.app.cost import cost_document, hire
    from timonier.app.report.make import voice_of, whole
    from timonier.knowledge import load

    file = folder / "company.toml"
    file.write_text(COMPANY.format(market=market), encoding="utf-8")
    company = timonier.load_company(str(file))
    decision = timonier.decide(company, scenarios=256)
    document = json.loads(decision.to_json("en"))
    said["currency"] = document["currency"]
    said["labels"] = [need["text"] for need in document["needs"]]
    said["cost"] = cost_document(hire(market, 60_000, date="2026-05", lang="en"))
    from datetime import date

    made = whole(voice_of(decision, "en", date(2027, 1, 4)), decision)
    said["files"] = {one.path: len(one.content) for one in made}
    said["calendar"] = next(one.content.decode() for one in made if one.path.endswith(".ics"))
    said["page"] = _page(market, folder)
    said["markets"] = list(load().markets)
    print(json.dumps(said))


def _page(market: str, folder: Path) -> str:
    """The question of the market, as a browser gets it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    os.environ["TIMONIER_DATA_DIR"] = str(folder / "web")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.test import Client

    from timonier.app.web import store
    from timonier.app.web.middleware import COOKIE, owner_of

    client = Client(HTTP_HOST="localhost")
    client.cookies[COOKIE] = "a-browser"
    kept_one = store.create(owner_of("a-browser"), {"company": {"market": market}})
    page = client.get(f"/en/c/{kept_one.pk}/question/marketing.budget/")
    first = client.get(f"/en/c/{kept_one.pk}/question/company.market/")
    assert (page.status_code, first.status_code) == (200, 200)
    return first.content.decode() + page.content.decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
