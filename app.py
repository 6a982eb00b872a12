"""Start the dashboard: streamlit run app.py. Navigation only; every page guards and draws itself."""

from mwm import ui

ui.run()
