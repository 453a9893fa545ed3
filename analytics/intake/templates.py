"""The tables to fill in by hand, for those who may not reach into the readers."""

from __future__ import annotations

from analytics.ingest.templates import KINDS, template_csv, template_help

__all__ = ["KINDS", "template_csv", "template_help"]
