"""An adviser walks from the file to the call, and a company answers, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.test_browser.screens import OPEN, PATIENCE, PHONE
from tests.web.test_portfolio.conftest import LIST, wait_for_work

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_file_to_the_call_and_back_with_the_companys_answer(visit: OPEN) -> None:
    page = visit("/fr/portfolio/")
    page.set_input_files("#list", {"name": "clients.csv", "mimeType": "text/csv", "buffer": LIST})
    page.get_by_label("Votre nom").fill("Anne Roy")
    page.get_by_role("button", name="Lire la liste").press("Enter")
    page.get_by_role("button", name="C’est juste, continuer").click(timeout=PATIENCE)
    page.get_by_label("Effectif").first.fill("30")
    page.get_by_role("button", name="Relire cette ligne").press("Enter")
    expect(page.locator(".notice-good")).to_be_visible()
    page.get_by_role("link", name="Décision").click()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("link", name="Appels").click(timeout=PATIENCE)
    page.get_by_label("Nom ou identifiant").fill("vélos")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator(".call")).to_have_count(1)
    page.get_by_role("link", name="Vélos du Port").click()
    page.get_by_role("button", name="Créer un lien").click()
    address = page.locator(".link-field").input_value()
    page.get_by_role("button", name="Pas maintenant").click()
    expect(page.get_by_role("heading", name="Ligne close")).to_be_visible()

    client = visit(address.split("/", 3)[3].join(("/", "")), viewport=PHONE)
    choice = client.locator("button.target, button[value=unknown]").first
    choice.press("Enter")
    expect(client.get_by_role("heading", name="Merci")).to_be_visible()
    page.reload()
    expect(page.locator(".tag-mine")).to_have_text("Réponse reçue")
    wait_for_work()
