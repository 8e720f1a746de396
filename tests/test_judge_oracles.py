"""Our short algebra against the libraries that do the same at length."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest

from data_pipeline.analysis.campaign import campaign
from data_pipeline.analysis.changes import effective_share, link, season_out
from data_pipeline.analysis.expected import (
    Rows,
    covariance,
    design_of,
    fitted,
    shapes,
    whitened,
)

models = pytest.importorskip("statsmodels.api", reason="statsmodels is not installed")


def test_a_link_is_the_regression_on_changes_with_a_level_for_each_month():
    dice = np.random.default_rng(2)
    months = np.arange(48, dtype=np.intp) % 12
    # Even noise has no extremes to pull in, and alternates enough to need no smaller sample.
    a = dice.uniform(-0.1, 0.1, 48)
    b = 0.6 * a + dice.uniform(-0.1, 0.1, 48) + 0.05 * months
    ours = link(a, b, months)
    assert ours is not None
    assert len(ours.pulled_in) == 0
    levels = (months[:, None] == np.arange(12)).astype(float)
    theirs = models.OLS(b, np.column_stack([a, levels])).fit()
    share = effective_share(season_out(a, months), season_out(b, months), np.arange(48))
    assert ours.slope == pytest.approx(theirs.params[0], abs=1e-8)
    assert ours.freedom == pytest.approx(theirs.df_resid * share, abs=1e-8)
    assert ours.standard_error == pytest.approx(theirs.bse[0] / np.sqrt(share), abs=1e-8)


def test_every_shape_is_fitted_as_generalised_least_squares_would():
    dice = np.random.default_rng(3)
    places = np.delete(np.arange(30), [4, 17])
    y = np.cumsum(dice.normal(size=len(places)))
    rows = Rows(y, design_of(places, trend=True), places, places % 12)
    grid = shapes(season=True, slopes=True)
    ours = fitted(whitened(rows, grid), len(places))
    for place, shape in enumerate(grid):
        sigma = covariance(shape, places, places % 12)
        theirs = models.GLS(y, rows.design, sigma=sigma).fit()
        assert ours.coefficients[place] == pytest.approx(theirs.params, rel=1e-8, abs=1e-8)
        assert ours.scale[place] == pytest.approx(np.sqrt(theirs.scale), rel=1e-8)


@pytest.mark.filterwarnings("ignore")  # the other library's own
@pytest.mark.parametrize("effect", [0.0, 4.0, 10.0])
def test_with_a_comparison_line_the_effect_is_that_of_causal_impact(effect: float):
    other = pytest.importorskip("causal_impact", reason="bsts-causalimpact is not installed")
    dice = np.random.default_rng(int(effect))
    days = [date(2024, 1, 1) + timedelta(days=at) for at in range(100)]
    market = 100 + np.cumsum(dice.normal(0, 0.5, 100))
    sales = 1.2 * market + dice.normal(size=100)
    sales[70:] += effect
    rows = pl.DataFrame({"date": days, "sales": sales, "market": market})
    ours = campaign(
        rows, "sales", days[70], days[99], compare=["market"], scale="original", trend=False
    )
    table = pd.DataFrame({"y": sales, "x": market}, index=pd.to_datetime(days))
    theirs = other.CausalImpact(
        table, [str(days[0]), str(days[69])], [str(days[70]), str(days[99])]
    )
    assert ours.average_effect is not None
    expected = float(theirs.summary_stats["point_effect_mean"])
    assert ours.average_effect.absolute == pytest.approx(expected, rel=0.05, abs=0.25)
