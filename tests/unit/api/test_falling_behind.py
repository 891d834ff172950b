"""A socket that fell behind hears of that before anything that came after the gap."""

from uuid import uuid4

import pytest

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor
from vitrine.api import fanout
from vitrine.api.fanout import Member


@pytest.fixture
def member(monkeypatch: pytest.MonkeyPatch) -> Member:
    monkeypatch.setattr(fanout, "BACKLOG", 3)
    member = Member(Actor(uuid4(), uuid4(), Role.MEMBER))
    member.go_live([])
    return member


def test_nothing_is_queued_between_the_gap_and_the_news_of_it(member: Member) -> None:
    for number in range(10):
        member.put(str(number))
    assert member.behind
    assert not member.waiting


def test_what_fits_is_queued_in_order(member: Member) -> None:
    for number in range(3):
        member.put(str(number))
    assert list(member.waiting) == ["0", "1", "2"]
    assert not member.behind


def test_a_gap_while_the_past_is_replayed_drops_the_replay_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "BACKLOG", 3)
    member = Member(Actor(uuid4(), uuid4(), Role.MEMBER))
    for number in range(10):
        member.put(str(number))
    member.go_live(["old"])
    assert member.behind
    assert not member.waiting
