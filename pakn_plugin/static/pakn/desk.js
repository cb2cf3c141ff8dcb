/* Small aids of the case desk. Everything works without them. */
(() => {
  const data = (id) => {
    const element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : null;
  };

  // Move the proposed agency along with field and commune until somebody picks one.
  const agencies = data("pk-suggestions");
  const agency = document.querySelector("select[name=agency]");
  const topic = document.querySelector("select[name=topic]");
  const area = document.querySelector("select[name=area]");
  if (agencies && agency && topic && area) {
    let picked = false;
    agency.addEventListener("change", () => { picked = true; });
    const propose = () => {
      const found = agencies.topics[topic.value] || agencies.areas[area.value];
      if (!picked && found) agency.value = String(found);
    };
    topic.addEventListener("change", propose);
    area.addEventListener("change", propose);
  }

  // Put a reason's guidance into the box while nobody has typed there.
  const guidance = data("pk-guidance");
  const reason = document.querySelector("select[name=reason]");
  const box = document.querySelector("textarea[name=text]");
  if (guidance && reason && box) {
    reason.addEventListener("change", () => {
      const prepared = Object.values(guidance);
      if (!box.value.trim() || prepared.includes(box.value)) {
        box.value = guidance[reason.value] || "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }

  // Put a prepared reply into the box while nobody has typed there.
  const prepared = data("pk-prepared");
  const template = document.querySelector("select[name=template]");
  if (prepared && template && box) {
    template.addEventListener("change", () => {
      if (!box.value.trim() || Object.values(prepared).includes(box.value)) {
        box.value = prepared[template.value] || "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }

  // Ticks: the whole page without a reload, and how many there are.
  const ticks = [...document.querySelectorAll("[data-pk-row] input[type=checkbox]")];
  const ticked = document.querySelector("[data-pk-ticked]");
  const tickAll = document.querySelector("[data-pk-tick-all]");
  const tell = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    if (ticked) ticked.textContent = number ? ticked.dataset.pkWords + number : "";
    ticks.forEach((tick) => tick.closest("[data-pk-row]").classList.toggle("pk-desk-row--ticked", tick.checked));
  };
  ticks.forEach((tick) => tick.addEventListener("change", tell));
  if (tickAll) {
    tickAll.setAttribute("role", "button");
    tickAll.addEventListener("click", (event) => {
      event.preventDefault();
      const wanted = ticks.some((tick) => !tick.checked);
      ticks.forEach((tick) => { tick.checked = wanted; });
      tell();
    });
  }
  window.addEventListener("pageshow", tell);

  const print = document.querySelector("[data-pk-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // Keys of the desk. They rest while somebody types, and where the account has switched shortcuts off.
  const place = document.querySelector("[data-pk-next]");
  const config = data("wagtail-config");
  const rows = [...document.querySelectorAll("[data-pk-row]")];
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const step = (by) => {
    const at = here();
    const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    row.querySelector(".pk-desk-title").focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const find = document.querySelector("form[role=search] input[name=q]");
  const later = document.querySelector("[data-pk-later]");
  const decide = document.querySelector("[data-pk-key=d]");
  const remark = decide && document.querySelector("textarea[name=text]");
  const keys = {
    n: place && (() => { window.location.href = later ? later.href : place.dataset.pkNext; }),
    l: place && (() => { window.location.href = place.dataset.pkList; }),
    "/": find && (() => { find.focus(); find.select(); }),
    j: rows.length && (() => step(1)),
    k: rows.length && (() => step(-1)),
    d: decide && (() => { decide.focus(); decide.scrollIntoView({ block: "center" }); }),
    t: remark && (() => { remark.focus(); remark.scrollIntoView({ block: "center" }); }),
    x: rows.length && (() => {
      const tick = here() >= 0 && rows[here()].querySelector("input[type=checkbox]");
      if (tick) { tick.checked = !tick.checked; tell(); }
    }),
    "?": document.querySelector(".pk-desk-keys") && (() => {
      const list = document.querySelector(".pk-desk-keys");
      list.open = !list.open;
      list.querySelector("summary").focus();
    }),
  };
  const typing = (target) => target.isContentEditable
    || (target.matches("input, textarea, select") && !["checkbox", "radio", "button", "submit"].includes(target.type));
  if (place && !(config && config.KEYBOARD_SHORTCUTS_ENABLED === false)) {
    window.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (!(event.target instanceof Element) || typing(event.target)) return;
      if (event.target.closest("[role=dialog], dialog")) return;
      const act = Object.hasOwn(keys, event.key) && keys[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    }, true);
  }

  const problem = document.querySelector("[data-pk-focus]");
  if (problem) problem.focus();
})();
