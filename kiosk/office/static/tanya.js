// Records an answer in the browser and plays its sentences. Without it an answer is typed, or a recording chosen as a file.
"use strict";
(() => {
  const form = document.getElementById("jawab");
  if (!form) return;
  const player = new Audio();
  document.addEventListener("click", (event) => {
    const key = event.target.closest("a[href^='/suara']");
    if (!key) return;
    event.preventDefault();
    const row = key.closest("li"), over = () => row.classList.remove("kini");
    document.querySelectorAll(".kalimat .kini").forEach((each) => each.classList.remove("kini"));
    row.classList.add("kini");
    player.src = key.getAttribute("href");
    player.onended = over;
    player.onerror = over;
    player.play().catch(over);
  });

  const trial = document.getElementById("coba");
  rekam(document.getElementById("rekam"), async (sound) => {
    const given = new DataTransfer();
    given.items.add(sound);
    form.elements.rekaman.files = given.files;  // it goes with the form, as any file does
    trial.src = URL.createObjectURL(sound);
    trial.hidden = false;
    // and by itself at once: no fault, no page that is left, no end of a session takes it away
    try {
      const answer = await fetch(form.getAttribute("action") + "/rekaman", { method: "POST", body: new FormData(form), redirect: "error" });
      const told = await answer.json();
      if (!told.file || form.elements.rekaman.files[0] !== sound) return;
      form.elements.rekaman_ada.value = told.file;
      form.elements.rekaman.value = "";
      document.getElementById("ada").hidden = false;
    } catch { /* no line: the form has it */ }
  });
})();
