"""Every page of the hub, in one router."""

from fastapi import APIRouter

from hub.pages import coordinator, desk, office, public, resident, sign_in, volunteer

router = APIRouter()
for room in (public, sign_in, resident, office, desk, volunteer, coordinator):
    router.include_router(room.router)
