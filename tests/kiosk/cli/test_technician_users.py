"""What a technician types as root, before or while the kiosk's processes run as users of their own."""

from __future__ import annotations

import pytest

from tests.support.users import NUMBERS, appliance, may_be_others

OTHERS = may_be_others()
pytestmark = pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
WINDOW, REFRESHER, DESK = "kiosk.service", "kiosk-refresher.service", "kiosk-desk.service"


def test_a_refresh_before_the_first_start_leaves_the_refresher_its_folder() -> None:
    holds = (
        "from content_cache.store.lock import writer_lock\n"
        "from content_cache.store.store import Store\n"
        "with writer_lock(Path.cwd()), Store.open(Path.cwd()) as store: print(store.reader.count())"
    )
    with appliance() as card:
        card.technician("refresh")
        assert (card.folders.data / "lock").stat().st_uid == 0
        assert card.says(REFRESHER, holds) == ["0"]


@pytest.mark.slow(cases=0)
def test_a_person_let_in_by_root_is_known_to_the_desk_and_to_nobody_else() -> None:
    knows = """
from kiosk.hall.desk.accounts import ClerkAccounts
print(*(person.name for person in ClerkAccounts(Path("desk")).list_clerks()))
"""
    with appliance() as card:
        let_in = card.technician("desk", "--add", "Ani", typed="493827\n")
        assert let_in.returncode == 0, let_in.stderr
        people = (card.folders.data / "desk/people.json").stat()
        assert (people.st_uid, people.st_mode & 0o777) == (NUMBERS["kiosk-desk"], 0o600)
        assert card.says(DESK, knows) == ["Ani"]
        assert card.says(REFRESHER, knows) == []
        card.technician("desk", "--new-pin", "Ani", typed="593827\n")
        assert card.says(DESK, knows) == ["Ani"]


@pytest.mark.slow(cases=0)
def test_a_folder_of_speech_that_root_made_does_not_make_the_window_mute() -> None:
    speaks = (
        "from kiosk.app.services import _writable\n"
        'folder = _writable(Path("speech")); (folder / "x").touch(); print(folder.is_absolute()); (folder / "x").unlink()\n'
        "if folder.is_absolute(): folder.rmdir()"
    )
    with appliance() as card:
        speech = card.folders.data / "speech"
        speech.mkdir()
        speech.chmod(0o755)
        assert card.says(WINDOW, speaks) == ["True"]
        speech.rmdir()
        assert card.says(WINDOW, speaks) == ["False"]
