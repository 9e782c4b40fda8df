// An event is dragged to another day: the form that each event has does the same.
"use strict";
(() => {
  const month = document.getElementById("bulan"), form = document.getElementById("pindah");
  if (!month || !form) return;
  let name = "", from = "";
  month.addEventListener("dragstart", (event) => {
    const one = event.target.closest("[data-nama]");
    name = one ? one.dataset.nama : "";
    from = one ? one.dataset.dari : "";
    if (name) { event.dataTransfer.setData("text/plain", name); event.dataTransfer.effectAllowed = "move"; }
  });
  month.addEventListener("dragover", (event) => {
    const day = event.target.closest("[data-hari]");
    if (!name || !day) return;
    event.preventDefault();
    day.classList.add("siap");
  });
  month.addEventListener("dragleave", (event) => {
    const day = event.target.closest("[data-hari]");
    if (day) day.classList.remove("siap");
  });
  month.addEventListener("drop", (event) => {
    const day = event.target.closest("[data-hari]");
    if (!name || !day) return;
    event.preventDefault();
    form.elements.hari.value = day.dataset.hari;
    form.elements.dari.value = from;
    form.action = "/kalender/pindah/" + name.split("/").map(encodeURIComponent).join("/");
    form.submit();
  });
  month.addEventListener("dragend", () => { name = ""; });
})();
