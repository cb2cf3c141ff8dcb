// Previews of the designer refresh by themselves after a change. Without this file the button "Xem" does it.
(() => {
  "use strict";
  const form = document.querySelector("[data-pakn-designer]");
  if (!form) return;
  const place = form.querySelector("[data-pakn-preview]");
  const wait = 500;
  let timer = 0;
  let running = null;

  const spread = () => {
    for (const slot of form.querySelectorAll("[data-pakn-slot]")) slot.replaceChildren();
    for (const problem of place.querySelectorAll("[data-pakn-problem]")) {
      const layer = form.querySelector(`[data-pakn-layer="${problem.dataset.paknProblem}"] [data-pakn-slot]`);
      if (!layer) continue;
      const line = document.createElement("li");
      line.textContent = problem.querySelector("span").textContent;
      layer.append(line);
    }
  };

  const refresh = async () => {
    if (running) running.abort();
    running = new AbortController();
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        signal: running.signal,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const shown = place.querySelector(".pakn-tiles");
      place.innerHTML = await answer.text();
      const fresh = place.querySelector(".pakn-tiles");
      if (shown && fresh && !fresh.children.length) fresh.replaceWith(shown);
      spread();
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    place.removeAttribute("aria-busy");
  };

  const later = (event) => {
    if (event.target.id === "pakn-grid" || event.target.id === "pakn-new") return;
    clearTimeout(timer);
    timer = setTimeout(refresh, wait);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  place.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#layer-"]');
    if (!link) return;
    const layer = document.getElementById(link.hash.slice(1));
    if (layer) layer.open = true;
  });
  form.querySelector("[data-pakn-look]").hidden = true;
})();
