"""A kiosk gets new keys: what its old ones were given is printed nowhere else until somebody knows that it was not."""

import pytest

from hub.approving import approve
from hub.refusals import Cause, Refused
from hub.store import kiosks, papers
from link.hub import Change, PaperAssigned
from tests.hub.office import Office


def assigned(changes: list[Change]) -> list[str]:
    return [change.number for change in changes if isinstance(change, PaperAssigned)]


def test_what_the_old_machine_may_have_printed_is_uncertain_and_served_to_nobody(office: Office) -> None:
    application, _ = office.fetched()
    new = office.renewed(office.outlet)
    assert office.state(application) == "uncertain"
    assert office.trail(application)[-2:] == ["fetched", "keys_void"]
    assert assigned(office.hear(new)) == []
    for work in (papers.recall, papers.void):
        with pytest.raises(Refused):
            office.hub.store.write(work, office.officer, application)
    with pytest.raises(Refused) as caught:
        approve(office.hub, office.officer, application)
    assert caught.value.cause is Cause.ALREADY_DECIDED


def test_what_it_had_not_fetched_yet_is_free_at_once(office: Office) -> None:
    application, number = office.approved()
    new = office.renewed(office.outlet)
    assert (office.state(application), office.trail(application)[-1]) == ("released", "recalled")
    assert assigned(office.hear(new)) == []
    assert approve(office.hub, office.officer, application) == number
    (paper,) = office.hear(new)
    assert isinstance(paper, PaperAssigned)
    assert new.opens(paper).pages == 1


def test_a_kiosk_that_kept_its_database_gives_back_what_it_cannot_read_any_more(office: Office) -> None:
    application, number = office.fetched()
    new = office.renewed(office.outlet, cursor=office.outlet.cursor)
    office.tell("paper_released", new, number=number, application=application)
    assert (office.state(application), office.problems()) == ("released", [])
    assert approve(office.hub, office.officer, application, office.kiosk("다른 곳").id) == number


@pytest.mark.parametrize(
    ("told", "state"), [(("paper_printed",), "printed"), (("paper_uncertain", "paper_settled"), "void")]
)
def test_a_kiosk_that_kept_its_database_tells_what_became_of_the_others(
    office: Office, told: tuple[str, ...], state: str
) -> None:
    application, number = office.fetched()
    new = office.renewed(office.outlet, cursor=office.outlet.cursor)
    for name in told:
        office.tell(name, new, number=number, application=application, settlement="void")
    assert (office.state(application), office.problems()) == (state, [])


@pytest.mark.parametrize("is_renewed_first", [True, False])
def test_what_a_kiosk_has_called_uncertain_it_does_not_give_back(office: Office, *, is_renewed_first: bool) -> None:
    application, number = office.fetched()
    kiosk = office.renewed(office.outlet) if is_renewed_first else office.outlet
    office.tell("paper_uncertain", kiosk, number=number, application=application)
    if not is_renewed_first:
        kiosk = office.renewed(kiosk)
    office.tell("paper_released", kiosk, number=number, application=application)
    assert (office.state(application), office.problems()) == ("uncertain", [("paper_released", "not_now")])


def test_the_papers_of_a_stolen_kiosk_are_given_up_on_before_it_enrols_again(office: Office) -> None:
    fetched, _ = office.fetched()
    waiting, number = office.approved()
    office.hub.store.write(kiosks.renew, "휴먼시아 소담", void_now=True)
    assert (office.state(fetched), office.state(waiting)) == ("uncertain", "released")
    assert approve(office.hub, office.officer, waiting, office.kiosk("다른 곳").id) == number


def test_a_code_alone_and_the_same_keys_once_more_change_nothing(office: Office) -> None:
    application, _ = office.fetched()
    code = office.hub.store.write(kiosks.renew, "휴먼시아 소담")
    assert office.state(application) == "fetched"
    keys = office.outlet.signing.public_key(), office.outlet.sealing.public_key()
    office.hub.store.write(kiosks.enrol, code, *(key.public_bytes_raw() for key in keys))
    assert office.state(application) == "fetched"
