"""Quantiles of the distributions that intervals are made of.

scipy.stats knows them all, and takes longer to load than everything else a first page needs; scipy.special
holds the same functions, is loaded when the first interval is asked for, and answers a hundred times as fast.
"""

from __future__ import annotations


def get_ready() -> None:
    """Load scipy.special now, so that the first quantile is not waited for."""
    import scipy.special  # noqa: F401


def normal(share: float) -> float:
    """Give the value below which a share of the standard normal distribution lies.

    Examples
    --------
    >>> round(normal(0.975), 6)
    1.959964
    """
    from scipy.special import ndtri

    return float(ndtri(share))


def student(share: float, degrees: float) -> float:
    """Give the value below which a share of Student's t distribution lies.

    Examples
    --------
    >>> round(student(0.975, 10), 4)
    2.2281
    """
    from scipy.special import stdtrit

    return float(stdtrit(degrees, share))


def chi_square(share: float, degrees: float) -> float:
    """Give the value below which a share of the chi-square distribution lies.

    Examples
    --------
    >>> round(chi_square(0.95, 1), 4)
    3.8415
    """
    from scipy.special import gammaincinv

    return 2.0 * float(gammaincinv(degrees / 2.0, share))


def chi_square_above(value: float, degrees: float) -> float:
    """Give the share of the chi-square distribution that lies above a value.

    Examples
    --------
    >>> round(chi_square_above(3.8415, 1), 4)
    0.05
    """
    from scipy.special import chdtrc

    return float(chdtrc(degrees, value))


def beta(share: float, a: float, b: float) -> float:
    """Give the value below which a share of the beta distribution lies.

    Examples
    --------
    >>> round(beta(0.5, 2, 2), 6)
    0.5
    """
    from scipy.special import betaincinv

    return float(betaincinv(a, b, share))
