// Saves what is typed, tells what will be heard, and keeps the text on this device while there is no connection.
// Everything works without it: each action is a form or a link.
"use strict";
(() => {
  const form = document.getElementById("tulis");
  if (!form) return;
  const $ = (id) => document.getElementById(id);
  const name = form.dataset.nama, kept = "kabar:" + name, state = $("keadaan");
  const clock = () => new Date().toTimeString().slice(0, 5).replace(":", ".");
  const say = (text, kind) => { state.textContent = text; state.className = "cip " + kind; };
  let sentNow = new FormData();
  let timer = 0, busy = false, again = false, dirty = false;

  const typed = () => {
    const data = new FormData(form);
    data.delete("lampiran");
    return data;
  };
  const plain = (data) => JSON.stringify([...data.entries()].filter(([key]) => key !== "tanda"));
  const store = () => {
    try {
      localStorage.setItem(kept, '{"at":' + Date.now() + ',"who":' + JSON.stringify(form.dataset.siapa) + ',"plain":' + plain(typed()) + "}");
    } catch { /* a full or forbidden store: the server has what was sent */ }
  };
  const changed = () => {
    dirty = true;
    store();
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  };
  // Of a session that is over for good the token is worth nothing; whoever has logged in again, in another tab, has a new one.
  async function renewed() {
    try {
      const answer = await fetch("/tulis"), page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const theirs = page.getElementById("tulis");
      if (!theirs || theirs.dataset.siapa !== form.dataset.siapa) return false; // nobody, or somebody else
      document.querySelectorAll("input[name=tanda]").forEach((each) => { each.value = theirs.elements.tanda.value; });
      return true;
    } catch { return false; }
  }
  const ended = () => {
    $("luring").hidden = true;
    say(form.dataset.putus, "awas");
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 10000);
  };
  // may the form be handed in? Where the text is on this device alone, the page that has it stays
  async function save() {
    if (busy) { again = true; return false; }
    busy = true; again = false;
    say(form.dataset.menyimpan, "");
    try {
      const post = (body) => fetch("/simpan/" + name, { method: "POST", body, redirect: "error" });
      let sent = typed(), answer = await post(sent);
      sentNow = sent;
      if (answer.status === 403 && await renewed()) { sentNow = sent = typed(); answer = await post(sent); }
      if (answer.status === 403) { ended(); later(); return false; }
      const as = plain(sent), told = await answer.json();
      $("luring").hidden = true;
      if (told.conflict) { dirty = false; localStorage.removeItem(kept); location.href = told.conflict; return true; }
      if (told.ended) {
        if (told.version) { form.elements.dasar.value = told.version; store(); }
        dirty = false;
        say(form.dataset.putus, "awas");
        return true;
      }
      if (told.fault) { say(told.fault, "salah"); return true; }
      // what others changed is here only if the form took all of it; else the next save begins with what was sent
      const since = plain(typed()) !== as;
      form.elements.dasar.value = !since && merge(told.merged) ? told.version : told.own;
      others(told.others);
      heard(told.heard);
      understand(told.understood);
      asRead(told.read);
      advise(told.advice);
      if (since) store(); else { dirty = false; localStorage.removeItem(kept); }
      say(form.dataset.simpan.replace("%", told.saved), "ok");
      if (!location.pathname.endsWith("/" + name)) history.replaceState(null, "", "/kabar/" + name);
      return true;
    } catch {
      $("luring").hidden = false;
      say(form.dataset.disini.replace("%", clock()), "awas");
      later();
      return false;
    } finally {
      busy = false;
      if (again) changed();
    }
  }
  const merge = (parts) => Object.entries(parts).map(([field, part]) => take(field, part)).every(Boolean);
  const take = (field, part) => {
    if (field === "daerah") {
      boxes.forEach((box) => { box.checked = part.includes(box.value); });
      show();
      return boxes.filter((box) => box.checked).length === part.length;
    }
    const input = form.elements[field];
    if (!input || !("value" in input)) return false;
    const old = input.value, { selectionStart: from, selectionEnd: to } = input;
    input.value = part;
    if (input.value !== part) return false;
    if (input === document.activeElement && from !== undefined) {
      // the cursor stays between the letters where it was
      let same = 0;
      while (same < old.length && old[same] === part[same]) same++;
      const moved = (at) => at <= same ? at : Math.max(same, at + part.length - old.length);
      input.setSelectionRange(moved(from), moved(to));
    }
    return true;
  };
  // what was understood of the dates; words ("besok") become their date once the field is left: tomorrow they mean another day
  const ask = { a1: $("a1p")?.textContent, a9: $("a9p")?.textContent };
  let read = {};
  const fields = ["acara", "acara_sampai", "ulang", "kecuali", "juga"];
  const settle = () => Object.entries(read).forEach(([field, [was, is]]) => {
    const input = form.elements[field];
    if (input && input !== document.activeElement && input.value === was && was !== is) input.value = is;
  });
  const asRead = (now) => {
    read = Object.fromEntries(fields.filter((field) => sentNow.has(field)).map((field) => [field, [sentNow.get(field).replace(/\r\n/g, "\n"), now[field]]]));
    settle();
  };
  const understand = (one) => {
    const told = (text, place) => { if (place) place.textContent = text; };
    told(one.begins ? form.dataset.paham.replace("%", one.begins) : ask.a1, $("a1p"));
    told(one.repeats ? form.dataset.paham.replace("%", one.repeats) : ask.a9, $("a9p"));
    if (one.repeats) $("ulangan").open = true;
    const row = $("hari-nanti"), days = [...row.children].map((key) => key.value).join();
    if (days !== one.days.map(([day]) => day).join()) row.replaceChildren(...one.days.map(([day, words]) => {
      const key = document.createElement("button"), sign = document.createElement("span"), skip = document.createElement("span");
      key.className = "t dua mini"; key.name = "lewati"; key.value = day;
      sign.setAttribute("aria-hidden", "true"); sign.textContent = " ✕";
      skip.className = "tersembunyi"; skip.textContent = row.dataset.lewati;
      key.append(words, sign, skip);
      return key;
    }));
  };
  form.addEventListener("focusout", () => setTimeout(settle));
  const others = (names) => { $("lain").hidden = !names.length; $("lain-nama").textContent = names.join(", "); };
  const symbol = (id) => {
    const use = document.querySelector("svg.i use").getAttribute("href").split("#")[0];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "i"); svg.setAttribute("aria-hidden", "true");
    svg.append(Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "use")));
    svg.firstChild.setAttribute("href", use + "#i-" + id);
    return svg;
  };
  const heard = (lines) => {
    const list = $("kalimat");
    $("kosong").hidden = lines.length > 0;
    list.replaceChildren(...lines.map((line, n) => {
      const row = document.createElement("li"), key = document.createElement("a"), words = document.createElement("span");
      key.className = "t suara mini bulat";
      key.href = "/suara?kata=" + encodeURIComponent(line);
      key.setAttribute("aria-label", list.dataset.putar.replace("%", n + 1));
      key.append(symbol("play"));
      words.textContent = line;
      row.append(key, words);
      return row;
    }));
  };
  const line = (one, tag, kind, wordsKind) => {
    const row = document.createElement(tag), words = document.createElement("span");
    row.className = kind;
    words.className = wordsKind;
    words.textContent = one.text;
    row.append(symbol(one.fine ? "check-circle" : "warning"), words);
    return row;
  };
  const below = (one) => {
    const row = line(one, "p", "pesan-salah sebaris" + (one.serious ? "" : " w-awas"), "");
    if (one.replace && one.replace.length) {
      const key = document.createElement("button");
      key.type = "button"; key.className = "t dua mini"; key.dataset.ganti = one.replace[0]; key.dataset.jadi = one.replace[1];
      key.textContent = one.replace[1];
      row.append(key);
    }
    return row;
  };
  // below its field and in the list, which a telephone has far below; what a new text merely lacks yet stands in the list alone
  const isNew = !form.elements.dasar.value;
  const advise = (found) => {
    document.querySelectorAll("[data-bagian]").forEach((place) => place.replaceChildren(...found
      .filter((one) => one.part === place.dataset.bagian && !(isNew && one.serious)).map(below)));
    const list = $("nasihat"), rows = found.length ? found : [{ text: list.dataset.beres, fine: true }];
    list.replaceChildren(...rows.map((one) => line(one, "li", one.fine ? "w-ok" : one.serious ? "w-salah" : "w-awas", "tumbuh")));
  };

  form.addEventListener("input", (event) => {
    if (event.target.id === "j") $("jn").textContent = event.target.value.length;
    if (event.target.type !== "file" && event.target.type !== "search") changed();
  });
  // first as any other save, for only its answer says that the text is safe: until then this device keeps it
  let going = false;
  form.addEventListener("submit", async (event) => {
    if (going) return;
    event.preventDefault();
    going = true;
    clearTimeout(timer);
    refused = false;
    while (busy || sending) await new Promise((then) => setTimeout(then, 50));
    if (refused) { going = false; return; } // of a file: what it is says why
    if (!await save()) {
      going = false;
      ($("luring").hidden ? state : $("luring")).scrollIntoView({ block: "center" });
      return;
    }
    clearTimeout(timer);
    dirty = false;
    form.requestSubmit(event.submitter?.isConnected ? event.submitter : null); // a day that has changed meanwhile has no key
  });
  addEventListener("pageshow", () => { going = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  addEventListener("online", () => dirty && save());
  document.addEventListener("visibilitychange", () => document.hidden && dirty && save());

  // a date picker puts its day into the words beside it, and leaves their hour
  document.querySelectorAll("[data-untuk]").forEach((picker) => {
    picker.hidden = false;
    picker.addEventListener("input", (event) => event.stopPropagation());
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      const [year, month, day] = picker.value.split("-").map(Number), field = $(picker.dataset.untuk);
      const words = day + " " + new Intl.DateTimeFormat("id", { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, month - 1, 1))) + " " + year;
      if (field.tagName === "TEXTAREA") field.value = [field.value.trim(), words].filter(Boolean).join("\n");
      else {
        const hour = field.value.match(/(?:(?:jam|pukul|pkl)\.?\s*)?\d{1,2}[.:]\d\d\b(?![.:/]?\d).*$/i);
        field.value = hour ? words + ", " + hour[0] : words;
      }
      picker.value = "";
      changed();
    });
  });

  // one sentence at a time
  const player = new Audio();
  if ($("coba-bunyi")) $("coba-bunyi").hidden = false;
  document.addEventListener("click", (event) => {
    const key = event.target.closest("a[href^='/suara']");
    if (key) {
      event.preventDefault();
      document.querySelectorAll(".kalimat .kini").forEach((each) => each.classList.remove("kini"));
      key.closest("li").classList.add("kini");
      player.src = key.getAttribute("href");
      player.play().catch(() => key.closest("li").classList.remove("kini"));
      player.onerror = () => { key.closest("li").classList.remove("kini"); say(form.dataset.bisu, "awas"); };
      player.onended = () => key.closest("li").classList.remove("kini");
    }
    const said = event.target.closest(".kalimat li > span");
    if (said && $("bunyi")) {
      const at = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : document.caretRangeFromPoint(event.clientX, event.clientY);
      const place = at.offset ?? at.startOffset, letter = /[\p{L}\p{M}'’-]/u, line = said.textContent;
      let from = place, to = place;
      while (from > 0 && letter.test(line[from - 1])) from--;
      while (to < line.length && letter.test(line[to])) to++;
      if (to > from) {
        $("bunyi").open = true;
        $("tu").value = $("uc").value = line.slice(from, to);
        $("uc").focus();
      }
    }
    if (event.target.closest("#coba-bunyi") && $("uc").value.trim()) {
      player.src = "/suara?kata=" + encodeURIComponent($("uc").value.trim());
      player.onended = null;
      player.onerror = () => say(form.dataset.bisu, "awas");
      player.play().catch(() => {});
    }
    const use = event.target.closest("[data-isi]");
    if (use) {
      const body = form.elements.isi;
      body.value = (body.value.trim() + "\n\n" + $(use.dataset.isi).value.trim()).trim();
      changed();
    }
    const mend = event.target.closest("[data-ganti]");
    if (mend) {
      for (const field of ["isi", "judul"]) form.elements[field].value = form.elements[field].value.replace(mend.dataset.ganti, mend.dataset.jadi);
      changed();
    }
  });

  document.querySelectorAll("[data-isi]").forEach((key) => { key.hidden = false; });

  // the writing tools put Markdown around what is chosen
  const text = form.elements.isi;
  document.querySelector(".alat").hidden = false;
  const tools = {
    h: (s) => "\n\n## " + (s || "…") + "\n\n", b: (s) => "**" + (s || "…") + "**",
    l: (s) => "\n\n" + (s || "…").split("\n").map((line) => "- " + line).join("\n") + "\n\n",
    t: () => "\n\n| Barang | Harga |\n|---|---|\n| … | … |\n\n", u: (s) => "[" + (s || "…") + "](https://)",
  };
  document.querySelector(".alat").addEventListener("click", (event) => {
    const key = event.target.closest("[data-alat]");
    if (!key) return;
    const { selectionStart: from, selectionEnd: to } = text;
    text.setRangeText(tools[key.dataset.alat](text.value.slice(from, to)), from, to, "end");
    text.focus();
    changed();
  });

  // what is pasted with tables, lists or a chat's signs becomes Markdown at the desk; a picture alone becomes an attachment
  const put = (words, from, to) => {
    text.focus();
    text.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, words)) text.setRangeText(words, from, to, "end");
    changed();
  };
  text.addEventListener("paste", async (event) => {
    const board = event.clipboardData, words = board.getData("text/plain");
    const html = board.getData("text/html").replace(/\ssrc=["']data:[^"']*["']/gi, "");
    const pictures = [...board.files].filter((one) => one.type.startsWith("image/"));
    if (pictures.length && !/<table|<p\b|<li/i.test(html)) {
      event.preventDefault();
      send(pictures);
      return;
    }
    if (!html && !/[\n\t*_`/]/.test(words) || html.length + words.length > 900000) return;
    event.preventDefault();
    const { selectionStart: from, selectionEnd: to, value: before } = text, data = new FormData();
    for (const [field, value] of [["tanda", form.elements.tanda.value], ["html", html], ["teks", words]]) data.append(field, value);
    let made = words;
    try {
      const answer = await fetch("/tempel", { method: "POST", body: data, redirect: "error" });
      if (answer.ok) made = (await answer.json()).isi;
    } catch { /* without a line the words alone */ }
    if (text.value === before) put(made, from, to); else put(made, text.selectionStart, text.selectionEnd);
  });

  // villages: a tap on the map is a tap on the list
  const boxes = [...form.querySelectorAll("input[name=daerah]")], all = $("semua");
  const show = () => {
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    if (all) all.checked = !chosen.size;
    document.querySelectorAll(".peta path").forEach((shape) => shape.classList.toggle("pilih1", [...chosen].some((code) => (shape.dataset.kode + ".").startsWith(code + "."))));
    $("untuk").textContent = chosen.size ? String(chosen.size) : all.parentElement.textContent.trim();
  };
  form.addEventListener("change", (event) => {
    if (event.target === all && all.checked) boxes.forEach((box) => { box.checked = false; });
    if (event.target === all || boxes.includes(event.target)) show();
  });
  document.querySelectorAll(".peta path").forEach((shape) => shape.addEventListener("click", () => {
    const box = boxes.find((each) => each.value === shape.dataset.kode);
    if (box) { box.checked = !box.checked; show(); changed(); }
  }));
  const search = $("cd");
  if (search) {
    search.hidden = false;
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      form.querySelectorAll(".pohon li").forEach((row) => {
        const inside = [row, ...row.querySelectorAll("li")];
        row.hidden = wanted !== "" && !inside.some((each) => each.dataset.nama.includes(wanted));
        const fold = row.querySelector("details");
        if (fold && wanted) fold.open = true;
      });
    });
  }

  // files are sent as soon as they are chosen, one at a time; what is left lies in the field and goes with the form, or with the next
  // try: a recording can be chosen no second time
  const file = form.elements.lampiran, drop = $("jatuh");
  let left = [], sending = false, refused = false, next = 0;
  const hold = () => {
    const held = new DataTransfer();
    left.forEach((one) => held.items.add(one));
    file.files = held.files;
  };
  const send = async (more) => {
    left.push(...more);
    hold();
    if (sending) return;
    sending = true;
    clearTimeout(next);
    let fault = "", fresh = false;
    try {
      while (left.length) {
        const [each] = left, data = typed();
        $("muat").textContent = each.name + " …";
        data.append("lampiran", each, each.name);
        const answer = await fetch("/lampiran/" + name, { method: "POST", body: data, redirect: "manual" });
        if (answer.status === 403 || answer.type === "opaqueredirect") {
          if (!fresh && await renewed()) { fresh = true; continue; }
          throw new Error(form.dataset.putus);
        }
        if (answer.status === 413) { // so large that the desk has not read it, and will not at the next try
          left.shift();
          hold();
          fault = each.name + ": " + form.dataset.besar;
          continue;
        }
        const told = await answer.json();
        if (told.conflict) { location.href = told.conflict; return; }
        if (told.fault && answer.status >= 500) throw new Error(told.fault); // there may be room later
        left.shift();
        hold();
        if (told.fault) { fault = told.fault; continue; }
        form.elements.dasar.value = told.version;
        if (dirty) store();  // what the page that follows takes up begins with this version
        dirty = false;
      }
    } catch (error) {
      dirty = true;
      if (error instanceof TypeError) $("luring").hidden = false; else $("muat").textContent = error instanceof SyntaxError ? form.dataset.galat : error.message;
      next = setTimeout(() => send([]), 10000);
      return;
    } finally {
      sending = false;
    }
    if (fault) { refused = true; $("muat").textContent = fault; return; }
    if (going) return; // whoever handed the form in meanwhile is not to be brought back to it
    location.href = "/kabar/" + name + "#b-gambar";
    if (location.pathname === "/kabar/" + name) location.reload();
  };
  file.addEventListener("change", () => send([...file.files]));
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("siap"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("siap"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("siap"); send([...event.dataTransfer.files]); });

  // a voice from the microphone
  rekam($("rekam"), (sound) => send([sound]));

  // the kiosk's screen
  const screen = $("layar");
  if (screen) {
    $("ukuran").hidden = false;
    const draw = () => {
      const of = (field) => document.querySelector("input[name=" + field + "]:checked").value;
      screen.hidden = false;
      screen.src = screen.dataset.alamat + "?layar=" + of("layar") + "&huruf=" + of("huruf") + "&tema=" + of("tema") + "&v=" + form.elements.dasar.value;
    };
    $("lihat").addEventListener("click", (event) => { event.preventDefault(); draw(); });
    $("ukuran").addEventListener("change", draw);
    screen.addEventListener("error", () => { screen.hidden = true; });
  }

  // what this device still has of a text that never reached the server: all that was typed and chosen, for a village that is left
  // out of it makes it one for all
  const restore = (fields) => {
    const chosen = (input) => fields.some(([field, value]) => field === input.name && value === input.value);
    for (const input of form.elements) {
      const [, value] = fields.find(([field]) => field === input.name) || [];
      if (input.type === "checkbox" || input.type === "radio") input.checked = chosen(input);
      else if (value !== undefined && (input.type === "text" || input.tagName === "TEXTAREA" || input.tagName === "SELECT")) input.value = value;
    }
    show();
    changed();
  };
  const stored = (key) => {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; }
  };
  const of = (text, field) => (text.plain.find(([each]) => each === field) || [])[1] || "";
  const mine = stored(kept);
  if (mine) {
    if (of(mine, "dasar")) form.elements.dasar.value = of(mine, "dasar");
    restore(mine.plain);
  } else if (isNew && location.pathname === "/tulis") {
    // one that no page has: its own page, at its first, was closed before anything was saved
    let keys = [];
    try { keys = Object.keys(localStorage); } catch { /* a forbidden store has none */ }
    const orphans = keys.filter((key) => key.startsWith("kabar:")).map((key) => ({ key, text: stored(key) }))
      .filter(({ text }) => text && text.who === form.dataset.siapa && !of(text, "dasar") && (of(text, "judul") + of(text, "isi")).trim())
      .sort((one, other) => other.text.at - one.text.at);
    if (orphans.length) {
      const [{ key, text }] = orphans;
      $("sisa-judul").textContent = (of(text, "judul") || of(text, "isi")).slice(0, 60);
      $("sisa").hidden = false;
      const done = () => { localStorage.removeItem(key); $("sisa").hidden = true; };
      $("sisa-ambil").addEventListener("click", () => { restore(text.plain); done(); });
      $("sisa-buang").addEventListener("click", done);
    }
  }
})();
