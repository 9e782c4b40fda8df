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

  const record = document.getElementById("rekam"), file = form.elements.rekaman, trial = document.getElementById("coba");
  if (!navigator.mediaDevices || !window.MediaRecorder) return;
  record.hidden = false;
  const label = record.querySelector("span"), idle = label.textContent;
  let going = null;
  record.addEventListener("click", async () => {
    if (going) { going.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return; }
    const parts = [];
    going = new MediaRecorder(stream);
    going.ondataavailable = (event) => parts.push(event.data);
    going.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      const kind = going.mimeType, end = kind.includes("mp4") ? "m4a" : kind.includes("ogg") ? "ogg" : "webm";
      going = null;
      label.textContent = idle;
      const given = new DataTransfer();
      given.items.add(new File(parts, "jawaban." + end, { type: kind }));
      file.files = given.files;  // it goes with the form, as any file does
      trial.src = URL.createObjectURL(given.files[0]);
      trial.hidden = false;
    };
    going.start();
    label.textContent = record.dataset.berhenti;
    setTimeout(() => going && going.stop(), 180000);
  });
})();
