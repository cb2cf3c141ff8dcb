/* What a browser with scripts adds to the citizens' pages. Everything works without it. */
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, className, words = "") => {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = words;
    return node;
  };
  const storage = (() => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  })();
  const fold = (words) =>
    words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();

  /* The error summary takes the focus. */
  all("[data-pk-errors]").forEach((box) => box.focus());

  /* Characters left, spoken only near the end. */
  all("[data-pk-count]").forEach((frame) => {
    const area = frame.querySelector("textarea");
    const limit = Number(frame.dataset.pkCount);
    const line = make("p", "pk-counter");
    const spoken = make("p", "pk-hidden");
    spoken.setAttribute("role", "status");
    area.after(line, spoken);
    let wait = 0;
    const show = () => {
      const left = limit - [...area.value.trim().normalize("NFC")].length;
      const words = (left < 0 ? frame.dataset.pkOver : frame.dataset.pkLeft).replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
      line.textContent = words;
      line.classList.toggle("pk-counter--over", left < 0);
      clearTimeout(wait);
      wait = setTimeout(() => {
        spoken.textContent = left < 200 ? words : "";
      }, 1000);
    };
    area.addEventListener("input", show);
    document.addEventListener("pk-restored", show);
    show();
  });

  /* Previews of the photos just picked. */
  all("[data-pk-photos]").forEach((frame) => {
    const input = frame.querySelector('input[type="file"]');
    const list = make("ul", "pk-photos");
    list.setAttribute("aria-label", frame.dataset.label);
    input.after(list);
    list.hidden = true;
    input.addEventListener("change", () => {
      all("img", list).forEach((image) => URL.revokeObjectURL(image.src));
      list.replaceChildren();
      [...input.files].slice(0, Number(frame.dataset.limit)).forEach((file) => {
        const image = document.createElement("img");
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        image.addEventListener("error", () => image.parentElement.remove());
        const item = make("li", "");
        item.append(image);
        list.append(item);
      });
      list.hidden = !list.children.length;
    });
  });

  /* Communes: typing a name, new or old, narrows the list and picks the only match. */
  all("[data-pk-places]").forEach((frame) => {
    const select = frame.querySelector("select");
    const input = frame.querySelector('input[type="text"]');
    const line = make("p", "pk-found");
    line.setAttribute("role", "status");
    input.after(line);
    const empty = select.options[0];
    const options = [...select.options].slice(1).map((option) => ({
      node: option,
      group: option.parentElement,
      name: fold(option.text),
      old: (option.dataset.old || "").split("|").filter(Boolean).map((name) => ({ name, folded: fold(name) })),
    }));
    const groups = [...new Set(options.map((option) => option.group))];
    const matches = (wanted) => {
      const near = options.filter((o) => o.name.includes(wanted) || o.old.some((old) => old.folded.includes(wanted)));
      const exact = near.filter((o) => [o.name, ...o.old.map((old) => old.folded)].some((name) => name === wanted || name.replace(/^(xa|phuong|dac khu|thi tran) /, "") === wanted));
      return exact.length ? exact : near;
    };
    const offer = (found) => {
      const chosen = select.value;
      groups.forEach((group) => group.replaceChildren(...found.filter((o) => o.group === group).map((o) => o.node)));
      select.replaceChildren(empty, ...groups.filter((group) => group.children.length));
      select.value = found.some((o) => o.node.value === chosen) ? chosen : "";
    };
    const filter = () => {
      const wanted = fold(input.value);
      const found = wanted ? matches(wanted) : options;
      offer(found.length ? found : options);
      line.textContent = "";
      if (!wanted) return;
      if (found.length === 1) {
        select.value = found[0].node.value;
        const old = found[0].old.filter((name) => name.folded.includes(wanted)).map((name) => name.name);
        line.textContent = frame.dataset.pkOne.replace("{n}", found[0].node.text + (old.length ? ` (${frame.dataset.pkOld} ${old.join(", ")})` : ""));
      } else {
        line.textContent = found.length ? frame.dataset.pkMany.replace("{n}", found.length) : frame.dataset.pkNone;
      }
    };
    input.addEventListener("input", filter);
    select.addEventListener("change", () => {
      line.textContent = "";
    });
  });

  /* Drafts stay on this device until the form was sent. */
  const NEVER = new Set(["csrfmiddlewaretoken", "key", "b", "do", "held", "drop"]);
  const WEEK = 7 * 24 * 3600 * 1000;
  const name = (key) => `pakn-draft-${key}`;
  const fieldsOf = (form) => [...form.elements].filter((e) => e.name && !NEVER.has(e.name) && e.type !== "file" && e.type !== "hidden" && e.type !== "submit");
  const keep = (form) => {
    const values = fieldsOf(form)
      .filter((e) => (e.type === "radio" || e.type === "checkbox" ? e.checked : e.value))
      .filter((e) => e.name !== "consent")
      .map((e) => [e.name, e.value]);
    try {
      storage.setItem(name(form.dataset.pkDraft), JSON.stringify({ at: Date.now(), values }));
    } catch {
      /* no room: the server still keeps what was sent */
    }
  };
  const restore = (form) => {
    let draft = null;
    try {
      draft = JSON.parse(storage.getItem(name(form.dataset.pkDraft)));
    } catch {
      return false;
    }
    if (!draft || !draft.values.length || Date.now() - draft.at > WEEK) return false;
    const fields = fieldsOf(form);
    if (!draft.values.some(([key]) => key === "text" || key === "address")) return false;
    draft.values.forEach(([key, value]) => {
      fields.filter((e) => e.name === key).forEach((e) => {
        if (e.type === "radio" || e.type === "checkbox") e.checked = e.value === value;
        else if (!e.value) e.value = value;
      });
    });
    return true;
  };
  const tell = (form) => {
    if (!form.dataset.pkRestored) return;
    const box = make("div", "pk-notice pk-draft");
    box.setAttribute("role", "status");
    const button = make("button", "pk-button pk-button--quiet", form.dataset.pkForget);
    button.type = "button";
    button.addEventListener("click", () => {
      storage.removeItem(name(form.dataset.pkDraft));
      form.reset();
      box.remove();
      document.dispatchEvent(new Event("pk-restored"));
      fieldsOf(form)[0].focus();
    });
    box.append(make("p", "", form.dataset.pkRestored), button);
    form.before(box);
  };
  if (storage) {
    all("[data-pk-clear]").forEach((node) => storage.removeItem(name(node.dataset.pkClear)));
    all("form[data-pk-draft]").forEach((form) => {
      const faulty = document.querySelector("[data-pk-errors]");
      if (!faulty && restore(form)) {
        tell(form);
        document.dispatchEvent(new Event("pk-restored"));
      }
      let wait = 0;
      form.addEventListener("input", () => {
        clearTimeout(wait);
        wait = setTimeout(() => keep(form), 400);
      });
      form.addEventListener("submit", () => {
        clearTimeout(wait);
        keep(form);
      });
    });
  }

  /* One submission a click; coming back with the browser's button opens the form again. */
  const forms = all("form[data-pk-guard]");
  forms.forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.pkSent) {
        event.preventDefault();
        return;
      }
      form.dataset.pkSent = "1";
      const button = form.querySelector('[type="submit"]');
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.pkBusy) {
        button.dataset.pkWords = button.textContent;
        button.textContent = button.dataset.pkBusy;
      }
    });
  });
  window.addEventListener("pageshow", () => {
    forms.forEach((form) => {
      delete form.dataset.pkSent;
      const button = form.querySelector('[type="submit"]');
      button.removeAttribute("aria-disabled");
      if (button.dataset.pkWords) button.textContent = button.dataset.pkWords;
    });
  });
})();
