"""Pooling the two trials in runners, and the precision of a published area under the curve."""

from __future__ import annotations

import pytest

from analytics.metrics import discrimination, pooling

SUPERVISED = pooling.Published(0.66, 0.45, 0.97)
UNSUPERVISED = pooling.Published(0.97, 0.57, 1.63)


def test_the_two_trials_pool_to_the_stated_ratios() -> None:
    found = pooling.pool([SUPERVISED, UNSUPERVISED])
    assert (found.fixed, found.random) == pytest.approx((0.755, 0.766), abs=5e-4)
    assert (found.random_low, found.random_high) == pytest.approx((0.530, 1.106), abs=1e-3)
    assert found.tau_squared == pytest.approx(0.019, abs=5e-4)


def test_studies_that_agree_have_no_variance_between_them() -> None:
    found = pooling.pool([SUPERVISED, SUPERVISED])
    assert found.tau_squared == 0.0
    assert found.fixed == found.random == pytest.approx(0.66)


def test_one_study_is_not_pooled() -> None:
    with pytest.raises(ValueError, match="two studies"):
        pooling.pool([SUPERVISED])


def test_the_published_area_of_fifty_injuries_is_uncertain_by_four_hundredths() -> None:
    error = discrimination.auc_standard_error(0.724, positives=50, negatives=2994)
    assert error == pytest.approx(0.04115, abs=5e-6)
    assert (0.724 - 1.96 * error, 0.724 + 1.96 * error) == pytest.approx((0.64, 0.80), abs=5e-3)
