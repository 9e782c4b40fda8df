// Keeps badges, title, the tab's picture and the banner of a waiting warning true on a page that stays open. Sounds once when a
// warning begins to wait, and softly when questions begin to or are more, at most every ten minutes.
// While nobody looks at the page the system's own notifications tell the same, where the person has let this browser.
// Everything stands on the page without it, as it was when the page was loaded.
"use strict";
(() => {
  const banner = document.getElementById("menunggu"), title = document.title;
  const icon = document.querySelector('link[rel="icon"]'), plain = icon.href, QUIET_MS = 600000;
  let waited = banner && !banner.hidden ? banner.querySelector("b").textContent : "", questions = 0, rang = -QUIET_MS, marked = "";
  let pushed = false; // a browser that is told by its push service shows that message alone (kabari.js)
  // an office that forgot this browser (restored from a backup, all browsers ended) sends it nothing: offered on the page again
  const recall = async () => {
    const worker = await navigator.serviceWorker?.getRegistration("/s/"), own = await worker?.pushManager?.getSubscription();
    const offer = document.getElementById("dilupa");
    if (!own) return;
    const answer = await fetch("/akun/peramban", { redirect: "error" }), told = answer.ok && await answer.json();
    if (!told || told.salah) return;
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(own.endpoint)));
    pushed = told.peramban.includes(Array.from(hash, (each) => each.toString(16).padStart(2, "0")).join(""));
    if (!offer || pushed) return;
    offer.querySelector("button").addEventListener("click", async () => { await own.unsubscribe(); offer.hidden = true; });
    offer.hidden = false;
  };
  recall().catch(() => { /* a browser that keeps no workers, or a line that is down: the page tells */ });
  const sound = (hertz, volume) => {
    try {
      const context = new AudioContext(), tone = context.createOscillator(), loud = context.createGain();
      tone.frequency.value = hertz;
      loud.gain.value = volume;
      tone.connect(loud).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.6);
      tone.onended = () => context.close();
    } catch { /* a browser without sound, or that wants a touch first: the banner tells */ }
  };
  const notify = (text) => {
    if (!document.hidden || pushed || window.Notification?.permission !== "granted") return;
    try {
      const shown = new Notification(title, { body: text, tag: "menunggu", icon: "/s/lambang-192.png" });
      shown.onclick = () => { window.focus(); shown.close(); };
    } catch { /* a phone shows none for an open page */ }
  };
  const draw = (text) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = canvas.height = 64;
      pen.drawImage(image, 0, 0, 64, 64);
      pen.fillStyle = "#a4161a";
      pen.beginPath();
      pen.arc(42, 42, 22, 0, 2 * Math.PI);
      pen.fill();
      pen.fillStyle = "#fff";
      pen.font = `bold ${text.length > 2 ? 20 : 30}px sans-serif`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(text, 42, 43);
      if (text === marked) icon.href = canvas.toDataURL();
    };
    image.src = plain;
  };
  const mark = (warnings, waiting) => {
    const text = warnings ? "!" : waiting > 99 ? "99+" : waiting ? String(waiting) : "";
    document.title = text ? `(${text}) ${title}` : title;
    if (text !== marked) {
      marked = text;
      if (text) draw(text); else icon.href = plain;
    }
    navigator.setAppBadge?.(warnings + waiting).catch(() => { /* a desk that is no installed app has no badge */ });
  };
  const counted = (name) => {
    const badge = document.querySelector(`[data-hitung="${name}"]`);
    return badge && !badge.hidden ? Number(badge.textContent) : 0;
  };
  const show = (told) => {
    document.querySelectorAll("[data-hitung]").forEach((badge) => {
      const number = told[badge.dataset.hitung];
      badge.hidden = !number;
      badge.textContent = number;
    });
    mark(told.darurat, told.tanya);
    if (banner) {
      banner.querySelector("b").textContent = told.judul;
      banner.querySelector("span").textContent = told.gugur;
      banner.hidden = !told.darurat;
    }
    if (told.judul && told.judul !== waited) {
      sound(880, 0.2);
      notify(told.judul);
    } else if (told.tanya > questions && performance.now() - rang > QUIET_MS) {
      rang = performance.now();
      sound(440, 0.1);
      notify(told.pertanyaan);
    }
    waited = told.judul;
    questions = told.tanya;
  };
  const ask = async () => {
    let next = document.hidden ? 30000 : 15000;
    try {
      const answer = await fetch("/-/menunggu", { redirect: "manual" });
      if (answer.ok) show(await answer.json());
      else if (answer.type === "opaqueredirect" || answer.status === 403) return; // nobody is logged in here any more
    } catch { next = 60000; }
    setTimeout(ask, next);
  };
  questions = counted("tanya");
  mark(counted("darurat"), questions);
  setTimeout(ask, 15000);
})();
