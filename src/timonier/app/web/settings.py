"""Django's settings, all of them decided by ``environment``."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from timonier.app.web import environment, logs

try:
    ENVIRONMENT = environment.read(os.environ)
except environment.BadSetting as error:
    raise ImproperlyConfigured(str(error)) from error

BASE = Path(__file__).resolve().parent
SECURE = ENVIRONMENT.public_url.startswith("https://")
HOST_ONLY = "__Host-" if SECURE else ""  # browsers take such cookies from this host alone
BROWSER_COOKIE, THEME_COOKIE = f"{HOST_ONLY}timonier_browser", f"{HOST_ONLY}timonier_theme"

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.public_url else []
ROOT_URLCONF = "timonier.app.web.urls"
WSGI_APPLICATION = "timonier.app.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "timonier.app.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "timonier.app.web.middleware.log_requests",
    "timonier.app.web.middleware.keep_nothing",
    "timonier.app.web.middleware.refuse_large",
    "timonier.app.web.api.service.speak_as_api",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "timonier.app.web.middleware.recognise_browser",
    "timonier.app.web.middleware.notice_country",
    "timonier.app.web.middleware.say_what_is_awaited",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "timonier.app.web.context.page",
            ],
            "builtins": [
                "django.templatetags.static",
                "timonier.app.web.templatetags.timonier",
            ],
        },
    }
]

DATABASES = {"default": environment.database_settings(ENVIRONMENT.database)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "timonier_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
if ENVIRONMENT.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "timonier.app.web.views.errors.expired_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "timonier.app.web.logs.JsonFormatter"}},
    "handlers": logs.handlers(ENVIRONMENT.log_server),
    "root": {
        "handlers": list(logs.handlers(ENVIRONMENT.log_server)),
        "level": ENVIRONMENT.log_level.upper(),
    },
    "loggers": {
        # Django's own line for a 4xx repeats the path, which may hold someone's answers.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "django.server": {"level": "WARNING"},
        "waitress.queue": {"level": "ERROR"},
    },
}
