"""A card reader on a rig: a pcscd of its own, the cards that lie beside it, and the hand that lays them on it.

The kiosk's settings name pcscd_socket (this device's address) and authorities (the PEM file that is written beside it).
Every run has keys of its own; the card ids are the rig file's. Knows HTTP's requests; cards and wire stand in pcsc/sim.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from drivers.cardreader.pcsc.sim.cards import SimCard, UnknownCard
from drivers.cardreader.pcsc.sim.issuing import CardAuthority
from drivers.cardreader.pcsc.sim.pcscd import PrivatePcscd
from drivers.cardreader.pcsc.sim.slot import CardFaults, CardSlot
from drivers.simhost.device import DeviceName, RigDevice

Kind = Literal["issued", "expired", "forged", "unissued", "other"]


class RigCard(BaseModel):
    """A card that lies beside the reader."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    kind: Kind = "issued"
    """Forged: an issued card's certificate without its key. Unissued: of an authority that nobody trusts. Other: no PIV
    card at all."""
    card_id: UUID
    """What the reader tells of it; any, if it is not issued."""


class RigCardReaderSettings(BaseModel):
    """One reader of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: DeviceName
    cards: tuple[RigCard, ...]

    def device(self, run_dir: Path) -> RigDevice:
        """See RigDeviceSettings.device."""
        return RigCardReader(self, run_dir)


class RigCardReaderFaults(CardFaults):
    """Everything that is wrong with the reader now."""

    pcscd: Literal["running", "killed", "frozen"] = "running"


class _Lay(BaseModel):
    card: str


def card_of(card: RigCard, authority: CardAuthority) -> SimCard:
    """The card that the rig file describes, new from this authority where it is said to be."""
    match card.kind:
        case "issued":
            return authority.issue(card.card_id).card()
        case "expired":
            return authority.issue(card.card_id, expires=datetime.now(UTC) - timedelta(days=1)).card()
        case "forged":
            return replace(authority.issue(card.card_id), key=ec.generate_private_key(ec.SECP256R1())).card()
        case "unissued":
            return CardAuthority("Another authority").issue(card.card_id).card()
        case "other":
            return UnknownCard()


class RigCardReader:
    """See RigDevice."""

    def __init__(self, settings: RigCardReaderSettings, run_dir: Path) -> None:
        """Everything is put into a folder of the reader's name in run_dir."""
        self._settings = settings
        self._folder = run_dir / settings.name
        self._folder.mkdir(parents=True, exist_ok=True)
        self._pcscd = PrivatePcscd(self._folder)
        self._slot = CardSlot(self._pcscd.slot_port)
        self._faults = RigCardReaderFaults()
        authority = CardAuthority()
        self._cards = {card.name: card_of(card, authority) for card in settings.cards}
        self.authorities = self._folder / "authorities.pem"
        """Whom the kiosk has to trust."""
        self.authorities.write_bytes(authority.pem)

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._settings.name

    @property
    def address(self) -> str:
        """The kiosk's pcscd_socket."""
        return str(self._pcscd.socket.absolute())

    async def connect(self) -> None:
        """See RigDevice.connect."""
        # pcscd ends with the thread that starts it. A thread of the loop's executor ends with the loop, and so after
        # disconnect; one that is started for this and then ends would take pcscd with it.
        await asyncio.to_thread(self._pcscd.start)
        await self._slot.plug_in()

    async def disconnect(self) -> None:
        """See RigDevice.disconnect: reader and service are gone."""
        await asyncio.to_thread(self._pcscd.stop)

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state."""
        lying = next((name for name, card in self._cards.items() if card is self._slot.card), None)
        return {
            "lying": lying,
            "cards": [card.model_dump(mode="json") for card in self._settings.cards],
            "faults": self._faults.model_dump(),
            "authorities": str(self.authorities.absolute()),
        }

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.post("/lay")
        async def _lay(wanted: _Lay) -> Mapping[str, Any]:
            if wanted.card not in self._cards:
                raise HTTPException(404, f"the cards are {', '.join(self._cards)}")
            await self._slot.lay(self._cards[wanted.card])
            return self.state()

        @router.post("/take")
        async def _take() -> Mapping[str, Any]:
            self._slot.take()
            return self.state()

        @router.post("/faults")
        async def _faults(faults: RigCardReaderFaults) -> Mapping[str, Any]:
            await self.set_faults(faults)
            return self.state()

        return router

    async def set_faults(self, faults: RigCardReaderFaults) -> None:
        """Be wrong in exactly this way."""
        before, self._faults = self._faults.pcscd, faults
        self._slot.faults = faults
        if faults.pcscd == before:
            return
        if before == "frozen":
            self._pcscd.thaw()
        if faults.pcscd == "killed":
            await asyncio.to_thread(self._pcscd.kill)
        elif before == "killed":
            await self.connect()
        if faults.pcscd == "frozen":
            self._pcscd.freeze()
