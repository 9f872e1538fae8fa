"""The hub's web application."""

from importlib.metadata import version

from fastapi import FastAPI
from pydantic import BaseModel


class Health(BaseModel):
    """That the hub answers, and which version of it."""

    version: str


def make_app() -> FastAPI:
    """A hub; it keeps no state of its own."""
    app = FastAPI(title="Sodam hub")

    @app.get("/health")
    async def health() -> Health:
        return Health(version=version("sodam"))

    return app
