"""The end of a job is told: signed, again if need be, and never inside a network."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clients.timonier_client import verified
from tests.web.conftest import COMPANY
from tests.web.test_api.calling import post, read, refused
from timonier.app.web.api import keys, webhooks
from timonier.app.web.api.key_terms import SCOPES
from timonier.app.web.models import Job

pytestmark = pytest.mark.django_db
HOST = "hooks.example"
URL = f"https://{HOST}/ended?of=us"


class Receiver:
    """A server of HTTPS that keeps what it receives, and answers the statuses given, in turn."""

    def __init__(self, folder: Path) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.statuses = [200]
        kept = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.received.append((dict(self.headers), body))
                status = kept.statuses.pop(0) if len(kept.statuses) > 1 else kept.statuses[0]
                self.send_response(status)
                self.send_header("Location", "https://127.0.0.1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        certificate, key = str(folder / "cert.pem"), str(folder / "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
             "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        self.certificate = certificate
        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: Any) -> Iterator[Receiver]:
    """A receiver that its name leads to, though it is inside this machine."""
    made = Receiver(tmp_path)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", made.port))]
    monkeypatch.setattr(webhooks.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(webhooks, "is_outside", lambda _: True)
    monkeypatch.setattr(webhooks, "PORTS", (made.port,))
    context = ssl.create_default_context(cafile=made.certificate)
    monkeypatch.setattr(webhooks, "trusted", lambda: context)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def nobody_computes(monkeypatch: Any) -> None:
    monkeypatch.setattr("timonier.app.web.jobs._beside", lambda job: None)


def ended(receiver: Receiver, state: str = "done") -> tuple[Job, str]:
    """A job that has just ended, and the secret of its caller."""
    made = keys.create("a caller", SCOPES, 1, 60)
    job = Job.objects.create(
        kind="plan", key="k", state=state, caller=f"k{made.kept.pk}",
        webhook=URL.replace(HOST, f"{HOST}:{receiver.port}"), tell_at=timezone.now(),
    )  # fmt: skip
    return job, webhooks.secret_of(made.kept.pk)


def test_the_end_is_told_once_with_a_signature_that_holds(receiver: Receiver) -> None:
    job, secret = ended(receiver)
    webhooks.tell_all()
    webhooks.tell_all()
    assert len(receiver.received) == 1
    headers, body = receiver.received[0]
    said = verified(secret, headers, body)
    assert said["job"] == {
        "id": job.pk, "kind": "plan", "state": "done", "reason": "",
        "result": f"/api/v1/plans/{job.pk}",
    }  # fmt: skip
    assert headers["Host"].startswith(HOST)
    job.refresh_from_db()
    assert (job.told, job.tell_at) == (1, None)


def test_a_forged_an_altered_and_an_old_message_are_refused(receiver: Receiver) -> None:
    _, secret = ended(receiver)
    webhooks.tell_all()
    headers, body = receiver.received[0]
    with pytest.raises(ValueError, match="signature"):
        verified(secret, headers, body.replace(b"done", b"lost"))
    with pytest.raises(ValueError, match="signature"):
        verified(webhooks.secret_of("another"), headers, body)
    later = {**headers, "webhook-timestamp": str(int(time.time()) + 5)}
    with pytest.raises(ValueError, match="signature"):
        verified(secret, later, body)
    with pytest.raises(ValueError, match="old"):
        verified(secret, headers, body, old=-1)


def test_a_message_not_heard_is_sent_again_later_each_time_and_then_no_more(
    receiver: Receiver,
) -> None:
    receiver.statuses = [500, 302, 503]
    job, _ = ended(receiver, state="failed")
    waits = []
    for _ in range(len(webhooks.AGAIN) + 2):
        Job.objects.exclude(tell_at=None).update(tell_at=timezone.now() - timedelta(seconds=1))
        before = timezone.now()
        webhooks.tell_all()
        job.refresh_from_db()
        if job.tell_at:
            waits.append((job.tell_at - before).total_seconds())
    assert len(receiver.received) == len(webhooks.AGAIN) + 1
    assert [round(wait, -1) for wait in waits] == [float(one) for one in webhooks.AGAIN]
    assert json.loads(receiver.received[0][1])["job"]["result"] is None


def test_a_receiver_whose_certificate_is_another_s_hears_nothing(
    receiver: Receiver, monkeypatch: Any
) -> None:
    monkeypatch.setattr(webhooks, "trusted", ssl.create_default_context)
    job, _ = ended(receiver)
    webhooks.tell_all()
    assert receiver.received == []
    job.refresh_from_db()
    assert job.tell_at


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://10.1.2.3/x",
     "https://169.254.169.254/latest/meta-data", "https://[::ffff:10.0.0.1]/",
     "https://2130706433/", "https://0x7f.1/", "https://[64:ff9b::a00:1]/", "https://[fe80::1%25lo]/",
     "http://93.184.215.14/", "https://user:pass@93.184.215.14/", "https://93.184.215.14:22/",
     "https://", "ftp://93.184.215.14/", "https://93.184.215.14/\r\nX: y", "https://é.example/",
     "file:///etc/passwd", "https://93.184.215.14:99999/"],
)  # fmt: skip
def test_no_message_is_promised_to_an_address_inside_or_odd(client: Client, url: str) -> None:
    shown = keys.create("a caller", SCOPES, 1, 0).shown
    headers = {"Authorization": f"Bearer {shown}", "Idempotency-Key": "one"}
    body = {"company": COMPANY, "webhook": {"url": url}}
    said = refused(post(client, "/plans", body, headers=headers), 422)
    assert said["pointer"] == "/webhook/url"
    assert not Job.objects.exists()


def test_a_name_that_has_moved_inside_since_is_sent_nothing(
    receiver: Receiver, monkeypatch: Any
) -> None:
    ended(receiver)
    monkeypatch.setattr(webhooks, "is_outside", lambda address: False)
    webhooks.tell_all()
    assert receiver.received == []


def test_who_shows_no_key_is_promised_no_message(client: Client, receiver: Receiver) -> None:
    body = {"company": COMPANY, "webhook": {"url": f"https://{HOST}:{receiver.port}/"}}
    without = post(client, "/plans", body, headers={"Idempotency-Key": "one"})
    assert refused(without, 403)["code"] == "webhook_key"
    shown = keys.create("a caller", SCOPES, 1, 60).shown
    headers = {"Idempotency-Key": "one", "Authorization": f"Bearer {shown}"}
    assert read(post(client, "/plans", body, headers=headers))["state"] == "waiting"
    webhooks.tell_all()  # it has not ended: nothing is told
    assert receiver.received == []
