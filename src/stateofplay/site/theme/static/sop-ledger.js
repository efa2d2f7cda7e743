// Filters, searches and sorts the ledger. Without it the table, or the pages that it would lead to, are all there.
// Where records have pages of their own, their words come from ledger-index.js when they are asked for; so do the
// rows of a long table, of which the first are shown.
addEventListener("DOMContentLoaded", () => {
  const MOST = 200, // rows of a long table that are shown at once
    root = document.documentElement.dataset.content_root || "./",
    idHere = () => decodeURIComponent(location.hash.slice(1)),
    form = document.querySelector(".sop-filter"),
    table = document.querySelector(".sop-index");
  const lead = (href) => location.replace(href.replace("#", `${location.search}#`));
  const loaded = (path) =>
    new Promise((onload) =>
      document.head.append(Object.assign(document.createElement("script"), { src: root + path, onload })),
    );
  // Where no row here says it: a part of a map says which page has a record.
  const leadByMap = async (id, kind = "") => {
    const key = kind + id,
      piece = [...key].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 61, 0);
    await loaded(`ledger-index/${piece}.js`);
    const page = window.sopAt[key];
    if (typeof page === "string") lead(`${root}${page}.html#${id}`);
  };
  if (!form || !table) {
    // A record that has moved to another page is found through the table.
    const all = document.querySelector(".sop-jump a"),
      id = idHere();
    if (id && all && !document.getElementById(id)) {
      const long = document.querySelector(".sop-jump[data-long]");
      if (long) leadByMap(id, long.dataset.long);
      else lead(`${all.href}#${location.hash.slice(1)}`);
    }
    return;
  }
  const records = new Map(
    [...document.querySelectorAll(".sop-record:not(.sop-candidate)")].map((record) => [record.id, record]),
  );
  const bodies = [...table.tBodies],
    selects = [...form.querySelectorAll("select")],
    words = form.elements.q,
    output = form.querySelector("output"),
    long = "long" in table.dataset;
  form.hidden = false;
  const plain = (text) =>
    text
      .toLowerCase()
      .replace(/(\d)[,\u00a0\u202f](?=\d{3})/g, "$1")
      .replace(/[’']/g, "'");
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  let rows = bodies.flatMap((body) =>
      [...body.querySelectorAll("tr[data-kind]")].map((tr) => {
        const id = tr.querySelector("a").hash.slice(1);
        return {
          id,
          tr,
          body,
          data: tr.dataset,
          keys: [...tr.cells].map((_, column) => key(tr, column)),
          text: `${plain(tr.textContent)} ${plain(records.get(id)?.textContent ?? "")}`,
        };
      }),
    ),
    order = null, // how a column sorts them; as they stand in their groups without
    isMoved = false,
    index = null;

  // The rows of ledger-index.js: of a long table all that is known, of a short one the words of records.
  const take = ({ pages, topics, kinds, party, groups }) => {
    const known = new Map(rows.map((row) => [row.id, row]));
    const read = (body, [id, page, name, words, sort, kind, topic, interest, verdict, who, stands, more]) => {
      const found = known.get(id);
      if (found) {
        found.text += ` ${plain(more)}`;
        return found;
      }
      const cells = [name, words, kinds[kind], who, stands, topics[topic]],
        text = plain([...cells, more].join(" ")),
        keys = cells.map((text, column) => (column === 1 ? sort : text));
      const data = { topic, kind, verdict, interest };
      return { id, body, data, keys, text, cells, href: `${pages[page]}#${id}`, party };
    };
    rows = groups.flatMap((group, at) => group.map((row) => read(bodies[at], row)));
  };
  const load = () => {
    index ||= loaded("ledger-index.js").then(() => take(window.sopRows));
    return index;
  };
  const made = ({ cells, keys, data, href, party }) => {
    const tr = document.createElement("tr"),
      th = Object.assign(document.createElement("th"), { scope: "row" });
    Object.assign(tr.dataset, data);
    th.append(Object.assign(document.createElement("a"), { href, textContent: cells[0] }));
    tr.append(th, ...cells.slice(1).map((textContent) => Object.assign(document.createElement("td"), { textContent })));
    tr.cells[1].className = "sop-number";
    tr.cells[1].dataset.sort = keys[1];
    const badge = { className: "sop-party", textContent: party };
    if (data.interest === "party") tr.cells[3].append(" ", Object.assign(document.createElement("span"), badge));
    return tr;
  };

  const show = (wanted, sought) => {
    const fits = (row) =>
      wanted.every(([name, value]) => row.data[name] === value) && sought.every((word) => row.text.includes(word));
    const parted = new Set(), // groups of which some is not found: their number of statements is not what is shown
      found = rows.filter((row) => fits(row) || !parted.add(row.body));
    if (order) found.sort(order);
    const shown = new Set(long ? found.slice(0, MOST) : found);
    for (const row of rows) {
      if (!long) row.tr.hidden = !shown.has(row);
      else if (!shown.has(row)) row.tr?.remove();
    }
    for (const row of long || order ? shown : isMoved ? rows : []) {
      row.tr ??= made(row);
      (order ? bodies[0] : row.body).append(row.tr);
    }
    isMoved = Boolean(order);
    const kept = new Set([...shown].map((row) => row.id));
    for (const [id, record] of records) record.hidden = !kept.has(id);
    for (const body of bodies) {
      body.hidden = !body.querySelector("tr[data-kind]:not([hidden])");
      for (const count of body.querySelectorAll("[scope=rowgroup] span span")) count.hidden = parted.has(body);
    }
    for (const section of document.querySelectorAll(".sop-topic"))
      section.hidden = !section.querySelector(".sop-record:not([hidden])");
    table.hidden = !shown.size;
    const cut = shown.size < found.length ? `; the first ${shown.size} are shown` : "";
    output.textContent = rows.length ? `${found.length} of ${rows.length} entries${cut}` : "";
    if (rows.length && !found.length && sought.length) {
      const href = `${root}search.html?q=${encodeURIComponent(words.value)}`,
        textContent = "The search of the book also finds words that are spelt nearly so.";
      output.append(". ", Object.assign(document.createElement("a"), { href, textContent }));
    }
  };
  const filter = async () => {
    const wanted = selects.filter((s) => s.value).map((s) => [s.name, s.value]);
    const sought = plain(words.value).split(/\s+/).filter(Boolean);
    const others = new URLSearchParams(location.search).get("with"), // numbers: see whatif/panel.js
      more = Object.entries({ q: words.value, with: others }).filter(([, value]) => value),
      query = new URLSearchParams([...wanted, ...more]).toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch {
      /* a page opened from disk keeps its address */
    }
    const asked = wanted.length || sought.length || order;
    if ("index" in table.dataset && (long ? asked : sought.length)) await load();
    show(wanted, sought);
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // the browser would clear the choices only after this
    for (const field of [...selects, words]) field.value = "";
    sort();
  });
  const given = new URLSearchParams(location.search);
  for (const select of selects)
    if ([...select.options].some((o) => o.value === given.get(select.name))) select.value = given.get(select.name);
  words.value = given.get("q") ?? "";
  filter();
  // The address that a record had when all were on this page.
  const leadOn = () => {
    const id = idHere();
    if (long && id && !document.getElementById(id)) return leadByMap(id);
    const row = long || records.has(id) ? null : rows.find((row) => row.id === id);
    if (row) lead(row.tr.querySelector("a").href);
  };
  addEventListener("hashchange", leadOn);
  leadOn();

  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return Number.isNaN(+a) || Number.isNaN(+b) ? a.localeCompare(b) : a - b;
  };
  const heads = [...table.tHead.rows[0].cells];
  // By a column, rising or falling; without one as it was at first.
  const sort = (column, sign) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    if (sign) heads[column].ariaSort = sign > 0 ? "ascending" : "descending";
    for (const heading of table.querySelectorAll("[scope=rowgroup]")) heading.parentElement.hidden = Boolean(sign);
    order = sign
      ? (a, b) => {
          const [x, y] = [a.keys[column], b.keys[column]];
          return x === "" || y === "" ? compare(x, y) : sign * compare(x, y);
        }
      : null;
    filter();
  };
  heads.forEach((cell, column) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: cell.textContent });
    cell.replaceChildren(button);
    button.addEventListener("click", () => sort(column, { ascending: -1, descending: 0 }[cell.ariaSort] ?? 1));
  });
});
