"""A browser that opens every page that leads from some, and looks at each address that it meets."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from django.test import Client

from tests.web.addresses import COMPANY, revealed

ADDRESSES = ("href", "src", "action", "formaction", "poster", "data-to", "hx-get", "hx-post",
             "hx-push-url", "hx-replace-url", "cite", "content")  # fmt: skip
LED = ("Location", "HX-Push-Url", "HX-Redirect", "HX-Location", "HX-Replace-Url", "Link",
       "Content-Location", "Refresh")  # fmt: skip
ELSEWHERE = ("/static/", "/guide/", "/api/", "/portfolio/", "/keys/")


class Forms(HTMLParser):
    """The addresses of a page, and its forms with what each sends as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.forms: list[tuple[dict[str, str], list[tuple[str, str]]]] = []
        self.inside, self.select = False, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.addresses += [held[name] for name in ADDRESSES if held.get(name)]
        if tag == "form":
            self.forms.append((held, []))
            self.inside = True
        elif tag == "select":
            self.select = held.get("name", "")
        elif self.inside:
            self._control(tag, held)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _control(self, tag: str, held: dict[str, str]) -> None:
        sent = self.forms[-1][1]
        if tag == "option" and self.select and "selected" in held:
            sent.append((self.select, held.get("value", "")))
        name = held.get("name", "")
        if not name or (tag == "button" and any(n == name for n, _ in sent)):
            return
        kind = held.get("type", "text")
        if tag == "button" or kind not in ("radio", "checkbox") or "checked" in held:
            sent.append((name, held.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.select = "" if tag == "select" else self.select


class Walk:
    """A browser that writes down each address that it asks for, is led to, or is shown."""

    def __init__(
        self, client: Client, held: Any = COMPANY, elsewhere: tuple[str, ...] = ELSEWHERE
    ) -> None:
        self.client, self.held, self.elsewhere = client, held, elsewhere
        self.said: dict[str, list[str]] = {}
        self.opened: set[str] = set()
        self.sent: set[str] = set()

    def look(self, address: str, where: str) -> None:
        if address.startswith(("tel:", "mailto:")):
            return  # dialled or written to by whoever clicks: no server is asked for it
        if found := revealed(address, self.held):
            self.said[f"{where}: {address}"] = found

    def ask(self, address: str, form: list[tuple[str, str]] | None = None, **headers: str) -> str:
        """Open an address, or send a form to it, and follow where it leads; the page."""
        self.look(address, "asked")
        body = urlencode(form or [])
        kind = "application/x-www-form-urlencoded"
        response = (
            self.client.get(address, headers=headers)
            if form is None
            else self.client.post(address, body, content_type=kind, headers=headers)
        )
        for name in LED:
            self.look(response.get(name, ""), f"{name} of {address}")
        if response.status_code in (301, 302):
            return self.ask(urljoin(address, response["Location"]).split("#")[0])
        html = response.get("Content-Type", "").startswith("text/html")
        page = response.content.decode() if html else ""
        for shown in Forms(page).addresses:
            self.look(shown, f"shown by {address}")
        return page

    def all(self, *first: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Open every page that leads from the first ones; the forms met, each with its page."""
        waiting, met = list(first), []
        while waiting:
            address = waiting.pop()
            if address in self.opened or any(part in address for part in self.elsewhere):
                continue
            self.opened.add(address)
            page = Forms(self.ask(address))
            for shown in page.addresses:
                whole = urljoin(address, shown.split("#")[0])
                if whole.startswith(("/fr/", "/en/")):
                    waiting.append(whole)
            met += [(address, held, sent) for held, sent in page.forms]
        return [(address, held, sent) for address, held, sent in met if self._is_new(held, sent)]

    def _is_new(self, held: dict[str, str], sent: list[tuple[str, str]]) -> bool:
        known = f"{held.get('action')} {[pair for pair in sent if pair[0] != 'next']}"
        new = known not in self.sent
        self.sent.add(known)
        return new
