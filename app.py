"""The front door: what `streamlit run app.py` serves."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared import warming, words
from pages.shared.first_frame import FirstFrame
from pages.shared.headers import CarefulHeaders


def own_fault(error: Exception) -> bool:
    """Say in words that a page failed; a traceback helps nobody who came to run."""
    st.error(words.OWN_FAULT.format(kind=type(error).__name__), icon=":material/build:")
    return True


# Served, a visit runs pages/shared/house.py. Were this file the visit's script, the folder pages/ beside it
# would wake Streamlit's older discovery: a first visit by an inner address would meet "Page not found".
HOUSE = Path(__file__).with_name("pages").joinpath("shared", "house.py")
app = st.App(
    HOUSE, on_script_error=own_fault, middleware=[Middleware(CarefulHeaders), Middleware(FirstFrame)]
)

if get_script_run_ctx(suppress_warning=True) is not None:  # run as a plain script, as tests do
    from pages.shared import frame

    frame.open_house()
else:
    warming.begin()
