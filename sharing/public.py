"""The public routes: is it up, robots keep out, and the page behind a link."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sample_data.load import is_loaded
from sharing.gate import FROZEN_ANSWER, not_found
from sharing.home import SAMPLE, Home
from sharing.links import page_behind


def public_routes(home: Home) -> list[Route]:
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

    return [
        Route("/healthz", healthz),
        Route("/robots.txt", robots),
        Route("/r/{token}", frozen),
    ]
