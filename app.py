"""The front door: what `streamlit run app.py` serves."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.shared import frame, session
from pages.shared.headers import CarefulHeaders

# Served, a visit runs pages/shared/house.py. Were this file the visit's script, the folder pages/ beside it
# would wake Streamlit's older discovery: a first visit by an inner address would meet "Page not found".
app = st.App(frame.HOUSE, on_script_error=frame.own_fault, middleware=[Middleware(CarefulHeaders)])

if session.is_script_run():  # run as a plain script, as tests do
    frame.open_house()
