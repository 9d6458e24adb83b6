"""Security headers on every response, and HEAD answered as GET without a body: two small ASGI middlewares."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # plotly writes a style sheet
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",  # previews of what is shared
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# A file shows nothing but itself, runs nothing, and is a picture in other pages, not a frame. A drawing carries its own
# style and font; a browser shows a PDF in an object of its own.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
FILE_POLICIES = {
    "svg": f"{FILE_POLICY}; style-src 'unsafe-inline'; font-src data:; img-src data:",
    "pdf": f"{FILE_POLICY}; object-src 'self'; style-src 'unsafe-inline'",
}

# A page that any other page may frame, a file on a disk too (`frame-ancestors *` would leave that out).
EMBED_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

NOT_INDEXED = ("x-robots-tag", "noindex")  # what is made of a visitor's picture
NO_STORE = ("cache-control", "no-store")

SECURITY = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """Adds what a response has not said for itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


class HeadAsGet:
    """Routes need not know HEAD: it is GET, with the same headers and an empty body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def bodiless(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, bodiless)
        else:
            await self.app(scope, receive, send)
