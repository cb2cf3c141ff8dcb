// The banner: copy buttons, one tick for a page, and the picture of a form's choices. Without this file fields are copied
// and boxes ticked by hand, and the picture is the one that was saved.
(() => {
  "use strict";
  const status = document.querySelector("[data-pakn-status]");

  const copy = async (field) => {
    field.focus();
    field.select();
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    if (!document.execCommand("copy")) throw new Error("not copied");
  };

  for (const field of document.querySelectorAll("[data-pakn-code]")) {
    field.addEventListener("focus", () => field.select());
  }
  for (const button of document.querySelectorAll("[data-pakn-copy]")) {
    const label = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", () => {
      copy(document.getElementById(button.dataset.paknCopy)).then(() => {
        button.textContent = button.dataset.done;
        status.textContent = button.dataset.done;
        setTimeout(() => { button.innerHTML = label; status.textContent = ""; }, 3000);
      }, () => {});
    });
  }

  // One box ticks all of its page. It shows when some are ticked.
  for (const all of document.querySelectorAll("[data-pakn-all]")) {
    const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.paknAll}"]`)];
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && !all.checked;
    };
    all.closest("label").hidden = false;
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    for (const box of boxes) box.addEventListener("change", tell);
    tell();
  }

  // The picture of a form's choices, drawn again when one changes.
  const shown = document.querySelector("[data-pakn-preview]");
  if (shown) {
    const form = shown.closest("form");
    const parts = ["agency", "design", "scheme", "language", "with_figures"];
    form.addEventListener("change", () => {
      const asked = new URLSearchParams({ size: "728x90" });
      const chosen = new FormData(form);
      for (const part of parts) if (chosen.get(part)) asked.set(part, chosen.get(part));
      shown.src = `${shown.dataset.paknPreview}?${asked}`;
    });
  }
})();
