"""How strong an unseen cause would have to be to explain an association away."""

from __future__ import annotations

import math


def e_value(risk_ratio: float) -> float:
    """Give the E-value of a risk ratio: the least association of an unseen cause with both that explains it.

    References
    ----------
    VanderWeele and Ding 2017.

    Examples
    --------
    >>> round(e_value(0.66), 4), round(e_value(1.0), 4)
    (2.3986, 1.0)
    """
    if risk_ratio <= 0:
        raise ValueError("a risk ratio is above 0")
    larger = max(risk_ratio, 1.0 / risk_ratio)
    return larger + math.sqrt(larger * (larger - 1.0))


def e_value_of_interval(low: float, high: float) -> float:
    """Give the E-value of the limit nearest 1; it is 1 where the interval holds 1.

    Examples
    --------
    >>> round(e_value_of_interval(0.45, 0.97), 4), e_value_of_interval(0.57, 1.63)
    (1.2095, 1.0)
    """
    if low <= 1.0 <= high:
        return 1.0
    return e_value(high if high < 1.0 else low)
