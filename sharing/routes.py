"""Routes of our own: is it up, robots keep out, the page behind a link; and for the owner, a look
at that page before it is frozen."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from data_pipeline.problems import Refused
from sample_data.load import is_loaded
from sharing.gate import FROZEN_ANSWER, not_found
from sharing.home import SAMPLE, Home
from sharing.links import page_behind
from sharing.reports.frozen import frozen_report

LONGEST_TITLE = 120


def own_routes(home: Home) -> list[Route]:
    """For the server to mount before Streamlit's own."""

    def healthy() -> bool:
        return home.control.answers() and is_loaded(home.warehouse(SAMPLE))

    async def healthz(_request: Request) -> Response:
        if await run_in_threadpool(healthy):
            return PlainTextResponse("ok")
        return PlainTextResponse("not yet", 503)

    async def robots(_request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    async def frozen(request: Request) -> Response:
        token, count = request.path_params["token"], request.method == "GET"
        page = await run_in_threadpool(page_behind, home.control, token, count=count)
        return not_found() if page is None else HTMLResponse(page, headers=FROZEN_ANSWER)

    async def preview(request: Request) -> Response:
        page = await run_in_threadpool(_preview, home, request)
        return not_found() if page is None else HTMLResponse(page, headers=FROZEN_ANSWER)

    return [
        Route("/healthz", healthz),
        Route("/robots.txt", robots),
        Route("/r/{token}", frozen),
        Route("/preview/{workspace}/{month}", preview),
    ]


def _preview(home: Home, request: Request) -> str | None:
    workspace, month = request.path_params["workspace"], request.path_params["month"]
    if workspace not in home.workspaces():
        return None
    try:
        first = date.fromisoformat(f"{month}-01")
        return frozen_report(
            home.warehouse(workspace),
            home.label(workspace),
            first,
            title=request.query_params.get("title", "")[:LONGEST_TITLE],
        )
    except (ValueError, Refused):
        return None
