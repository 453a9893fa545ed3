"""Make the README's pictures anew from the demo squad: `.venv/bin/python docs/pictures/make.py`.

Needs what the tests need (Chromium, requirements-test.lock). Each picture has at most 200 KB.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
PICTURES = {
    "overview": ("overview", False),
    "squad": ("squad", False),
    "hip_strength": ("hip_strength", True),
}
"""The page of each picture, and whether it is dark."""
WIDTH, HEIGHT, COLOURS, MOST_BYTES = 1280, 860, 96, 200_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def main() -> None:
    """Fill a database with the demo squad, serve it, and take each picture."""
    browser_at = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_at is None:
        raise SystemExit("No Chromium on this machine (Debian: apt install chromium).")
    with tempfile.TemporaryDirectory() as folder, socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        port = knock.getsockname()[1]
        knock.close()
        env = {**os.environ, "HIPSTRIDE_DB": str(Path(folder) / "demo.duckdb"), "HIPSTRIDE_INBOX": "off"}
        subprocess.run([sys.executable, "-m", "analytics", "demo"], cwd=PROJECT, env=env, check=True)
        serving = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=PROJECT,
            env=env,
        )
        try:
            wait_for(f"http://localhost:{port}/_stcore/health")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_at, args=QUIET)
                for name, (page, is_dark) in PICTURES.items():
                    tab = browser.new_page(
                        viewport={"width": WIDTH, "height": HEIGHT},
                        color_scheme="dark" if is_dark else "light",
                    )
                    tab.goto(f"http://localhost:{port}/{page}")
                    keep(tab, Path(__file__).with_name(f"{name}.png"))
                    tab.close()
                browser.close()
        finally:
            serving.terminate()
            serving.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit("The app did not come up within a minute.")


def keep(tab: Page, place: Path) -> None:
    """Wait until the page stands still, and keep what is seen of it in few colours."""
    tab.wait_for_selector("h1", timeout=60_000)
    tab.wait_for_function(
        "() => !document.querySelector(\"[data-test-script-state='running']\")", timeout=60_000
    )
    tab.wait_for_timeout(2500)
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)
    if place.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{place.name} has {place.stat().st_size:,} bytes, more than {MOST_BYTES:,}.")


if __name__ == "__main__":
    main()
