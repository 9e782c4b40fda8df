"""Stolen keys, old editions, numbers out of reach, and a publisher who is silenced: what The Update Framework warns of."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.edition_order import follows
from content_cache.central.import_result import ImportResult
from content_cache.central.revocation import withdraw_revoked
from content_cache.jobs.limits import Limits
from content_cache.model.records import EditionRecord
from content_cache.model.sources import EditionFloor
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE, LASTS, LATEST, Latest, feed_name
from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import Signature, sign
from tests.content_cache.central.office import ALERT, FLOOD, NEWS, NOW, SPARE
from tests.content_cache.central.village import Village, pinned

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "kept keys deleted, a new data partition: a revoked key and old editions come back",
    ),
    pytest.mark.attack(
        "root and keys",
        "what a revoked key signed stays, pinned or in force",
        "remembered with each item, withdrawn at once",
    ),
    pytest.mark.attack(
        "root and keys",
        "a stolen news key signs number 10^12-1",
        "a jump of more than 10,000 is refused and told",
    ),
    pytest.mark.attack(
        "root and keys",
        "a host shows old news for ever",
        "editions expire after 180 days: readable, told as old, nothing new",
    ),
]


NEW = SecretKey(b"newnewne", bytes([9] * 32), "kim-kiosk news key")


def number(key: SecretKey) -> int:
    return int.from_bytes(key.id, "little")


def revoke(village: Village, *keys: SecretKey, seq: int = 0, listed: int = 1) -> None:
    """The office says so on its site, and has published nothing since."""
    held = (Held(NEW.public, KeyRole.NEWS, NOW), Held(ALERT.public, KeyRole.ALERT, NOW))
    document = keys_document(Keyring(held, listed, frozenset(key.id for key in keys), seq), village.office.now)
    (village.office.out / KEYS).write_bytes(document)
    (village.office.out / KEYS_SIGNATURE).write_bytes(sign(document, SPARE, f"keys={listed}"))


def say_again(village: Village, keys: int) -> None:
    """The thief's latest edition once more, by whoever says that there are newer keys."""
    latest = Latest(village.seq, village.office.now, keys)
    body = (village.office.out / latest.edition_name).read_bytes()
    (village.office.out / LATEST).write_bytes(sign(body, NEWS, latest.comment))


def test_a_revocation_withdraws_all_of_a_key_at_once(village: Village) -> None:
    """Pinned, or an emergency that ends in years, and with a number that was the office's: no new edition is needed."""
    village.office.put("pasar.md", "---\nid: pasar\ntitle: Tipu\npinned: true\n---\nTipu.\n")
    village.office.put("banjir.md", FLOOD.replace("2026-09-04", "2028-09-04"))
    village.publish(ALERT)
    assert village.refresh().status == "updated"
    assert village.shown() == ["air", "banjir", "pasar"]
    revoke(village, ALERT, seq=500)
    say_again(village, keys=1)
    outcome = village.refresh()
    assert outcome.status == "failed"
    assert village.shown() == []
    village.office.put("banjir.md", FLOOD)
    (village.office.folder / "banjir.md").unlink()
    village.publish(NEW)
    village.refresh()
    assert village.shown() == ["air", "pasar"]


def test_what_a_thief_slipped_in_goes_and_what_the_office_signed_stays(village: Village) -> None:
    """One edition by a stolen key, elsewhere: the office does not know of its items and withdraws none. They stay in its next ones,
    until the key is revoked."""
    village.publish(NEWS)
    village.refresh()
    latest = (village.office.out / LATEST).read_bytes()
    feed = json.loads((village.office.out / feed_name(1)).read_bytes())
    feed["items"] = [feed["items"][0] | {"id": "tipu", "title": "Tipu"}]
    feed["items"][0]["_kiosk"] = {"category": "berita", "pinned": True}
    feed["_kiosk"]["seq"] = 2
    body = json.dumps(feed).encode()
    (village.office.out / feed_name(2)).write_bytes(body)
    (village.office.out / LATEST).write_bytes(sign(body, ALERT, Latest(2, village.office.now).comment))
    os.utime(village.office.out / LATEST, (village.office.now.timestamp() + 60,) * 2)
    assert village.refresh().status == "updated"
    (village.office.out / feed_name(2)).unlink()
    (village.office.out / LATEST).write_bytes(latest)
    for name in ("lain", "baru"):
        village.office.put(f"{name}.md", f"---\nid: {name}\ntitle: Lain\n---\nLain.\n")
        village.publish(NEWS)
    outcome = village.refresh()
    assert (outcome.status, outcome.error) == ("updated", None)
    assert village.shown() == ["air", "baru", "lain", "pasar", "tipu"]
    revoke(village, ALERT)
    say_again(village, keys=1)
    village.refresh()
    assert village.shown() == ["air", "baru", "lain", "pasar"]


def test_a_stick_that_revokes_a_key_withdraws_too(village: Village) -> None:
    village.publish(NEWS)
    village.refresh()
    assert village.shown() == ["air", "pasar"]
    revoke(village, NEWS)
    say_again(village, keys=1)
    source = pinned(village.url)
    (bundle,) = bundles_in(village.office.out)
    came = import_bundle(
        village.house.store, bundle, [source], clock=lambda: village.office.now, limits=Limits(), trusted=True
    )
    assert came.result is ImportResult.REFUSED
    assert withdraw_revoked(village.house.store, source) == 2
    assert village.shown() == []


# rollback: trust outlives the data partition


def test_kept_keys_that_were_deleted_bring_no_revoked_key_back(village: Village) -> None:
    village.publish(NEWS)
    revoke(village, NEWS)
    say_again_keys = Latest(1, village.office.now, 1)
    body = (village.office.out / feed_name(1)).read_bytes()
    (village.office.out / LATEST).write_bytes(sign(body, NEWS, say_again_keys.comment))
    assert village.refresh().status == "failed"
    shutil.rmtree(village.house.store.path.parent / "keys")  # or a new data partition
    (village.office.out / KEYS).unlink()
    (village.office.out / LATEST).write_bytes(sign(body, NEWS, Latest(1, village.office.now).comment))
    floor = EditionFloor(revoked=frozenset([number(NEWS)]))
    outcome = village.refresh(floor=floor)
    assert (outcome.status, village.shown()) == ("failed", [])
    assert "dicabut" in village.why(outcome)
    assert village.refresh().status == "updated"  # the attack works where nothing is remembered


def test_a_new_data_partition_takes_no_older_edition(village: Village) -> None:
    village.publish(NEWS)
    floor = EditionFloor(seq=3, key_id=number(NEWS))
    outcome = village.refresh(floor=floor)
    assert (outcome.status, village.shown()) == ("failed", [])
    assert "edisi 3" in village.why(outcome)
    for name in ("lain", "baru"):
        village.office.put(f"{name}.md", f"---\nid: {name}\ntitle: Lain\n---\nLain.\n")
        village.publish(NEWS)
    assert village.refresh(floor=floor).status == "updated"  # the very one that it had is taken again


def test_a_floor_that_a_thief_raised_falls_with_his_key(village: Village) -> None:
    village.publish(NEWS)
    floor = EditionFloor(seq=9_000, key_id=number(NEWS))
    assert village.refresh(floor=floor).status == "failed"
    revoke(village, NEWS)
    village.publish(NEW)
    assert village.refresh(floor=floor).status == "updated"


# fast-forward


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("far", [10**12 - 1, 100_001, 50_000])
def test_a_number_out_of_reach_is_refused_and_told_and_blocks_nobody(village: Village, far: int) -> None:
    village.publish(NEWS)
    village.refresh()
    feed = json.loads((village.office.out / feed_name(1)).read_bytes())
    feed["_kiosk"]["seq"] = far
    body = json.dumps(feed).encode()
    (village.office.out / feed_name(far)).write_bytes(body)
    latest = (village.office.out / LATEST).read_bytes()
    (village.office.out / LATEST).write_bytes(sign(body, NEWS, Latest(far, village.office.now).comment))
    outcome = village.refresh()
    assert (outcome.status, village.seq) == ("failed", 1)
    assert str(far) in village.why(outcome)
    (village.office.out / feed_name(far)).unlink()
    (village.office.out / LATEST).write_bytes(latest)
    village.office.put("lain.md", "---\nid: lain\ntitle: Lain\n---\nLain.\n")
    village.publish(NEWS)
    assert village.refresh().status == "updated"
    assert village.seq == 2


def test_months_without_a_line_are_within_reach(village: Village) -> None:
    village.publish(NEWS)
    village.refresh()
    feed = json.loads((village.office.out / feed_name(1)).read_bytes())
    feed["_kiosk"]["seq"] = 4_000
    body = json.dumps(feed).encode()
    (village.office.out / feed_name(4_000)).write_bytes(body)
    (village.office.out / LATEST).write_bytes(sign(body, NEWS, Latest(4_000, village.office.now).comment))
    village.refresh()
    assert village.seq == 4_000


# freeze


def test_an_edition_says_until_when_it_is_news(village: Village) -> None:
    (village.office.folder / "air.md").unlink()  # it ends by itself
    planned = village.office.publish()
    assert planned.feed["_kiosk"]["expires"] > planned.feed["_kiosk"]["issued"]
    village.office.now += LASTS / 2 - timedelta(days=1)
    assert not village.office.plan().is_new
    village.office.now += timedelta(days=2)
    assert village.office.plan().is_new  # an office that says the same says it anew in time


def test_an_expired_edition_stays_readable_and_is_told_as_old(village: Village) -> None:
    village.publish(NEWS)
    village.refresh()
    before = village.house.store.refreshed()
    village.trusted = True
    village.house.clock.now += LASTS + timedelta(days=1)
    for _ in range(2):  # the host says that nothing is new, as one would who keeps a kiosk in the dark
        outcome = village.refresh()
        assert outcome.status == "failed"
        assert "sudah lama" in village.why(outcome)
    assert village.shown() == ["air", "pasar"]
    assert village.house.store.refreshed() == before


def test_an_expired_edition_brings_nothing_new(village: Village) -> None:
    village.publish(NEWS)
    village.refresh()
    village.office.put("lain.md", "---\nid: lain\ntitle: Lain\n---\nLain.\n")
    village.publish(NEWS)
    village.trusted = True
    village.house.clock.now += LASTS + timedelta(days=1)
    outcome = village.refresh()
    assert (outcome.status, village.seq) == ("failed", 1)
    assert "lain" not in village.shown()
    (bundle,) = bundles_in(village.office.out)
    came = import_bundle(
        village.house.store, bundle, [pinned(village.url)], clock=village.house.clock, limits=Limits(), trusted=True
    )
    assert (came.result, came.error.code if came.error else "") == (ImportResult.REFUSED, "edition_expired")


def test_a_later_keys_json_that_is_silent_of_a_revoked_key_does_not_bring_it_back() -> None:
    held = (Held(NEW.public, KeyRole.NEWS, NOW),)
    before = Keyring.pinned([f"{NEWS.public} news", f"{SPARE.public} spare"]).without([number(NEWS)])
    document = keys_document(Keyring(held, 2), NOW)
    after = before.replaced(document, Signature.parse(sign(document, SPARE, "keys=2")))
    assert NEWS.id in after.revoked


def test_a_first_edition_that_is_taken_once_more_is_still_of_its_key() -> None:
    keyring = Keyring((Held(NEWS.public, KeyRole.NEWS),), 1, frozenset([NEWS.id]))
    again = EditionRecord(seq=0, issued=NOW, key_id=number(NEWS))
    assert follows(pinned(""), Latest(1, NOW, 0), again, keyring) == (True, True)
    assert follows(pinned(""), Latest(1, NOW, 0), EditionRecord(key_id=number(NEWS)), keyring) == (True, False)
