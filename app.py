"""Community safety dashboard: `streamlit run app.py`.

Streamlit uses this file twice: the server imports it once for the application it serves,
and runs it at every click as the script that draws the page.
"""

import streamlit as st

if __name__ == "__main__":
    from csp.shell import menu

    menu.draw_while_server_starts()

    from csp.shell import frame
    from csp.topics.meeting.strip import RECORD

    frame.run(RECORD)
else:
    from csp import server

    server.begin()
    app = st.App(
        __file__,
        middleware=server.MIDDLEWARE,
        routes=server.ROUTES,
        lifespan=server.lifespan,
        on_script_error=server.report_error,
    )
