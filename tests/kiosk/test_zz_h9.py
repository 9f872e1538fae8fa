import asyncio, tempfile, looptime, pytest
from pathlib import Path
from tests.kiosk.house import *
from tests.kiosk.person import title
from tests.kiosk.crash.stories import deposit, collect
@pytest.mark.looptime
async def test_x(tmp_path):
    h=House(tmp_path); await h.hire()
    async def s(person):
        orig=person.see
        async def see():
            x=await orig(); print(asyncio.get_running_loop().time(), title(x), x.screen.__class__.__name__); return x
        person.see=see
        async with asyncio.timeout(100):
            c=await deposit(h, person)
            await collect(h,person,*c)
    await h.live(s)
