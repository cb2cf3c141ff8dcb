// Copy buttons of the banner kit. Without this file the fields can be selected and copied by hand.
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
})();
