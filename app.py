"""Community safety dashboard: `streamlit run app.py`."""

from csp import frame

frame.run()
