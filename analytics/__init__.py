"""Hipstride's analytics: from the bytes of an export to an honest answer; knows no streamlit."""
