"""The server around the pages: what comes in, who may read, and the headers of what goes out.

MIDDLEWARE stands from the outside in: a request passes from the first to the last before
Streamlit sees it, and the answer goes back the other way.
"""

from starlette.middleware import Middleware

from csp.server import doors, former
from csp.server.addresses import Addresses
from csp.server.bursts import Bursts
from csp.server.doors import Doors
from csp.server.gate import Gate
from csp.server.headers import Headers
from csp.server.sockets import Sockets
from csp.server.start import begin, lifespan, report_error
from csp.shell.uploads import UploadGuard

ROUTES = [*doors.ROUTES, *former.ROUTES]

MIDDLEWARE = [
    # Sets the headers of all answers, refusals of the others included.
    Middleware(Headers),
    # Refuses host names and addresses that are not answered.
    Middleware(Addresses),
    # Checks the size, number and form of what comes in by websocket.
    Middleware(Sockets),
    # Sends what a run says in few bursts.
    Middleware(Bursts),
    # Lets only readers through. A login in a request that passes is valid.
    Middleware(Gate),
    # Log-in and log-out.
    Middleware(Doors),
    # Takes uploads, one file at a time, where a page expects one.
    Middleware(UploadGuard),
]

__all__ = ["MIDDLEWARE", "ROUTES", "begin", "lifespan", "report_error"]
