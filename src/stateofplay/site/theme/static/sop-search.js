// The search page: looks for every word of the query in the index that search-index.js brings.
(() => {
  const words = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/(\d),(?=\d)/g, "$1");
  const run = (query) => {
    const wanted = words(query).split(/\s+/).filter(Boolean), place = document.getElementById("search-results");
    place.textContent = "";
    if (!wanted.length) return;
    const found = window.sopIndex.map((entry) => {
      const title = words(entry.title), text = words(`${entry.title} ${entry.page} ${entry.text}`);
      if (!wanted.every((word) => text.includes(word))) return null;
      return { entry, score: wanted.filter((word) => title.includes(word)).length * 2 + (entry.page === "Record" ? 0 : 1) };
    }).filter(Boolean).sort((a, b) => b.score - a.score);
    const count = Object.assign(document.createElement("p"), { textContent: found.length === 1 ? "One place found." : `${found.length} places found.` });
    const list = document.createElement("ol");
    for (const { entry } of found.slice(0, 60)) {
      const item = document.createElement("li"), link = Object.assign(document.createElement("a"), { href: entry.href, textContent: entry.title });
      const at = Math.max(0, words(entry.text).indexOf(wanted[0]) - 60);
      item.append(Object.assign(document.createElement("span"), { className: "sop-found-page", textContent: entry.page }), link,
        Object.assign(document.createElement("span"), { className: "sop-found-text", textContent: (at ? "…" : "") + entry.text.slice(at, at + 180) }));
      list.append(item);
    }
    place.append(count, list);
  };
  addEventListener("DOMContentLoaded", () => {
    const field = document.getElementById("q");
    field.value = new URLSearchParams(location.search).get("q") || "";
    field.addEventListener("input", () => run(field.value));
    run(field.value);
  });
})();
