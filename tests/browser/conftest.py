"""A real browser: the machine's own, or the tests say that it is missing."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Give the machine's own browser, if it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture
def eyes() -> Iterator[Browser]:
    """A browser without a window. Where none is installed, CI fails and others learn why not."""
    found = executable()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no browser: CI needs the package chromium")
        pytest.skip("no browser on this machine: install chromium to look at the pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
