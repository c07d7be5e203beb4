"""The web application, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "timonier.app.web"
    label = "web"

    def ready(self) -> None:
        """Log what fails, with its traceback and without its address."""
        from django.core.signals import got_request_exception

        from timonier.app.web.middleware import log_failure

        got_request_exception.connect(log_failure, dispatch_uid="timonier.log_failure")
