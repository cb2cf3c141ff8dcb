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

  const problem = document.querySelector("[data-pk-focus]");
  if (problem) problem.focus();
})();
