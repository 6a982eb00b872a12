"""The least that a page with one Plotly chart can be. Copied to a folder of its own and served from there."""

import plotly.graph_objects as go
import streamlit as st

MONTHS = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
CHOICES = [f"Part {number}" for number in range(1, 7)]

choice = st.selectbox("Part of the service", CHOICES)
number = CHOICES.index(choice)
averages = [2.5 + (number * 7 + place * 5) % 13 / 13 for place in range(len(MONTHS))]
figure = go.Figure(go.Scatter(x=MONTHS, y=averages, mode="lines+markers"))
st.plotly_chart(figure, key="trend", alt=f"Line chart of {choice}")
