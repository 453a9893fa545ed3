"""The journey's first half, one way: what a person hands in is read, measured, credited and stored."""

from __future__ import annotations

import logging
import os

if not os.environ.get("HIPSTRIDE_DEBUG"):
    # What is logged is for whoever looks for a fault of ours; a person reads the receipt, and no traceback.
    logging.getLogger("analytics").addHandler(logging.NullHandler())
