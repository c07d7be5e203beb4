"""Tell a caller that a job has ended: signed as Standard Webhooks has it, tried again, to no
address inside this network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import socket
import ssl
import time
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from timonier.app.web.models import Job

PORTS = (443, 8443)
LONGEST = 500
# Seconds before each new try, the first at once.
AGAIN = (10, 60, 600, 3_600, 6 * 3_600)
HELD = timedelta(seconds=60)  # that one process keeps a message to itself
TIMEOUT = 10.0
OVER = ("done", "failed")
GONE = 410  # the receiver wants no more of it
# Addresses that hold another one, which no check of theirs would see.
WRAPPED = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/32", "2002::/16"))
log = logging.getLogger("timonier.web")


class Unreachable(ValueError):
    """An address that nothing is sent to; ``kind`` names the sentence that says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def check(url: str) -> None:
    """Refuse an address that is not HTTPS, or that leads inside this network."""
    _reached(url)


def _reached(url: str) -> tuple[str, int, str, str]:
    """The host, the port, the path and the checked address of a receiver; Unreachable if none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise Unreachable("shape") from error
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if not plain or parts.scheme != "https" or not host or parts.username or port not in PORTS:
        raise Unreachable("shape")
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return host, port, path, _address(host, port)


def _address(host: str, port: int) -> str:
    """The first address of a host, when all of them are open to the whole internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("unknown") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(is_outside(one) for one in addresses):
        raise Unreachable("inside")
    return addresses[0]


def is_outside(address: str) -> bool:
    """Whether an address belongs to the whole internet, and to nobody's own network.

    >>> [is_outside(one) for one in ("93.184.215.14", "10.0.0.1", "169.254.169.254", "::1")]
    [True, False, False, False]
    >>> is_outside("::ffff:127.0.0.1"), is_outside("64:ff9b::7f00:1"), is_outside("100.64.0.1")
    (False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in WRAPPED):
            return False
        if found.ipv4_mapped is not None:
            return is_outside(str(found.ipv4_mapped))
    return found.is_global and not found.is_multicast


def secret_of(key: str) -> str:
    """What the messages of a key are signed with: worked out again, kept nowhere."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{key}".encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(made.digest()).decode()}"


def signed(secret: str, identifier: str, at: int, body: bytes) -> str:
    """The signature of a message (Standard Webhooks, version 1)."""
    known = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(known, f"{identifier}.{at}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(made.digest()).decode()}"


def tell_all() -> None:
    """Send every message that is due, each by one process only."""
    now = timezone.now()
    due = Job.objects.filter(state__in=OVER, tell_at__lte=now).exclude(webhook="")
    for job in due.defer("document", "content")[:20]:
        mine = Job.objects.filter(pk=job.pk, tell_at=job.tell_at)
        if mine.update(tell_at=now + HELD):
            _tell(job)


def tell_until_heard(job: Job) -> None:
    """Send a job's message as often as it takes, where no process does it beside."""
    ended = Job.objects.filter(pk=job.pk, state__in=OVER)
    while at := ended.values_list("tell_at", flat=True).first():
        time.sleep(max(0.05, (at - timezone.now()).total_seconds()))
        tell_all()


def _tell(job: Job) -> None:
    heard = _send(job)
    following = None if heard or job.told >= len(AGAIN) else timedelta(seconds=AGAIN[job.told])
    at = None if following is None else timezone.now() + following
    Job.objects.filter(pk=job.pk).update(told=job.told + 1, tell_at=at)


def _send(job: Job) -> bool:
    """Send a message once; False when it should be sent again. No redirection is followed."""
    result = f"/api/v1/{job.kind}s/{job.pk}" if job.state == "done" else None
    told = {"id": job.pk, "kind": job.kind, "state": job.state, "reason": job.reason}
    body = json.dumps({"type": "job.ended", "job": {**told, "result": result}}).encode()
    at = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": job.pk,
        "webhook-timestamp": str(at),
        "webhook-signature": signed(secret_of(job.caller[1:]), job.pk, at, body),
    }
    try:
        host, port, path, address = _reached(job.webhook)  # once more: a name may have moved
        connection = Pinned(host, port, address)
        try:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
    except (Unreachable, OSError, http.client.HTTPException) as error:
        log.info("webhook", extra={"route": type(error).__name__, "request": job.pk})
        return False
    return 200 <= status < 300 or status == GONE


def trusted() -> ssl.SSLContext:
    """Which certificates are believed: those that the machine believes."""
    return ssl.create_default_context()


class Pinned(http.client.HTTPSConnection):
    """A connection to the very address that was checked, for the host that it is asked as."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        opened = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = trusted().wrap_socket(opened, server_hostname=self.host)
