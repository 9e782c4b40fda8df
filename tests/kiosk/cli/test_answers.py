"""Each route of both desks, asked by nobody and by each role: the answers are those that were looked at and agreed to.

After a change that is meant, look at the difference and write the file anew:
`python -m tests.kiosk.cli.answers > tests/kiosk/cli/answers.txt`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.hall.desk.login import PAIRED, PERSON
from kiosk.web.routes import OPEN, Route
from tests.kiosk.cli.answers import CLERK, DESKS, NO_CODE, PHONE, answers, read_table, routes

AGREED = read_table(Path(__file__).with_name("answers.txt").read_text("utf-8"))


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(("desk", "who"), [(name, who) for name, kind in DESKS.items() for who in kind.visitors])
def test_the_answers_to_each_visitor_are_those_agreed_to(tmp_path: Path, desk: str, who: str) -> None:
    found = answers(DESKS[desk], who, tmp_path)
    agreed = AGREED[desk, who]

    assert {
        name: (agreed.get(name), found.get(name)) for name in {*agreed, *found} if agreed.get(name) != found.get(name)
    } == {}


def may_ask(route: Route, who: str) -> bool:
    if who == NO_CODE and route.who != OPEN:
        return route.path in ("/akun/kode", "/keluar")
    if isinstance(route.who, frozenset):
        return who in route.who
    return who in {PAIRED: (PHONE, CLERK), PERSON: (CLERK,)}.get(route.who, (who,))


@pytest.mark.parametrize("desk", DESKS)
def test_whoever_may_not_ask_is_turned_away(tmp_path: Path, desk: str) -> None:
    turned_away = re.compile(r"403|302 /|30[23] /masuk(\?ke=.*)?|302 /akun/kode")
    wrong = [
        (who, route.name, AGREED[desk, who][route.name])
        for route in routes(DESKS[desk].make(tmp_path))
        for who in DESKS[desk].visitors
        if not may_ask(route, who) and not turned_away.fullmatch(AGREED[desk, who][route.name])
    ]
    assert wrong == []


@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_has_no_page_and_no_method_besides(tmp_path: Path, desk: str) -> None:
    app = DESKS[desk].make(tmp_path)
    asked = {(rule.rule, *sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})) for rule in app.url_map.iter_rules()}

    assert asked == {(route.path, route.method) for route in routes(app)}
