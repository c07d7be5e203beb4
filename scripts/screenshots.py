"""Take the README's screenshots again: ``.venv/bin/python -m scripts.screenshots``.

The sample company's advice, as ``timonier serve`` shows it in the system's chromium.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.postgres import free_port
from tests.web.browsers import FLAGS, chromium

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PATIENCE = 300_000  # milliseconds: the first decision also compiles


def take(browser: Browser, address: str, name: str, lang: str, theme: str, size: str) -> None:
    """Open the sample in a window of ``size`` and keep what it shows as ``name``."""
    width, height, scale = (int(part) for part in re.findall(r"\d+", size))
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{lang}/")
    page.click("form[action$='/sample/'] button")
    page.wait_for_selector("#verdict")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / name)
    context.close()
    print(f"{name}: {(IMAGES / name).stat().st_size // 1000} kB")


@contextmanager
def serving() -> Iterator[str]:
    """The address of ``timonier serve`` on a folder and a port of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "TIMONIER_DATA_DIR": folder}
        command = [sys.executable, "-m", "timonier.app.cli", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr
            while "http" not in process.stderr.readline() and process.poll() is None:
                continue
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.communicate()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        take(browser, address, "advice.png", "fr", "light", "1280x940@1")
        take(browser, address, "phone.png", "en", "dark", "360x720@2")
        browser.close()


if __name__ == "__main__":
    main()
