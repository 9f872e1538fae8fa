"""What goes over the staff socket between the command line and the running controller.

One request, then replies until the controller closes the connection; all but WatchDoors have exactly one reply.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, field_serializer

from link.staff import Role, Settlement, TaskKind
from link.way import Way


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Credentials(_Part):
    """Who asks."""

    name: str
    pin: SecretStr

    @field_serializer("pin", when_used="json")
    def _reveal(self, pin: SecretStr) -> str:
        return pin.get_secret_value()


class AddStaff(_Part):
    """Let somebody sign in."""

    type: Literal["add_staff"] = "add_staff"
    who: Credentials
    role: Role
    by: Credentials | None = None
    """A coordinator; needed as soon as there is one."""


class RemoveStaff(_Part):
    """Let somebody sign in no more."""

    type: Literal["remove_staff"] = "remove_staff"
    name: str
    by: Credentials
    """A coordinator."""


class ChangePin(_Part):
    """Sign in with another PIN from now on."""

    type: Literal["change_pin"] = "change_pin"
    who: Credentials
    """With the PIN that holds until now."""
    new_pin: SecretStr

    @field_serializer("new_pin", when_used="json")
    def _reveal(self, new_pin: SecretStr) -> str:
        return new_pin.get_secret_value()


class ListStaffNames(_Part):
    """Everybody who can sign in."""

    type: Literal["list_staff_names"] = "list_staff_names"


class WatchDoors(_Part):
    """How every door stands, again after each change if follow is set."""

    type: Literal["watch_doors"] = "watch_doors"
    follow: bool = True


class OpenCompartment(_Part):
    """Open a door on the spot."""

    type: Literal["open_compartment"] = "open_compartment"
    who: Credentials
    compartment: int


class ListTasks(_Part):
    """Every staff task that is not settled."""

    type: Literal["list_tasks"] = "list_tasks"


class SettleTask(_Part):
    """Say what was found or done about a task."""

    type: Literal["settle_task"] = "settle_task"
    who: Credentials
    task: int
    settlement: Settlement


class ListPapers(_Part):
    """Every paper that this kiosk has not given back to the hub."""

    type: Literal["list_papers"] = "list_papers"


class VerifyAudit(_Part):
    """Check the audit log's chain from its first entry."""

    type: Literal["verify_audit"] = "verify_audit"


class Done(_Part):
    """It was done; what names the result."""

    type: Literal["done"] = "done"
    what: str


class Refused(_Part):
    """It was not done. reason says why, remedy what would help."""

    type: Literal["refused"] = "refused"
    reason: str
    remedy: str


class StaffRow(_Part):
    """Somebody who can sign in."""

    name: str
    role: Role


class StaffNames(_Part):
    """Everybody who can sign in, by name."""

    type: Literal["staff_names"] = "staff_names"
    staff: tuple[StaffRow, ...]


class DoorRow(_Part):
    """One compartment, as the controller knows it."""

    compartment: int
    door: Literal["open", "closed", "unknown"]
    condition: str
    parcel: str | None
    """The state of the parcel that the compartment belongs to, if any."""


class Doors(_Part):
    """All compartments."""

    type: Literal["doors"] = "doors"
    doors: tuple[DoorRow, ...]


class TaskRow(_Part):
    """One staff task."""

    id: int
    kind: TaskKind
    compartment: int | None
    household: str | None
    """Whose parcel it is about."""
    paper: str | None
    """The number of the paper that it is about."""
    at: datetime
    settlements: tuple[Settlement, ...]
    """What it can be settled as."""


class Tasks(_Part):
    """All staff tasks that are not settled, oldest first."""

    type: Literal["tasks"] = "tasks"
    tasks: tuple[TaskRow, ...]


class PaperRow(_Part):
    """One paper at this kiosk; nothing of what stands on it."""

    number: str
    application: str
    way: Way
    state: str


class Papers(_Part):
    """The papers of this kiosk, by number."""

    type: Literal["papers"] = "papers"
    papers: tuple[PaperRow, ...]


class AuditVerdict(_Part):
    """Whether the chain holds; broken_at and reason say where it does not."""

    type: Literal["audit_verdict"] = "audit_verdict"
    entries: int
    broken_at: int | None = None
    reason: str | None = None


StaffRequest = AddStaff | RemoveStaff | ChangePin | ListStaffNames
Request = StaffRequest | WatchDoors | OpenCompartment | ListTasks | SettleTask | ListPapers | VerifyAudit
Reply = Done | Refused | StaffNames | Doors | Tasks | Papers | AuditVerdict

request: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="type")])
reply: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="type")])
