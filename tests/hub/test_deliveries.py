"""From the locker to the door: the first volunteer, the code that proves it, and who is asked when nothing does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from hub.codes import code_of
from hub.notices import NoticeState, Tell
from hub.refusals import Cause, Refused
from hub.roles import Role, Who
from hub.states import HandOver, What
from hub.store import deliveries, events, people, trail
from hub.store.schema import Notice
from hub.store.store import Books
from hub.views import coordinators, volunteers
from hub.views.shown import Recipient
from link.hub import DeliveryEnded, DeliveryGiven
from link.signed_code import Right, SignedCode, key_id, read
from link.way import Way
from tests.hub.office import MARU, SODAM, Office


def told(office: Office, tell: Tell) -> list[str]:
    """Who is to be told, by name."""

    def look(books: Books) -> list[str]:
        rows = select(Notice).where(Notice.tell == tell, Notice.state == NoticeState.WAITING)
        people = {who.staff: who.name for who in (*office.volunteers, office.coordinator)} | {None: "resident"}
        return sorted(people[row.staff] for row in books.db.scalars(rows))

    return office.hub.store.read(look)


def digits(office: Office) -> str:
    """What the resident was told last to read out."""
    rows = select(Notice).where(Notice.tell == Tell.VOLUNTEER_COMES, Notice.state == NoticeState.WAITING)
    code = office.hub.store.read(lambda books: books.db.scalars(rows).one().values["code"])
    assert isinstance(code, str)
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


def hand_over(office: Office, delivery: str, code: str, volunteer: int = 0) -> HandOver:
    return office.hub.store.write(deliveries.hand_over, office.volunteers[volunteer], delivery, code)


def test_every_volunteer_is_asked_and_sees_where_to_but_not_whose_it_is(office: Office) -> None:
    application = office.stored(Way.DOOR)
    assert office.state(application) == "offered"
    assert told(office, Tell.OFFER) == ["김가온", "이나래"]
    (offer,) = volunteers.offers(office.hub, office.volunteers[0])
    assert (offer.application, offer.household, offer.compartment) == (application, "101-1203", 7)
    assert "김소담" not in str(offer)


def test_the_first_who_accepts_may_take_it_and_the_others_are_told(office: Office) -> None:
    application, delivery = office.accepted()
    given = office.hear()[-1]
    assert given == DeliveryGiven(delivery=delivery, application=application, volunteer="김가온")
    assert (told(office, Tell.OFFER), told(office, Tell.OFFER_GONE)) == ([], ["이나래"])
    assert (told(office, Tell.DELIVERY_YOURS), told(office, Tell.VOLUNTEER_COMES)) == (["김가온"], ["resident"])
    with pytest.raises(Refused) as caught:
        office.hub.store.write(deliveries.accept, office.volunteers[1], application)
    assert caught.value.cause is Cause.TAKEN_BY_ANOTHER


def test_of_two_who_accept_at_the_same_moment_one_is_first(office: Office) -> None:
    application = office.stored(Way.DOOR)
    start = Barrier(2)

    def accept(who: Who) -> Cause | None:
        start.wait()
        try:
            office.hub.store.write(deliveries.accept, who, application)
        except Refused as refused:
            return refused.cause
        return None

    with ThreadPoolExecutor(2) as lane:
        done = list(lane.map(accept, office.volunteers))
    assert sorted(done, key=str) == [Cause.TAKEN_BY_ANOTHER, None]
    assert len(coordinators.deliveries(office.hub, office.coordinator)) == 1


def test_the_volunteers_code_opens_the_locker_and_the_residents_does_not(office: Office) -> None:
    application, delivery = office.accepted()
    assert code_of(office.hub, SODAM, application) is None
    code = code_of(office.hub, office.volunteers[0], application)
    assert code is not None
    public = office.hub.keys.codes.public_key()
    token = read(
        code.text,
        {key_id(public): public},
        audience=office.outlet.id,
        right=Right.DELIVERY,
        now=office.clock(),
    )
    assert isinstance(token, SignedCode)
    assert token.subject == delivery
    with pytest.raises(Refused):
        code_of(office.hub, office.volunteers[1], application)


def test_the_residents_digits_prove_the_hand_over(office: Office) -> None:
    application, delivery = office.taken()
    assert hand_over(office, delivery, digits(office)) is HandOver.DONE
    assert office.state(application) == "handed_over"


def test_after_five_wrong_tries_a_coordinator_asks(office: Office) -> None:
    application, delivery = office.taken()
    code = digits(office)
    tries = [hand_over(office, delivery, wrong(code)) for _ in range(5)]
    assert tries == [HandOver.WRONG] * 4 + [HandOver.OUT_OF_TRIES]
    assert (office.state(application), told(office, Tell.OUT_OF_TRIES)) == ("unconfirmed", ["정봉사"])
    with pytest.raises(Refused):
        hand_over(office, delivery, code)
    assert office.trail(application)[-6:] == ["wrong_code"] * 5 + ["out_of_tries"]
    assert told(office, Tell.UNCONFIRMED) == []


@pytest.mark.parametrize(("arrived", "state"), [(True, "handed_over"), (False, "lost")])
def test_a_hand_over_without_the_digits_is_settled_by_the_coordinator(
    office: Office, *, arrived: bool, state: str
) -> None:
    application, delivery = office.taken()
    office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
    for who in (office.volunteers[0], office.officer):
        with pytest.raises(Refused) as caught:
            office.hub.store.write(deliveries.settle, who, delivery, handed_over=True)
        assert caught.value.cause is Cause.NOT_ALLOWED
    office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=arrived)
    assert office.state(application) == state
    with pytest.raises(Refused):
        office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=arrived)


def test_another_volunteer_learns_and_does_nothing_about_it(office: Office) -> None:
    _, delivery = office.taken()
    code = digits(office)
    with pytest.raises(Refused) as caught:
        hand_over(office, delivery, code, volunteer=1)
    assert caught.value.cause is Cause.NOT_FOUND
    for act in (deliveries.hand_over_without_code, deliveries.give_back):
        with pytest.raises(Refused):
            office.hub.store.write(act, office.volunteers[1], delivery)
    with pytest.raises(Refused):
        volunteers.one(office.hub, office.volunteers[1], delivery)
    assert volunteers.mine(office.hub, office.volunteers[1]) == ()


def test_the_resident_can_have_new_digits_and_the_old_ones_end(office: Office) -> None:
    application, delivery = office.taken()
    old = digits(office)
    new = office.hub.store.write(deliveries.new_code, SODAM, application)
    assert digits(office) == new
    if new != old:
        assert hand_over(office, delivery, old) is HandOver.WRONG
    assert hand_over(office, delivery, new) is HandOver.DONE
    for who in (MARU, SODAM):
        with pytest.raises(Refused):
            office.hub.store.write(deliveries.new_code, who, application)


def test_what_is_given_back_is_offered_to_the_others(office: Office) -> None:
    application, delivery = office.accepted()
    office.hub.store.write(deliveries.give_back, office.volunteers[0], delivery)
    assert office.state(application) == "offered"
    assert office.hear()[-1] == DeliveryEnded(delivery=delivery)
    assert (told(office, Tell.OFFER), told(office, Tell.VOLUNTEER_COMES)) == (["이나래"], [])
    second = office.hub.store.write(deliveries.accept, office.volunteers[1], application)
    office.tell("delivery_taken", delivery=second, application=application, compartment=7)
    assert hand_over(office, second, digits(office), volunteer=1) is HandOver.DONE


def test_a_volunteer_whose_delivery_a_coordinator_takes_away_is_told_and_the_trail_says_who_did_it(
    office: Office,
) -> None:
    application, delivery = office.accepted()
    office.hub.store.write(deliveries.take_away, office.coordinator, delivery)
    assert (office.state(application), office.hear()[-1]) == ("offered", DeliveryEnded(delivery=delivery))
    assert (told(office, Tell.DELIVERY_AWAY), told(office, Tell.OFFER)) == (["김가온"], ["이나래"])
    (step,) = (step for step in office.hub.store.read(trail.of, application) if step.what is What.TAKEN_AWAY)
    assert step.who == office.coordinator.as_staff
    assert "given_back" not in office.trail(application)


def test_only_a_coordinator_takes_a_delivery_away_and_only_a_volunteer_gives_their_own_back(office: Office) -> None:
    _, delivery = office.accepted()
    for act, who in ((deliveries.take_away, office.volunteers[0]), (deliveries.give_back, office.coordinator)):
        with pytest.raises(Refused) as caught:
            office.hub.store.write(act, who, delivery)
        assert caught.value.cause is Cause.NOT_ALLOWED


def test_what_no_kiosk_has_seen_leave_the_locker_cannot_be_said_to_be_handed_over_without_the_digits(
    office: Office,
) -> None:
    application, delivery = office.accepted()
    with pytest.raises(Refused) as caught:
        office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
    assert (caught.value.cause, office.state(application)) == (Cause.NOT_NOW, "accepted")


def test_what_nobody_has_taken_is_not_lost_but_offered_again(office: Office) -> None:
    application, delivery = office.accepted()
    code = digits(office)
    for _ in range(5):
        hand_over(office, delivery, wrong(code))
    with pytest.raises(Refused) as caught:
        office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=False)
    assert (caught.value.cause, office.state(application)) == (Cause.NOT_NOW, "unconfirmed")
    office.hub.store.write(deliveries.take_away, office.coordinator, delivery)
    assert (office.state(application), office.hear()[-1]) == ("offered", DeliveryEnded(delivery=delivery))


def test_what_is_out_of_the_locker_is_taken_away_from_nobody(office: Office) -> None:
    application, delivery = office.taken()
    office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
    with pytest.raises(Refused):
        office.hub.store.write(deliveries.take_away, office.coordinator, delivery)
    assert office.state(application) == "unconfirmed"


@pytest.mark.parametrize("by", ["digits", "coordinator"])
def test_a_delivery_that_ends_before_anybody_took_it_opens_no_door_any_more(office: Office, by: str) -> None:
    application, delivery = office.accepted()
    code = digits(office)
    office.hear()
    if by == "digits":
        hand_over(office, delivery, code)
    else:
        for _ in range(5):
            hand_over(office, delivery, wrong(code))
        office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=True)
    assert (office.state(application), office.hear()) == ("handed_over", [DeliveryEnded(delivery=delivery)])


def test_a_volunteer_sees_whom_a_delivery_is_for_while_it_is_theirs_and_never_a_telephone(office: Office) -> None:
    _, delivery = office.taken()
    mine = volunteers.one(office.hub, office.volunteers[0], delivery)
    assert mine.recipient == Recipient("김소담", "101-1203")
    assert "000-0000-0000" not in str(mine)
    hand_over(office, delivery, digits(office))
    over = volunteers.one(office.hub, office.volunteers[0], delivery)
    assert (over.recipient, volunteers.mine(office.hub, office.volunteers[0])) == (None, (over,))


def test_what_is_out_of_the_locker_cannot_be_given_back_with_a_tap(office: Office) -> None:
    _, delivery = office.taken()
    with pytest.raises(Refused) as caught:
        office.hub.store.write(deliveries.give_back, office.volunteers[0], delivery)
    assert caught.value.cause is Cause.NOT_NOW


def test_whoever_really_took_it_has_it_even_if_they_had_given_it_back(office: Office) -> None:
    application, first = office.accepted()
    office.hub.store.write(deliveries.give_back, office.volunteers[0], first)
    second = office.hub.store.write(deliveries.accept, office.volunteers[1], application)
    office.tell("delivery_taken", delivery=first, application=application, compartment=7)
    assert office.hear()[-1] == DeliveryEnded(delivery=second)
    assert (office.state(application), told(office, Tell.DELIVERY_OVER)) == ("taken", ["이나래"])
    assert hand_over(office, first, digits(office)) is HandOver.DONE


def test_an_envelope_that_comes_back_to_the_locker_is_offered_again(office: Office) -> None:
    application, delivery = office.taken()
    office.tell("parcel_stored", parcel="again", compartment=9, application=application)
    assert office.state(application) == "offered"
    assert volunteers.one(office.hub, office.volunteers[0], delivery).state.value == "ended"
    assert office.problems() == []


def test_a_kiosk_without_a_network_may_tell_after_the_hand_over(office: Office) -> None:
    application, delivery = office.accepted()
    taken = office.outlet.event("delivery_taken", delivery=delivery, application=application, compartment=7)
    office.clock.passes(minutes=20)
    assert hand_over(office, delivery, digits(office)) is HandOver.DONE
    office.hub.store.write(events.take, office.outlet.id, (taken,))
    assert office.state(application) == "handed_over"
    assert office.trail(application)[-2:] == ["taken", "handed_over"]
    assert office.problems() == []


def test_an_event_that_cannot_be_followed_to_its_end_is_not_followed_halfway(office: Office) -> None:
    application, delivery = office.accepted()
    office.tell("parcel_collected", parcel="parcel", compartment=7, application=application)
    office.tell("delivery_taken", delivery=delivery, application=application, compartment=7)
    assert (office.state(application), office.problems()) == ("collected", [("delivery_taken", "not_now")])
    assert coordinators.deliveries(office.hub, office.coordinator)[0].taken_at is None


@pytest.mark.parametrize(("event", "state"), [("parcel_collected", "collected"), ("parcel_removed", "removed")])
def test_what_left_the_locker_before_the_volunteer_came_is_not_brought_by_anybody(
    office: Office, event: str, state: str
) -> None:
    application, delivery = office.accepted()
    office.tell(event, parcel="parcel", compartment=7, application=application)
    assert office.hear()[-1] == DeliveryEnded(delivery=delivery)
    assert (office.state(application), told(office, Tell.DELIVERY_OVER)) == (state, ["김가온"])
    assert (told(office, Tell.VOLUNTEER_COMES), told(office, Tell.DELIVERY_YOURS)) == ([], [])
    with pytest.raises(Refused):
        office.hub.store.write(deliveries.give_back, office.volunteers[0], delivery)
    assert (office.state(application), office.problems()) == (state, [])


def test_what_a_volunteer_has_in_hand_cannot_be_collected(office: Office) -> None:
    application, _ = office.taken()
    office.tell("parcel_collected", parcel="parcel", compartment=7, application=application)
    assert (office.state(application), office.problems()) == ("taken", [("parcel_collected", "not_now")])


def test_whoever_leaves_the_staff_opens_no_door_and_the_others_are_asked(office: Office) -> None:
    application, delivery = office.accepted()
    office.hub.store.write(people.remove, "김가온")
    assert office.hear()[-1] == DeliveryEnded(delivery=delivery)
    assert (office.state(application), told(office, Tell.OFFER)) == ("offered", ["이나래"])
    office.hub.store.write(deliveries.accept, office.volunteers[1], application)
    assert office.state(application) == "accepted"


def test_what_somebody_had_in_hand_when_they_left_waits_for_the_coordinator(office: Office) -> None:
    application, delivery = office.taken()
    office.hub.store.write(people.remove, "김가온")
    assert office.state(application) == "taken"
    office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=True)
    assert office.state(application) == "handed_over"


def test_two_who_work_here_have_two_names_at_the_kiosk(office: Office) -> None:
    def add(name: str) -> str:
        return office.hub.store.write(people.add, name, f"{name}@example.kr", Role.VOLUNTEER, "김가온")

    with pytest.raises(Refused) as caught:
        add("박가온")
    assert caught.value.cause is Cause.NAME_TAKEN
    office.hub.store.write(people.remove, "김가온")
    assert add("박가온")


def test_the_coordinator_sees_the_roster_and_everybodys_deliveries(office: Office) -> None:
    _, delivery = office.accepted()
    roster = {row.name: row.open_deliveries for row in coordinators.roster(office.hub, office.coordinator)}
    assert roster == {"한담당": 0, "정봉사": 0, "김가온": 1, "이나래": 0}
    (view,) = coordinators.deliveries(office.hub, office.coordinator)
    assert (view.id, view.volunteer, view.holder.household, view.holder.birth_date) == (
        delivery,
        "김가온",
        "101-1203",
        None,
    )
    for who in (office.officer, office.volunteers[0], SODAM):
        for look in (coordinators.roster, coordinators.deliveries):
            with pytest.raises(Refused):
                look(office.hub, who)


def test_whoever_left_the_staff_is_not_asked(office: Office) -> None:
    office.hub.store.write(people.remove, "이나래")
    office.stored(Way.DOOR)
    assert told(office, Tell.OFFER) == ["김가온"]


@pytest.mark.parametrize("who", ["officer", "coordinator", "resident"])
def test_only_volunteers_accept(office: Office, who: str) -> None:
    others = {"officer": office.officer, "coordinator": office.coordinator, "resident": SODAM}
    application = office.stored(Way.DOOR)
    with pytest.raises(Refused) as caught:
        office.hub.store.write(deliveries.accept, others[who], application)
    assert caught.value.cause is Cause.NOT_ALLOWED
