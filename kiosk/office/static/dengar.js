"use strict";
// plays the sound of a row on its page; without this script the browser opens the sound by itself
{
  const player = new Audio();
  const still = () => document.querySelectorAll("li.kini").forEach((each) => each.classList.remove("kini"));
  player.onended = player.onerror = still;
  document.addEventListener("click", (event) => {
    const key = event.target.closest("a.suara[href^='/suara']");
    if (!key) return;
    event.preventDefault();
    still();
    key.closest("li")?.classList.add("kini");
    player.src = key.getAttribute("href");
    player.play().catch(still);
  });
}
