"""Every event that the audit log can hold. Their facts are ids, enums, counts and times, never content."""

from enum import Enum


class AuditEvent(Enum):
    """What happened. The value is what stands in the log and goes to the hub, so it never changes its meaning."""

    STAFF_ADDED = "staff_added"
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_PIN_WRONG = "staff_pin_wrong"
    COMPARTMENT_RESERVED = "compartment_reserved"
    RESERVATION_RELEASED = "reservation_released"
    OPENING_INTENDED = "opening_intended"
    OPENING_ENDED = "opening_ended"
    PARCEL_STORED = "parcel_stored"
    PARCEL_NOT_STORED = "parcel_not_stored"
    PARCEL_COLLECTED = "parcel_collected"
    PARCEL_STILL_INSIDE = "parcel_still_inside"
    COMPARTMENT_UNCLEARED = "compartment_uncleared"
    CODE_WRONG = "code_wrong"
    CODE_LOCKED = "code_locked"
    DOOR_FORCED_OPEN = "door_forced_open"
    DOOR_FOUND_OPEN = "door_found_open"
    DOOR_LEFT_OPEN = "door_left_open"
    STAFF_TASK_SETTLED = "staff_task_settled"
    CONTROLLER_STARTED = "controller_started"
