/* The editor's page makes slugs in the browser, where "Đường" would become "djuong" or lose its first letter.
   Both ways into Wagtail's slug field get plain letters first: the title's suggestion, and typing by hand. */
(() => {
  const bare = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/đ/g, "d")
      .replace(/Đ/g, "D");
  const isSlug = (element) =>
    element instanceof HTMLInputElement && (element.dataset.controller || "").split(" ").includes("w-slug");

  for (const name of ["w-sync:apply", "w-sync:check"]) {
    document.addEventListener(
      name,
      (event) => {
        if (isSlug(event.target) && event.detail && typeof event.detail.value === "string") {
          event.detail.value = bare(event.detail.value);
        }
      },
      { capture: true },
    );
  }
  document.addEventListener(
    "blur",
    (event) => {
      if (isSlug(event.target)) event.target.value = bare(event.target.value);
    },
    { capture: true },
  );
})();
