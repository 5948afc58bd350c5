"""Trends: every logged run."""

from __future__ import annotations

import streamlit as st

st.title("Trends")
