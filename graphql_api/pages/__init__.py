"""Pages for people: a landing page, and GraphiQL served from the package that brings it, without any other address."""

from importlib.resources import files
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from graphql_api.media import GRAPHQL, JSON, preferred

OURS = files("graphql_api.pages")
GRAPHIQL = files("graphene_django_graphiql_static") / "static" / "graphene_django_graphiql_static"
HTML = "text/html"
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"


class File(NamedTuple):
    """A file of the explorer: whether it is our own, and its media type."""

    ours: bool
    media: str


FILES = {
    "explorer.js": File(True, "text/javascript"),
    "pages.css": File(True, "text/css"),
    "react.production.min.js": File(False, "text/javascript"),
    "react-dom.production.min.js": File(False, "text/javascript"),
    "graphiql.min.js": File(False, "text/javascript"),
    "graphiql.min.css": File(False, "text/css"),
    "graphiql-plugin-explorer.umd.js": File(False, "text/javascript"),
    "style.css": File(False, "text/css"),
}


def wanted(request: Request) -> bool:
    """Whether a browser asks to see the explorer rather than to have a query answered."""
    likes = preferred(request.headers.get("accept"), (GRAPHQL, JSON, HTML))
    return request.method == "GET" and likes == HTML and "query" not in request.query_params


def explorer() -> Response:
    """GraphiQL, with a field for the token."""
    return page("explorer.html")


def landing(_request: Request) -> Response:
    """Where a newcomer looks first."""
    return page("landing.html")


def explorer_file(request: Request) -> Response:
    """A script or style sheet of the explorer."""
    name = request.path_params["name"]
    if name not in FILES:
        return Response("There is no such file.", 404, media_type="text/plain")
    file = FILES[name]
    content = ((OURS if file.ours else GRAPHIQL) / name).read_bytes()
    return Response(content, headers={"Cache-Control": "max-age=3600"}, media_type=file.media)


def page(name: str) -> Response:
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return Response((OURS / name).read_bytes(), headers=headers, media_type=HTML)
