"""What SECURITY.md says of residents' words, line by line, against the program."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.appliance.root_files.trust_files import ON_CARD
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.core.paths import Folders
from kiosk.office.setup.setup import MOST_KEPT_DAYS, PostTerms
from kiosk.post.envelope import VOICE_KEPT, Header
from kiosk.post.sending import DAY_S, Sending
from kiosk.post.spool import FOLDER, MOST_BYTES
from kiosk.refresher import stick_report
from kiosk.settings.sections import PostSettings
from kiosk.state.memory import Memory
from tests.content_cache.central.office import OfficePC
from tests.deploy.markdown import DOCS, ROOT, sections
from tests.support.sealing import TEXT, sealing_to

SECTION = sections((DOCS / "SECURITY.md").read_text("utf-8"))["What residents say"]
LINES = [" ".join(line.split()) for line in re.findall(r"^\d+\. (.+(?:\n {3,}.+)*)", SECTION, re.MULTILINE)]


def test_it_says_it_in_twelve_lines() -> None:
    assert len(LINES) == 12


def test_while_it_is_spoken_it_lies_in_memory() -> None:
    assert "`os.memfd_create`" in LINES[1]
    take = (ROOT / "kiosk/hall/recording/question_take.py").read_text("utf-8")
    assert 'os.memfd_create("question"' in take
    assert not re.search(r"tempfile|write_bytes|write_whole|open\(", take)


def test_it_waits_where_and_as_long_as_is_said() -> None:
    assert f"`{FOLDER}/` of the data folder, at most {VOICE_KEPT.days} days" in LINES[3]
    sending = Sending(wall=1.0)
    sending.was_off(1e9, 0.0)
    assert sending.age == 7 * DAY_S
    assert "a week at once counts" in LINES[3]
    assert f"{MOST_BYTES:,} bytes" in LINES[4]
    assert f"`{stick_report.FOLDER}/{stick_report.POST}`" in LINES[5]


def test_what_can_be_read_around_it_is_all_named() -> None:
    told = {"kiosk": "the kiosk's name", "n": "a number", "kind": "the kind", "made": "the time", "size": "the size"}
    assert {*told, "v"} == set(Header.__struct_fields__)
    assert all(words in LINES[6] for words in told.values())


def test_what_the_kiosk_remembers_of_a_question_is_named(tmp_path: Path) -> None:
    Memory(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as connection:
        columns = connection.execute("SELECT name FROM pragma_table_info('questions')").fetchall()
    assert [name for (name,) in columns] == ["number", "asked", "told", "heard"]
    assert "number, when it was asked, whether an answer was heard" in LINES[7]


def test_the_office_forgets_as_is_said() -> None:
    assert f"deletes it {VOICE_KEPT.days} days after it was asked" in LINES[8]
    assert f"a text {PostTerms().kept_days} days after the answer, after {MOST_KEPT_DAYS} days always" in LINES[8]


def test_what_can_be_read_of_a_private_answer_is_all_named(tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    sealing_to(office, "25a0f9710781")
    office.put(
        "jawab.md",
        "---\nid: jawab\ntitle: Rahasia\nsummary: Rahasia\nspeech_text: Rahasia\nplace: Rahasia\nhours: Rahasia\n"
        "link: https://rahasia.id\n"
        "author: Desa\nlanguage: id\nareas: [72.01.05]\npublish_from: 2026-09-01\nexpires: 2026-10-01\n"
        "answers:\n  kiosk: 25a0f9710781\n  number: 12\n  private: true\n---\nRahasia.\n",
    )
    (item,) = (item for item in office.publish().feed["items"] if item["id"] == "jawab")
    assert "ahasia" not in json.dumps(item)
    told = {
        "kiosk": "the kiosk",
        "number": "the number",
        "areas": "the area",
        "authors": "who answers",
        "language": "the language",
    }
    times = {"date_published", "publish_from", "expires"}
    stands_for = {"id", "title", "content_text", "content_html", "tags", "category", "provenance", "private"}
    names = (set(item) | set(item["_kiosk"]) | set(item["_kiosk"]["answers"])) - {"_kiosk", "answers", "box"}
    assert names == {*told, *times, *stands_for}
    assert (item["title"], item["content_text"]) == ("Jawaban pertanyaan 12", TEXT), "the same for each"
    assert all(words in LINES[9] for words in (*told.values(), "the times", "how long its boxes are"))
    assert f"a code of {CODE_DIGITS} digits" in LINES[9]
    assert "`answers.json`" in LINES[9], "see tests/kiosk/hall/desk/test_hall_questions.py"
    opener = (ROOT / "kiosk/content/sealed_answers.py").read_text("utf-8")
    assert "in_memory()" in opener
    assert not re.search(r"tempfile|write_bytes|write_whole|open\(\"", opener), "no file"


def test_the_setting_and_the_places_of_the_key_are_as_is_said() -> None:
    assert "notices" in PostSettings.__struct_fields__
    assert "`[post] notices`" in LINES[10]
    assert "of no answer" in LINES[10], "see tests/kiosk/state/test_memory.py"
    assert f"`{Folders().post_key}`" in LINES[11]
    assert f"`{ON_CARD}`" in LINES[11]
