"""The switch of the account page and the service worker, in headless Chromium, with a push service on loopback.

    python -m tests.kiosk.office.walk_browsers OUT

Debian's Chromium has no push service of its own, which the page must tell. Then the page's `PushManager` is given keys of WebCrypto
and an endpoint of the loopback service; the message that the office sends there is handed to the worker, as a browser hands it
on. Pictures of the page at 1280 and 390 pixels go to OUT. Needs what `walk` needs. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp

from kiosk.cli.office import make_server
from kiosk.office.opening import teller_of
from kiosk.office.people.people import Role, new_secret
from kiosk.office.telling.push import PushNetwork
from tests.kiosk.office.test_waiting_pages import begin_warning
from tests.kiosk.office.walk import Visitor
from tests.support.newsroom import PASSWORD, Newsroom
from tests.support.push_service import PushBrowser, PushHost, push_host

PORT = 18_095
BASE = f"http://127.0.0.1:{PORT}"
_OWN_PUSH = """
const keys = new Uint8Array(ARGUMENTS_KEY), secret = new Uint8Array(ARGUMENTS_SECRET);
const made = (options) => ({
  endpoint: "ARGUMENTS_ENDPOINT", options: { applicationServerKey: options.applicationServerKey },
  getKey: (name) => (name === "auth" ? secret : keys).buffer,
  async unsubscribe() { localStorage.removeItem("langganan"); return true; },
});
PushManager.prototype.subscribe = async (options) => {
  localStorage.setItem("langganan", JSON.stringify([...options.applicationServerKey]));
  return made(options);
};
PushManager.prototype.getSubscription = async () => {
  const kept = localStorage.getItem("langganan");
  return kept ? made({ applicationServerKey: new Uint8Array(JSON.parse(kept)).buffer }) : null;
};
"""
_SHOWN = """
const done = arguments[arguments.length - 1];
navigator.serviceWorker.getRegistration("/s/").then((one) => one.getNotifications())
  .then((all) => done(all.map((each) => [each.title, each.body, each.data])));
"""


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    with push_host() as host:
        room = Newsroom(out / "kantor", network=PushNetwork(host.url, host.authorities))
        host.public, host.now = room.office.browsers.key.public(), room.now
        room.office.people.set_roles("rahma", {Role.WRITER, Role.EDITOR, Role.EMERGENCY})
        codes = pyotp.TOTP(new_secret())
        room.office.people.set_code("rahma", codes.secret, codes.generate_otp(codes.timecode(datetime.now(UTC)) - 1))
        server = make_server(room.app, PORT)
        threading.Thread(target=server.run, daemon=True).start()
        visitor = Visitor(out, "", BASE)
        try:
            seen = [*_walk(room, host, visitor, codes), *((fault, False) for fault in visitor.faults)]
        finally:
            visitor.driver.quit()
            server.close()
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) else 1


def _walk(room: Newsroom, host: PushHost, visitor: Visitor, codes: pyotp.TOTP) -> Iterator[tuple[str, bool]]:
    driver = visitor.driver
    driver.execute_cdp_cmd("ServiceWorker.enable", {})
    allowed = {"origin": BASE, "permission": {"name": "notifications"}, "setting": "granted"}
    driver.execute_cdp_cmd("Browser.setPermission", {**allowed, "setting": "prompt"})
    visitor.at("/masuk")
    visitor.fill("input[name=nama]", "rahma")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.fill("input[name=kode]", codes.now())
    visitor.tap("main button")
    visitor.see("main")
    visitor.at("/akun")
    visitor.see("[data-bagian=mulai]")
    yield "off: one key", _picture(visitor, "mati") == ["mulai"]
    driver.execute_cdp_cmd("Browser.setPermission", allowed)
    visitor.at("/akun")
    visitor.tap("[data-bagian=coba]")
    visitor.wait_for(lambda: "layanan pesan" in visitor.see("[data-bagian=salah]").text)
    yield "a browser without a push service: told", _picture(visitor, "tanpa-layanan") == ["salah", "coba"]

    own = PushBrowser(f"{host.url}/push/satu")
    script = _OWN_PUSH.replace("ARGUMENTS_KEY", str(list(own.p256dh))).replace("ARGUMENTS_SECRET", str(list(own.auth)))
    source = script.replace("ARGUMENTS_ENDPOINT", own.endpoint)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    visitor.at("/akun")
    visitor.tap("[data-bagian=coba]")
    visitor.see("[data-bagian=lepas]")
    yield "on: said, and how to end it", _picture(visitor, "nyala") == ["lepas"]
    yield "a trial message came", len(host.taken) == 1

    for warned, expected in (
        (False, ["Mulai sekarang peramban ini memberi tahu Anda", "", "/akun"]),
        (True, ["Ada peringatan yang menunggu persetujuan", "", "/darurat"]),
    ):
        if warned:
            begin_warning(room, "Anton Djalil")
            teller_of(room.office).tell_due()
        content = own.decrypt(host.taken[-1].body).decode()
        message = {"origin": BASE, "registrationId": "0", "data": content}
        driver.execute_cdp_cmd("ServiceWorker.deliverPushMessage", message)
        visitor.wait_for(lambda shown=expected: shown in driver.execute_async_script(_SHOWN))
        yield f"shown by the worker: {json.loads(content)['text']}", True

    visitor.at("/kabar")
    told = visitor.driver.find_element("css selector", "#dilupa")
    yield "known to the office: nothing is offered", not told.is_displayed()
    room.office.browsers.table.remove_all_of("rahma")
    visitor.at("/kabar")
    visitor.see("#dilupa")
    for width in (360, 768, 1280):
        driver.set_window_size(width, 900)
        driver.save_screenshot(str(visitor.out / f"dilupa-{width}.png"))
    visitor.tap("#dilupa a")
    visitor.tap("[data-bagian=coba]")
    visitor.see("[data-bagian=lepas]")
    yield "forgotten by the office: offered, and on again", len(room.office.browsers.table.subscriptions()) == 1
    room.office.browsers.table.remove_all_of("rahma")
    visitor.at("/kabar")
    visitor.tap("#dilupa button")
    visitor.wait_for(lambda: not visitor.driver.find_element("css selector", "#dilupa").is_displayed())
    visitor.at("/kabar")
    yield "declined: not offered again", not visitor.driver.find_element("css selector", "#dilupa").is_displayed()
    visitor.at("/akun")
    visitor.tap("[data-bagian=coba]")

    visitor.tap("[data-bagian=lepas]")
    visitor.see("[data-bagian=coba]")
    yield "off again: nobody is subscribed", room.office.browsers.table.subscriptions() == []


def _picture(visitor: Visitor, name: str) -> list[str]:
    """Save the page at two widths, and return the parts of the switch that are seen."""
    for width in (1280, 390):
        visitor.driver.set_window_size(width, 1400)
        visitor.driver.save_screenshot(str(visitor.out / f"akun-{name}-{width}.png"))
    parts = "return [...document.querySelectorAll('#kabari [data-bagian]')].filter((one) => one.offsetParent)"
    return list(visitor.driver.execute_script(f"{parts}.map((one) => one.dataset.bagian)"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
