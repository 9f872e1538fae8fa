"""Every flow through every outcome of every effect: what holds on every path. How a visit goes: test_tables.py."""

import inspect
import types
from collections.abc import Callable
from functools import cache
from typing import Any, Union, get_args, get_origin

import pytest

from kiosk.flows import at_door, printing, scan, screen
from kiosk.flows.api import DomainEffect, Effect, Flow, PhysicalEffect, ReadingEffect, ScreenEffect
from kiosk.flows.deliver import deliver
from kiosk.flows.deposit import deposit
from kiosk.flows.effects import codes, deliveries, locker, papers, slips, staff
from kiosk.flows.issue import issue
from kiosk.flows.registry import SERVICES
from tests.kiosk.flows.explore import INTENT, Path, Step, paths, play, signature

FLOWS = [pytest.param(service.flow, id=service.id) for service in SERVICES]

RECORDS = (
    locker.RecordStored,
    locker.Conclude,
    locker.RecordUncleared,
)


DECIDED_AFTERWARDS = {papers.RecordPrintUncertain}
"""What only settle() decides, when the visit is over."""


@cache
def all_paths(flow: Callable[[], Flow[None]]) -> tuple[Path, ...]:
    return tuple(paths(flow))


def is_recorded(step: Step) -> bool:
    return isinstance(step.effect, RECORDS) and not isinstance(step.outcome, locker.DoorOpenAgain)


def names(path: Path) -> list[str]:
    return [signature(step.effect) for step in path]


def places(of: type[Effect[Any]], *flows: Callable[[], Flow[None]]) -> list[tuple[Path, int]]:
    """Where these flows yield an effect of this type: a rule about it would hold of nothing if they never did."""
    found = [
        (path, at)
        for flow in flows
        for path in all_paths(flow)
        for at, step in enumerate(path)
        if isinstance(step.effect, of)
    ]
    assert found, of
    return found


@pytest.mark.parametrize("flow", FLOWS)
def test_every_opened_door_is_concluded_exactly_once(flow: Callable[[], Flow[None]]) -> None:
    for path in all_paths(flow):
        opened = [step for step in path if isinstance(step.outcome, locker.Opened)]
        concluded = [step for step in path if is_recorded(step)]
        assert len(opened) == len(concluded), names(path)


@pytest.mark.parametrize("flow", FLOWS)
def test_nothing_is_recorded_of_a_door_that_was_not_seen_open(flow: Callable[[], Flow[None]]) -> None:
    for path in all_paths(flow):
        is_open = False
        for step in path:
            if isinstance(step.effect, locker.OpenDoor):
                is_open = isinstance(step.outcome, locker.Opened)
            elif isinstance(step.effect, RECORDS):
                assert is_open, names(path)
                is_open = not is_recorded(step)


@pytest.mark.parametrize("flow", FLOWS)
def test_what_is_inside_is_recorded_only_on_a_persons_word_and_a_closed_door(flow: Callable[[], Flow[None]]) -> None:
    for path in all_paths(flow):
        for at, step in enumerate(path):
            if isinstance(step.effect, RECORDS) and not isinstance(step.effect, locker.RecordUncleared):
                visit = path[_last_opening(path, at) : at]
                assert any(isinstance(before.outcome, at_door.DoorClosed) for before in visit), names(path)
                assert any(_is_word(before) for before in visit), names(path)


@pytest.mark.parametrize("flow", FLOWS)
def test_an_uncleared_compartment_is_told_to_the_person(flow: Callable[[], Flow[None]]) -> None:
    for path in all_paths(flow):
        for at, step in enumerate(path):
            if isinstance(step.effect, locker.RecordUncleared):
                assert isinstance(path[at + 1].effect, screen.Tell), names(path)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_visit_ends_with_words_or_with_the_persons_own_way_back(flow: Callable[[], Flow[None]]) -> None:
    for path in all_paths(flow):
        last = path[-1]
        went_back = isinstance(last.outcome, screen.Back)
        declined = isinstance(last.effect, screen.AskConfirm) and last.outcome is False
        told = isinstance(last.effect, screen.Tell | locker.RecordCodeTold)
        assert went_back or declined or told, names(path)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_person_can_leave_at_every_effect(flow: Callable[[], Flow[None]]) -> None:
    before: Path = ()
    for path in all_paths(flow):
        shared = next((at for at, (a, b) in enumerate(zip(before, path, strict=False)) if a is not b), 0)
        for length in range(shared, len(path)):
            running, effect = play(flow, tuple(step.outcome for step in path[:length]))
            assert effect is not None
            running.close()
            assert inspect.getgeneratorstate(running) == inspect.GEN_CLOSED
        before = path


def test_every_outcome_that_a_type_allows_was_tried() -> None:
    tried: dict[type, set[type]] = {}
    for service in SERVICES:
        for path in all_paths(service.flow):
            for step in path:
                tried.setdefault(type(step.effect), set()).add(type(step.outcome))
    for effect in (
        *_effects_of(locker),
        *_effects_of(staff),
        *_effects_of(codes),
        *_effects_of(papers),
        *_effects_of(deliveries),
        *_effects_of(slips),
        *_effects_of(screen),
        *_effects_of(at_door),
        *_effects_of(scan),
    ):
        allowed = {get_origin(member) or member for member in _allowed(effect)}
        assert effect in DECIDED_AFTERWARDS or allowed == tried[effect], effect.__name__


@pytest.mark.parametrize(
    "purpose",
    [
        pytest.param(locker.Pickup("ticket-1"), id="collect"),
        pytest.param(locker.Deposit("parcel-1", "staff-1"), id="deposit"),
        pytest.param(locker.Delivery("delivery-1", "ticket-1", "staff-1"), id="deliver"),
    ],
)
def test_settling_leaves_the_contents_to_staff(purpose: locker.Purpose) -> None:
    left = locker.OpenIntent(INTENT, 7, purpose)
    assert at_door.settle(left) == locker.RecordUncleared(INTENT, locker.Uncleared.VISIT_ENDED)


def test_an_inspection_leaves_nothing_to_settle() -> None:
    assert at_door.settle(locker.OpenIntent(INTENT, 7, locker.Inspection("staff-1"))) is None


def test_settling_leaves_a_print_that_nobody_can_account_for_to_staff() -> None:
    left = papers.PrintIntent("print-1", "시험-0000-0000-0001")
    assert printing.settle(left) == papers.RecordPrintUncertain("print-1")


def test_a_door_that_came_open_again_is_stood_at_again() -> None:
    again = [
        (path, at)
        for service in SERVICES
        for path in all_paths(service.flow)
        for at, step in enumerate(path[:-1])
        if isinstance(step.outcome, locker.DoorOpenAgain)
    ]
    assert again
    for path, at in again:
        assert isinstance(path[at + 1].effect, at_door.AtDoor), names(path)


def test_a_code_counts_as_told_only_after_it_was_seen_off_or_came_out_on_a_slip() -> None:
    for path, at in places(locker.RecordCodeTold, deposit):
        told, before = path[at - 1].effect, path[at - 2]
        assert isinstance(told, screen.Tell), names(path)
        if isinstance(before.effect, slips.PrintSlip) and before.outcome is True:
            assert told.screen.digits is None
        else:
            assert (told.screen.digits, told.screen.final) == ("482913", True), names(path)


def test_a_paper_is_looked_at_before_its_holder_prints_it_and_printed_once_per_choice() -> None:
    for path, at in places(papers.PrintPaper, issue):
        number = getattr(path[at].effect, "number", "")
        seen = [before.effect for before in path[:at]]
        assert papers.ViewPaper(number) in seen, names(path)
        earlier = [effect for effect in seen if isinstance(effect, papers.PrintPaper)]
        assert number not in {effect.number for effect in earlier}, names(path)


def test_a_receipt_is_printed_only_for_a_paper_that_came_out_and_was_taken() -> None:
    for path, at in places(slips.PrintSlip, issue):
        slip = getattr(path[at].effect, "slip", None)
        assert isinstance(slip, slips.Receipt), names(path)
        assert papers.RecordPaperTaken(slip.number) in [before.effect for before in path[:at]], names(path)
        printed = [before for before in path[:at] if isinstance(before.outcome, papers.Printed)]
        assert any(getattr(before.effect, "number", "") == slip.number for before in printed), names(path)


def test_a_paper_is_taken_once_somebody_said_so_and_no_compartment_is_kept_for_an_envelope_before() -> None:
    for path, at in (*places(papers.RecordPaperTaken, issue), *places(papers.RecordPaperTaken, deposit)):
        assert isinstance(path[at - 1].effect, screen.AskTake), names(path)
    for path, at in places(locker.Reserve, deposit):
        reserve = path[at].effect
        if isinstance(reserve, locker.Reserve) and reserve.paper is not None:
            taken = papers.RecordPaperTaken(reserve.paper, reserve.staff)
            assert taken in [before.effect for before in path[:at]], names(path)


def test_while_a_slip_is_printed_the_screen_says_so() -> None:
    for flow in (issue, deposit):
        said = [path[at - 1] for path in all_paths(flow) for at, step in enumerate(path) if _is_slip(step)]
        assert {signature(before.effect) for before in said} == {"Display print.slip.title"}


def test_a_volunteer_types_their_pin_before_any_door_opens() -> None:
    for path in all_paths(deliver):
        for at, step in enumerate(path):
            if isinstance(step.effect, locker.OpenDoor):
                signed_in = [before for before in path[:at] if isinstance(before.effect, staff.SignIn)]
                assert any(isinstance(before.outcome, staff.StaffMember) for before in signed_in), names(path)


def _last_opening(path: Path, at: int) -> int:
    return max(index for index, step in enumerate(path[:at]) if isinstance(step.effect, locker.OpenDoor))


def _is_slip(step: Step) -> bool:
    return isinstance(step.effect, slips.PrintSlip)


def _is_word(step: Step) -> bool:
    return isinstance(step.outcome, screen.Said) or isinstance(step.effect, screen.AskConfirm)


def _effects_of(module: types.ModuleType) -> list[type[Effect[Any]]]:
    kinds = (DomainEffect, PhysicalEffect, ReadingEffect, ScreenEffect, screen.Question)
    return [
        member
        for member in vars(module).values()
        if inspect.isclass(member) and issubclass(member, kinds) and member not in kinds
    ]


def _allowed(effect: type[Effect[Any]]) -> tuple[Any, ...]:
    (base,) = effect.__orig_bases__  # type: ignore[attr-defined]  # typing's own name for Effect[...]
    (outcome,) = get_args(base)
    members = get_args(outcome) if get_origin(outcome) in (Union, types.UnionType) else (outcome,)
    return tuple(type(None) if member is None else member for member in members)
