// The search page: ranks what search-index.js brings by where a query's words are found; numbers match whole, words from their beginning.
(() => {
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .replace(/(\d),(?=\d{3})/g, "$1").replace(/[’']s\b/g, "");
  const tokens = (text) => plain(text || "").match(/\d+(?:\.\d+)?|[^\s\d\p{P}\p{S}]+/gu) || [];
  const stem = (word) => (/^\d/.test(word) || word.length < 5 ? word : word.replace(/(?:es|s|ing|ed)$/, ""));
  const fits = (token, word) => (/^\d/.test(word) ? token === word : token.startsWith(word));
  // What a word is worth in each field: a figure's own value before titles, titles before who states a figure, that before other text.
  const WORTH = { value: 12, title: 8, speaker: 4, text: 2, also: 1 };
  let index = null;

  const read = () => window.sopIndex.map((entry) => ({ entry,
    fields: ["value", "title", "text", "also"].map((name) => [name, tokens(entry[name])]) }));
  const score = ({ entry, fields }, words, query) => {
    const isFigure = entry.kind === "Figure";
    // What is asked for by its very name or id comes first, a chapter by its short name as well.
    const named = [entry.title, entry.href.includes("#") ? "" : entry.kind].some((name) => plain(name) === plain(query));
    const byId = query.includes("_") && (entry.also || "").split(" ").includes(query);
    let sum = named || byId ? 30 : 0;
    for (const word of words) {
      let best = 0, times = 0;
      for (const [name, list] of fields) {
        for (const token of list) {
          if (!fits(token, stem(word))) continue;
          if (name === "text") times += 1;
          best = Math.max(best, (name === "text" && isFigure ? WORTH.speaker : WORTH[name]) * (token === word ? 1 : 0.7));
        }
      }
      if (!isFigure) best = Math.max(best, Math.min(times, 9)); // a section that speaks of it again and again is about it
      if (!best && !named) return 0;
      sum += best;
    }
    return sum;
  };
  const find = (words, query) => (index ||= read()).map((item) => ({ entry: item.entry, worth: score(item, words, query) }))
    .filter((found) => found.worth).sort((a, b) => b.worth - a.worth);

  // The text with the found words marked, shortened to the part around the first of them.
  const marked = (text, words, most = Infinity) => {
    const parts = [...text.matchAll(/\d[\d,]*(?:\.\d+)?|[^\s\d\p{P}\p{S}]+/gu)].map((m) => [m.index, m[0]]);
    const hits = parts.filter(([, part]) => tokens(part).some((token) => words.some((word) => fits(token, stem(word)))));
    let from = hits.length && hits[0][0] > most / 2 ? text.lastIndexOf(" ", hits[0][0] - most / 3) + 1 : 0;
    const to = Math.min(text.length, from + most), line = document.createDocumentFragment();
    if (from) line.append("…");
    for (const [at, part] of hits) {
      if (at < from || at + part.length > to) continue;
      line.append(text.slice(from, at), Object.assign(document.createElement("mark"), { textContent: part }));
      from = at + part.length;
    }
    line.append(text.slice(from, to), to < text.length ? "…" : "");
    return line;
  };
  const span = (className, content) => { const e = Object.assign(document.createElement("span"), { className }); e.append(content); return e; };

  const run = (query) => {
    const place = document.getElementById("search-results"), count = place.querySelector("[role=status]"), list = place.querySelector("ol");
    const words = tokens(query), found = words.length ? find(words, query.trim()) : [];
    count.textContent = words.length ? (found.length === 1 ? "One place found." : `${found.length || "No"} places found.`) : "";
    list.replaceChildren(...found.slice(0, 60).map(({ entry }) => {
      const item = document.createElement("li"), link = Object.assign(document.createElement("a"), { href: entry.href });
      link.append(marked(entry.value ? `${entry.title}: ${entry.value}` : entry.title, words));
      item.append(span("sop-found-page", entry.kind), link);
      if (entry.text) item.append(span("sop-found-text", marked(entry.text, words, 200)));
      return item;
    }));
  };
  addEventListener("DOMContentLoaded", () => {
    const field = document.getElementById("q"), place = document.getElementById("search-results");
    field.value = new URLSearchParams(location.search).get("q") || "";
    field.addEventListener("input", () => {
      run(field.value);
      try { history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`); } catch { /* a page opened from disk keeps its address */ }
    });
    // The arrow keys lead from the field through the results and back.
    document.addEventListener("keydown", (event) => {
      const stops = [field, ...place.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (at < 0 || !step || !stops[at + step]) return;
      event.preventDefault();
      stops[at + step].focus();
    });
    run(field.value);
    field.focus();
  });
})();
