// Filters, searches and sorts the ledger. Without it the whole table and every record are there.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".sop-filter"),
    table = document.querySelector(".sop-index");
  if (!form || !table) return;
  const bodies = [...table.tBodies],
    rows = [...table.querySelectorAll("tr[data-kind]")];
  const records = [...document.querySelectorAll(".sop-record:not(.sop-candidate)")];
  const selects = [...form.querySelectorAll("select")],
    words = form.elements.q,
    output = form.querySelector("output");
  form.hidden = false;
  const plain = (text) =>
    text
      .toLowerCase()
      .replace(/(\d)[,\u00a0\u202f](?=\d{3})/g, "$1")
      .replace(/[’']/g, "'");
  const idOf = (row) => row.querySelector("a").hash.slice(1);
  const texts = new Map(records.map((record) => [record.id, plain(record.textContent)]));
  for (const row of rows) texts.set(idOf(row), `${plain(row.textContent)} ${texts.get(idOf(row)) ?? ""}`);

  const filter = () => {
    const wanted = selects.filter((s) => s.value).map((s) => [s.name, s.value]);
    const sought = plain(words.value).split(/\s+/).filter(Boolean);
    const fits = (row) =>
      wanted.every(([name, value]) => row.dataset[name] === value) &&
      sought.every((word) => texts.get(idOf(row)).includes(word));
    for (const row of rows) row.hidden = !fits(row);
    const shown = new Set(rows.filter((row) => !row.hidden).map(idOf));
    for (const record of records) record.hidden = !shown.has(record.id);
    for (const body of bodies) body.hidden = !body.querySelector("tr[data-kind]:not([hidden])");
    for (const section of document.querySelectorAll(".sop-topic"))
      section.hidden = !section.querySelector(".sop-record:not([hidden])");
    output.textContent = `${shown.size} of ${rows.length} entries`;
    const others = new URLSearchParams(location.search).get("with"), // numbers: see whatif/panel.js
      more = Object.entries({ q: words.value, with: others }).filter(([, value]) => value),
      query = new URLSearchParams([...wanted, ...more]).toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch {
      /* a page opened from disk keeps its address */
    }
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // the browser would clear the choices only after this
    for (const field of [...selects, words]) field.value = "";
    filter();
  });
  const given = new URLSearchParams(location.search);
  for (const select of selects)
    if ([...select.options].some((o) => o.value === given.get(select.name))) select.value = given.get(select.name);
  words.value = given.get("q") ?? "";
  filter();

  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  const compare = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return Number.isNaN(+a) || Number.isNaN(+b) ? a.localeCompare(b) : a - b;
  };
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: cell.textContent });
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const sign = cell.ariaSort === "ascending" ? -1 : 1;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.ariaSort = sign > 0 ? "ascending" : "descending";
      for (const heading of table.querySelectorAll("[scope=rowgroup]")) heading.parentElement.hidden = true;
      bodies[0].append(
        ...[...rows].sort((a, b) => {
          const [x, y] = [key(a, column), key(b, column)];
          return x === "" || y === "" ? compare(x, y) : sign * compare(x, y);
        }),
      );
      filter();
    });
  });
});
