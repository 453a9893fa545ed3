"""How sure an area under the curve is."""

from __future__ import annotations

import math


def auc_standard_error(auc: float, *, positives: int, negatives: int) -> float:
    """Give the standard error of an area under the ROC curve (Hanley and McNeil 1982).

    Examples
    --------
    >>> round(auc_standard_error(0.724, positives=50, negatives=2994), 5)
    0.04115
    """
    if not 0 <= auc <= 1 or positives < 1 or negatives < 1:
        raise ValueError("an area lies between 0 and 1, over at least one case and one control")
    two_cases = auc / (2 - auc)
    two_controls = 2 * auc**2 / (1 + auc)
    variance = (
        auc * (1 - auc) + (positives - 1) * (two_cases - auc**2) + (negatives - 1) * (two_controls - auc**2)
    ) / (positives * negatives)
    return math.sqrt(variance)
