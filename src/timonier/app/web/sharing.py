"""Links kept here: an address that says nothing, opens until a day, and can be closed before it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from timonier.app.links import FORM, BadLink, Shared, decode, without_names
from timonier.app.web import computing, telling
from timonier.app.web.models import SharedLink, Situation, told_key
from timonier.knowledge import load

MARK = "k"  # the first letter of a code kept here; those that hold their answers begin with a digit
DAYS = (30, 365)  # how long a link may open
OF_A_PLAN = 365  # days that the link printed in a plan's documents opens
MOST = 20  # links of one situation: the oldest goes when one more is made


def make(situation: Situation, days: int) -> SharedLink:
    """Keep the situation as it is now, without names, under a key that nobody guesses."""
    old = situation.links.values_list("pk", flat=True)[MOST - 1 :]
    SharedLink.objects.filter(pk__in=list(old)).delete()
    return SharedLink.objects.create(
        situation=situation,
        document=without_names(situation.document),
        form=FORM,
        knowledge=situation.knowledge,
        seed=situation.seed,
        asked=list(situation.asked),
        expires_at=timezone.now() + timedelta(days=days),
    )


def for_plan(situation: Situation) -> SharedLink:
    """A link for documents that last: the one that already opens these very answers, if any."""
    held = without_names(situation.document)
    until = timezone.now() + timedelta(days=OF_A_PLAN // 2)
    for link in situation.links.filter(expires_at__gt=until, seed=situation.seed):
        if link.document == held:
            return link
    return make(situation, OF_A_PLAN)


def pass_on(document: dict[str, Any], after: str = "") -> str:
    """A code that opens a document for a day: what a frame goes on from, of nobody until adopted.

    ``after``: the code that it follows in the same frame; both are erased together.
    """
    before = telling.frame_of(after).first()
    held = asdict(Shared(document, load().version, 0, ()))
    frame = before.held["frame"] if before else told_key()
    return telling.keep(held | {"frame": frame}, before.situation if before else None)


def adopt(code: str, situation: Situation) -> None:
    """Have what a frame goes on from, if that is what was opened, go with the situation."""
    telling.frame_of(code).update(situation=situation)


def erase_frame(code: str) -> None:
    """Erase all that was answered in a frame, and what was computed from it."""
    found = telling.frame_of(code)
    begun = [telling.opened(told) for told in found]
    computing.forget([(one.document, one.seed) for one in begun])
    found.delete()


def find(code: str) -> Shared:
    """What a code opens, kept here or held by the code itself; BadLink when it opens nothing."""
    if code.startswith(telling.MARK):
        found = telling.frame_of(code).filter(pk=code).first()
        if found is None:
            raise BadLink("gone_link")
        return telling.opened(found)
    if not code.startswith(MARK):
        return decode(code)
    link = SharedLink.objects.filter(pk=code, expires_at__gt=timezone.now()).first()
    if link is None:
        raise BadLink("gone_link")
    return Shared(link.document, link.knowledge, link.seed, tuple(link.asked), link.form)
