"""Who may apply for what, and what cannot even be asked for."""

import pytest

from hub.applying import apply, find_person
from hub.refusals import Cause, Refused
from hub.store import applications
from hub.store.applications import Wish
from hub.views import officers, residents
from link.way import Way
from tests.hub.office import FORM, MARU, SODAM, Office

GOOD = Wish(person="p1", form=FORM, way=Way.KIOSK, purpose="은행 제출용")


def refused(office: Office, wish: Wish) -> Cause:
    with pytest.raises(Refused) as caught:
        apply(office.hub, SODAM, wish)
    return caught.value.cause


def test_a_resident_applies_for_their_own_paper(office: Office) -> None:
    application = apply(office.hub, SODAM, GOOD)
    (view,) = residents.mine(office.hub, SODAM)
    assert (view.id, view.state.value, view.by, view.by_staff) == (application, "submitted", "김소담", False)
    assert view.form_title.ko == "주민등록표 등본"
    assert office.trail(application) == ["submitted"]


def test_a_resident_cannot_apply_for_somebody_else(office: Office) -> None:
    assert refused(office, Wish(person="p5", form=FORM, way=Way.KIOSK, purpose="제출용")) is Cause.NOT_ALLOWED


def test_an_officer_applies_for_whoever_stands_at_the_desk(office: Office) -> None:
    maru = office.hub.register.person("p5")
    assert maru is not None
    assert find_person(office.hub, office.officer, " 박마루", maru.birth_date) == maru
    application = apply(office.hub, office.officer, Wish(person="p5", form=FORM, way=Way.DOOR, purpose="제출용"))
    view = residents.one(office.hub, MARU, application)
    assert (view.by, view.by_staff) == ("한담당", True)


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "resident"])
def test_only_officers_look_people_up(office: Office, who: str) -> None:
    others = {"coordinator": office.coordinator, "volunteer": office.volunteers[0], "resident": SODAM}
    maru = office.hub.register.person("p5")
    assert maru is not None
    with pytest.raises(Refused) as caught:
        find_person(office.hub, others[who], maru.name, maru.birth_date)
    assert caught.value.cause is Cause.NOT_ALLOWED


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"form": "passport"}, Cause.NO_SUCH_FORM),
        ({"person": "p99"}, Cause.NO_DATA),
        ({"options": {"colour": True}}, Cause.NO_SUCH_OPTION),
        ({"purpose": "  "}, Cause.BAD_TEXT),
        ({"purpose": "가" * 31}, Cause.BAD_TEXT),
        ({"purpose": "한 줄\n두 줄"}, Cause.BAD_TEXT),
        ({"submit_to": "\x00"}, Cause.BAD_TEXT),
        ({"submit_to": "\ud800"}, Cause.BAD_TEXT),
        ({"kiosk": "kiosk-elsewhere"}, Cause.NO_KIOSK),
    ],
)
def test_what_cannot_be_had_is_refused_before_anything_is_written(
    office: Office, change: dict[str, object], cause: Cause
) -> None:
    assert refused(office, Wish(**vars(GOOD) | change)) is cause
    assert residents.mine(office.hub, SODAM) == ()


def test_a_second_tap_is_the_same_application(office: Office) -> None:
    wish = Wish(**vars(GOOD) | {"once": "page-1"})
    assert apply(office.hub, SODAM, wish) == apply(office.hub, SODAM, wish)
    assert apply(office.hub, SODAM, Wish(**vars(GOOD) | {"once": "page-2"})) != apply(office.hub, SODAM, wish)
    assert len(residents.mine(office.hub, SODAM)) == 2


def test_somebody_elses_once_is_not_mine(office: Office) -> None:
    mine = office.apply(once="same")
    assert office.apply(who=MARU, once="same") != mine


def test_a_rejection_says_why_and_is_final(office: Office) -> None:
    application = apply(office.hub, SODAM, GOOD)
    office.hub.store.write(applications.reject, office.officer, application, "위임장이 없습니다")
    view = residents.one(office.hub, SODAM, application)
    assert (view.state.value, view.reason) == ("rejected", "위임장이 없습니다")
    with pytest.raises(Refused) as caught:
        office.hub.store.write(applications.reject, office.officer, application, "다시")
    assert caught.value.cause is Cause.ALREADY_DECIDED


def test_the_officer_sees_what_will_be_printed_without_what_was_left_out(office: Office) -> None:
    application = apply(office.hub, SODAM, Wish(**vars(GOOD) | {"options": {"others_name": False, "past_addr": True}}))
    data = officers.preview(office.hub, office.officer, application)
    assert [member.get("name") for member in data["members"]] == ["김소담", None, None]
    assert len(data["past_addresses"]) == 1
    assert "cohabitants" not in data
    with pytest.raises(Refused):
        officers.preview(office.hub, SODAM, application)


def test_an_application_is_shown_to_whom_it_is_about_and_to_the_office_only(office: Office) -> None:
    application = apply(office.hub, SODAM, GOOD)
    for reader, who in ((residents, SODAM), (officers, office.officer), (officers, office.coordinator)):
        assert reader.one(office.hub, who, application).id == application
        assert len(reader.trail(office.hub, who, application)) == 1
    for reader, who, cause in (
        (residents, MARU, Cause.NOT_FOUND),
        (residents, office.officer, Cause.NOT_ALLOWED),
        (officers, SODAM, Cause.NOT_ALLOWED),
        (officers, office.volunteers[0], Cause.NOT_ALLOWED),
    ):
        for look in (reader.one, reader.trail):
            with pytest.raises(Refused) as caught:
                look(office.hub, who, application)
            assert caught.value.cause is cause
