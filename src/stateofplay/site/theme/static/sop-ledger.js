// Filters and sorts the ledger. Without it the whole table and every record are there.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".sop-filter"), table = document.querySelector(".sop-index");
  if (!form || !table) return;
  const body = table.tBodies[0], rows = [...body.rows], records = [...document.querySelectorAll(".sop-record")];
  const selects = [...form.querySelectorAll("select")], output = form.querySelector("output");
  form.hidden = false;

  const filter = () => {
    const wanted = selects.filter((s) => s.value).map((s) => [s.name, s.value]);
    const fits = (element) => wanted.every(([name, value]) => element.dataset[name] === value);
    for (const element of [...rows, ...records]) element.hidden = !fits(element);
    for (const section of document.querySelectorAll(".sop-topic")) section.hidden = !section.querySelector(".sop-record:not([hidden])");
    output.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} entries`;
    const query = new URLSearchParams(wanted).toString();
    try { history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`); } catch { /* a page opened from disk keeps its address */ }
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // the browser would clear the choices only after this
    for (const select of selects) select.value = "";
    filter();
  });
  const given = new URLSearchParams(location.search);
  for (const select of selects) if ([...select.options].some((o) => o.value === given.get(select.name))) select.value = given.get(select.name);
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
      body.append(...[...rows].sort((a, b) => {
        const [x, y] = [key(a, column), key(b, column)];
        return x === "" || y === "" ? compare(x, y) : sign * compare(x, y);
      }));
    });
  });
});
