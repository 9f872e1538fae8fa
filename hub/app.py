"""The hub's web application: pages for people, an API for kiosks."""

from importlib.metadata import version

from fastapi import FastAPI
from pydantic import BaseModel

from hub.api import kiosk
from hub.core import Hub
from hub.limits import BodyLimit
from hub.pages.errors import install
from hub.pages.routes import router


class Health(BaseModel):
    """That the hub answers, and which version of it."""

    version: str


def make_app(hub: Hub) -> FastAPI:
    """What serves this hub; it keeps no state of its own."""
    app = FastAPI(title="Sodam hub", version=version("sodam"), docs_url=None, redoc_url=None)
    app.state.hub = hub
    app.include_router(kiosk.router)
    app.include_router(router)
    install(app)
    app.add_middleware(BodyLimit)

    @app.get("/health")
    async def health() -> Health:
        return Health(version=version("sodam"))

    return app
