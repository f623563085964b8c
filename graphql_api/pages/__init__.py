"""Pages for people: a landing page, and GraphiQL served from the package that brings it, without any other address."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from graphql_api.media import GRAPHQL, JSON, preferred

HTML = "text/html"
PAGES = files("graphql_api.pages")
GRAPHIQL = ("graphene_django_graphiql_static", "static/graphene_django_graphiql_static")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def assets() -> Mount:
    """The scripts and style sheets of the pages, at /assets: our own, and those of GraphiQL."""
    return Mount("/assets", StaticFiles(directory=str(PAGES / "assets"), packages=[GRAPHIQL]))


def wanted(request: Request) -> bool:
    """Whether a browser asks to see the explorer, with a query in the address or without.

    Whoever sends a query with a token is a program, whatever media type it says that it likes: a link brings none.
    """
    likes = preferred(request.headers.get("accept"), (GRAPHQL, JSON, HTML))
    answered = "query" in request.query_params and "authorization" in request.headers
    return request.method == "GET" and likes == HTML and not answered


def explorer() -> Response:
    """GraphiQL, with a field for the token."""
    return Response((PAGES / "explorer.html").read_bytes(), headers=HEADERS, media_type=HTML)


def landing(_request: Request) -> Response:
    """Where a newcomer looks first."""
    return Response((PAGES / "landing.html").read_bytes(), headers=HEADERS, media_type=HTML)
