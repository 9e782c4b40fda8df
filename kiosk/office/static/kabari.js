// The account page's switch: this browser tells what waits, by the push service of its maker where it has one (pekerja.js), else
// while a page of the desk is open (menunggu.js).
"use strict";
(() => {
  const box = document.getElementById("kabari");
  if (!box || !window.Notification) return;
  const part = (name) => box.querySelector(`[data-bagian="${name}"]`), own = "/akun/peramban";
  const show = (state, fault = "") => {
    box.querySelectorAll("[data-keadaan]").forEach((each) => { each.hidden = each.dataset.keadaan !== state; });
    part("salah").textContent = fault;
    part("salah").hidden = !fault;
    part("lain").hidden = true;
    box.hidden = false;
  };
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const bytes = (letters) => Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const markOf = async (subscription) => Array.from(
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint))),
    (each) => each.toString(16).padStart(2, "0")).join("");
  const ask = async (path, fields) => {
    const more = fields && { method: "POST", headers: { "X-Tanda": box.dataset.tanda }, body: new URLSearchParams(fields) };
    const answer = await fetch(path, { redirect: "error", ...more });
    if (!answer.ok) throw new Error(box.dataset.gagal);
    const told = await answer.json();
    if (told.salah) throw new Error(told.salah);
    return told;
  };
  // a browser whose maker's service is out of reach may never answer
  const soon = (promise) => Promise.race([promise, new Promise((_, refuse) => { setTimeout(refuse, 20000); })]);
  const possible = "serviceWorker" in navigator && "PushManager" in window;
  const found = async () => possible && (await navigator.serviceWorker.getRegistration("/s/"))?.pushManager.getSubscription();

  const settle = async (fault = "") => {
    if (Notification.permission === "denied") { show("dilarang"); return; }
    if (Notification.permission !== "granted") { show("mati", fault); return; }
    if (!possible) { show("terbuka", fault); return; }
    try {
      const subscription = await found(), told = await ask(own);
      const on = subscription && told.peramban.includes(await markOf(subscription));
      show(on ? "nyala" : "terbuka", fault);
      part("lain").hidden = told.peramban.length <= (on ? 1 : 0);
    } catch (error) { show("terbuka", fault || error.message); }
  };
  const begin = async () => {
    if (await Notification.requestPermission() !== "granted" || !possible) { await settle(); return; }
    const { kunci } = await ask(own), worker = await navigator.serviceWorker.register(box.dataset.pekerja);
    let subscription = await worker.pushManager.getSubscription();
    if (subscription && text(subscription.options.applicationServerKey ?? []) !== kunci) {
      await subscription.unsubscribe(); // of another office's key, or a lost one
      subscription = null;
    }
    try {
      const asked = { userVisibleOnly: true, applicationServerKey: bytes(kunci) };
      subscription ??= await soon(worker.pushManager.subscribe(asked));
    } catch { throw new Error(box.dataset.tanpa); }
    const keys = { alamat: subscription.endpoint, kunci: text(subscription.getKey("p256dh")), rahasia: text(subscription.getKey("auth")) };
    try { await ask(own, keys); } catch (error) { await subscription.unsubscribe(); throw error; }
    await settle();
  };
  const end = async (all) => {
    const subscription = await found();
    if (all) await ask(`${own}/lepas`, {});
    else if (subscription) await ask(`${own}/lepas`, { peramban: await markOf(subscription) });
    await subscription?.unsubscribe();
    await settle();
  };
  const on = (name, act) => part(name).addEventListener("click", async () => {
    part(name).disabled = true;
    try { await act(); } catch (error) { await settle(error.message); }
    part(name).disabled = false;
  });
  on("mulai", begin);
  on("coba", begin);
  on("lepas", () => end(false));
  on("lain", () => end(true));
  settle();
})();
