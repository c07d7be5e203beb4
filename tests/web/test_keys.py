"""The page of the keys: for this machine's user, and not there for anybody else."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from tests.web.pages import check_page
from tests.web.test_api.calling import get, read, refused
from timonier.app.cli import run
from timonier.app.web import here
from timonier.app.web.api import keys
from timonier.app.web.api.key_terms import MOST_DAYS, SCOPES
from timonier.app.web.models import ApiKey

pytestmark = pytest.mark.django_db
ASKED = {"name": "Our CRM", "scope": ["decide"], "days": "90", "share": "120"}


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "advice.example"]


@pytest.fixture
def user(capsys: Any) -> Client:
    """A browser let in by the address that the terminal gives."""
    client = Client(SERVER_NAME="localhost")
    assert run(["api", "key", "page", "--port", "8123", "--lang", "en"]) == 0
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("http://127.0.0.1:8123/en/keys/open/")
    assert client.get(printed.removeprefix("http://127.0.0.1:8123"))["Location"] == "/en/keys/"
    return client


def test_a_key_is_made_shown_once_and_closed(user: Client) -> None:
    made = user.post("/en/keys/", ASKED)
    shown = re.findall(r"tim_[0-9a-f]{12}_[\w-]{43}", made.content.decode())
    assert len(shown) == 1
    kept = ApiKey.objects.get()
    assert (kept.name, kept.scopes, kept.share) == ("Our CRM", ["decide"], 120)
    bearing = {"headers": {"Authorization": f"Bearer {shown[0]}"}}
    assert read(get(user, "/facts?limit=1", **bearing))
    again = check_page(user.get("/en/keys/"), "en").text
    assert shown[0].rpartition("_")[2] not in again
    assert "last used on" in again
    assert user.post(f"/en/keys/{kept.pk}/close/")["Location"] == "/en/keys/"
    refused(get(user, "/facts?limit=1", **bearing), 401)
    assert "closed" in check_page(user.get("/en/keys/"), "en").text


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"name": "x" * 81}, {"scope": []}, {"scope": ["all"]}, {"days": "0"},
     {"days": str(MOST_DAYS + 1)}, {"share": "-1"}, {"share": "²"}, {"share": ""}],
)  # fmt: skip
def test_a_key_that_cannot_be_is_refused_beside_its_field(
    user: Client, wrong: dict[str, Any]
) -> None:
    response = user.post("/fr/keys/", ASKED | wrong)
    assert response.status_code == 422
    page = check_page(response, "fr")
    assert page.text.count("Il faut") + page.text.count("Donnez-lui") + page.text.count("Cochez")
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    "how",
    [{"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "10.0.0.2"}, {"REMOTE_ADDR": ""},
     {"SERVER_NAME": "advice.example"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
     {"HTTP_FORWARDED": "for=127.0.0.1"}, {"HTTP_X_REAL_IP": "127.0.0.1"}],
)  # fmt: skip
def test_it_is_not_there_for_another_machine_name_or_server_in_front(
    user: Client, how: dict[str, Any]
) -> None:
    """Even with the proof that opens it from here."""
    kept = keys.create("kept", SCOPES, 1, 0).kept
    assert user.get("/fr/keys/").status_code == 200
    for path in ("/fr/keys/", f"/fr/keys/open/{here.word()}/"):
        assert user.get(path, **how).status_code == 404
    for path in ("/fr/keys/", f"/fr/keys/{kept.pk}/close/"):
        assert user.post(path, ASKED, **how).status_code == 404
    kept.refresh_from_db()
    assert kept.is_open
    assert ApiKey.objects.count() == 1


def test_on_this_machine_it_asks_for_its_proof(monkeypatch: Any) -> None:
    client = Client(SERVER_NAME="localhost")
    old = here.word()
    for path in ("/fr/keys/", "/fr/keys/open/anything/", f"/fr/keys/open/{old[:-1]}/"):
        response = client.get(path)
        assert response.status_code == 403
        assert "timonier api key page" in check_page(response, "fr").text
    client.cookies[here.COOKIE] = old  # the word of an address is not the proof of a visit
    assert client.get("/fr/keys/").status_code == 403
    late = time.time() + here.LINK + 60
    monkeypatch.setattr(signing.time, "time", lambda: late)
    assert client.get(f"/fr/keys/open/{old}/").status_code == 403


def test_no_other_site_s_form_makes_a_key(user: Client) -> None:
    guarded = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    guarded.cookies = user.cookies
    assert guarded.post("/fr/keys/", ASKED).status_code == 403
    assert user.cookies[here.COOKIE]["samesite"] == "Strict"
    assert user.cookies[here.COOKIE]["httponly"]
    assert not ApiKey.objects.exists()
