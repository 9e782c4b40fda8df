"""Code that runs inside the reader of a stick answers for it: of the edition that is on it only what its signature says counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from msgspec.structs import replace

from content_cache.central import bundle_import
from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_job import verify
from content_cache.central.import_result import ImportResult
from content_cache.central.polling import Signer, TakenEdition
from content_cache.jobs.messages import Question
from content_cache.model.codec import item_to_json
from content_cache.model.items import Alert
from content_cache.signing.signatures import Signature
from tests.content_cache.central.office import MARKET
from tests.content_cache.central.village import Village, pinned

pytestmark = pytest.mark.attack(
    "what comes in",
    "the reader of a stick gives its edition another number or key, an alert, or lets it replace all",
    "what the signature says is read from the signature",
)


def _lying(question: Question, signature: Signature, signer: Signer, folder: str, **lies: object) -> TakenEdition:
    taken = verify(question, signature, signer, folder)
    assert taken is not None
    return replace(taken, **lies)


def out_of_reach(question: Question, signature: Signature, signer: Signer, folder: str) -> TakenEdition:
    """No later edition of the office would ever be taken again."""
    edition = verify(question, signature, signer, folder)
    assert edition is not None
    return _lying(question, signature, signer, folder, edition=replace(edition.edition, seq=10**12 - 1))


def by_another_key(question: Question, signature: Signature, signer: Signer, folder: str) -> TakenEdition:
    """A revocation would not find it."""
    edition = verify(question, signature, signer, folder)
    assert edition is not None
    return _lying(question, signature, signer, folder, edition=replace(edition.edition, key_id=1))


def in_place_of_all(question: Question, signature: Signature, signer: Signer, folder: str) -> TakenEdition:
    return _lying(question, signature, signer, folder, replaces=True, lines=())


def with_an_alert(question: Question, signature: Signature, signer: Signer, folder: str) -> TakenEdition:
    """Return an answer with an alert that is signed by a key which may sign news only."""
    siren = item_to_json(Alert(id="x", source=question.source.name, title="Tsunami", priority=3))
    return _lying(question, signature, signer, folder, lines=(siren,))


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("lie", [out_of_reach, by_another_key, in_place_of_all, with_an_alert])
def test_nothing_of_an_edition_is_taken_of_which_its_reader_lies(
    village: Village, lie: Callable[..., TakenEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    village.publish()
    assert village.refresh().status == "updated"
    before = village.items(), village.seq
    village.office.put("baru.md", MARKET.replace("pasar", "baru"))
    village.publish()
    (bundle,) = bundles_in(village.office.out)
    house, source = village.house, pinned(village.url)
    take = partial(bundle_import.import_bundle, house.store, bundle, [source], clock=house.clock, limits=house.limits)
    with monkeypatch.context() as taken_over:
        taken_over.setattr(bundle_import, "verify", lie)
        assert take().result is ImportResult.REFUSED
    assert (village.items(), village.seq) == before
    assert take().result is ImportResult.TAKEN
