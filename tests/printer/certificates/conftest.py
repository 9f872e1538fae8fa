"""Fixtures of the certificates' tests."""

import asyncio

import pytest

from printer.certificates.forms import Form, load_forms
from printer.certificates.issue import Certificate, issue
from tests.printer.certificates.desk import FORM, issuance, large_household, trial_key


@pytest.fixture(scope="session")
def form() -> Form:
    return load_forms()[FORM]


@pytest.fixture(scope="session")
def paper(form: Form) -> Certificate:
    """The sample, issued with a key for trials."""
    return asyncio.run(issue(form, form.sample, issuance(), trial_key()))


@pytest.fixture(scope="session")
def long_paper(form: Form) -> Certificate:
    """The largest household, with everything on it."""
    everything = {option.id: True for option in form.about.options}
    return asyncio.run(issue(form, large_household(form), issuance(options=everything), trial_key()))
