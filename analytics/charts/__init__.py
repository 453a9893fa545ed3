"""Frames in, figures out: the only room that draws (plotly); it knows no store and no page."""
