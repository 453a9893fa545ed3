"""`python -m analytics` is `hipstride`."""

from __future__ import annotations

from analytics.cli import run

if __name__ == "__main__":
    run()
