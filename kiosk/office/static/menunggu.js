// Keeps badges and the banner of a waiting warning true on a page that stays open, and sounds once when a warning begins to wait.
// Everything stands on the page without it, as it was when the page was loaded.
"use strict";
(() => {
  const banner = document.getElementById("menunggu"), title = document.title;
  let waited = banner && !banner.hidden ? banner.querySelector("b").textContent : "";
  const sound = () => {
    try {
      const context = new AudioContext(), tone = context.createOscillator(), loud = context.createGain();
      tone.frequency.value = 880;
      loud.gain.value = 0.2;
      tone.connect(loud).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.6);
      tone.onended = () => context.close();
    } catch { /* a browser without sound, or that wants a touch first: the banner tells */ }
  };
  const show = (told) => {
    document.querySelectorAll("[data-hitung]").forEach((badge) => {
      const number = told[badge.dataset.hitung];
      badge.hidden = !number;
      badge.textContent = number;
    });
    document.title = (told.darurat ? "(!) " : "") + title;
    if (banner) {
      banner.querySelector("b").textContent = told.judul;
      banner.querySelector("span").textContent = told.gugur;
      banner.hidden = !told.darurat;
    }
    if (told.judul && told.judul !== waited) sound();
    waited = told.judul;
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
  setTimeout(ask, 15000);
})();
