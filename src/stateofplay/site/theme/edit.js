// In the preview only: Edit at everything on the page that stands in a row, at its paragraphs, and a bar with what
// else can be done.
(async () => {
  // `stateofplay edit NAME` opens the page so; the ledger's own script may rewrite the address.
  const { edit: asked, table, token } = Object.fromEntries(new URLSearchParams(location.search));
  if (token) history.replaceState(null, "", location.pathname + location.hash); // a cookie now
  const names = ["places", "row", "bar", "elements", "text", "add", "draft"];
  const [{ places }, { editRow }, { openBar }, { button }, texts, { addRow, chooseTable }, { decide }] =
    await Promise.all(names.map((name) => import(`/~edit-${name}.js`)));
  const bar = await openBar();
  const open = async (table, id, from) => bar.say(await editRow(table, id, from));

  // A card is no stop of the keyboard, nor heard: its number has a key instead.
  const atNumber = (edit, number, program) => {
    edit.tabIndex = -1;
    number.setAttribute("aria-keyshortcuts", "e");
    number.dataset.edit = edit.dataset.edit;
    number.addEventListener("keydown", (event) => {
      if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      program();
    });
  };
  const put = (target, name, text, key, program) => {
    const made = button(text, () => program(made), { className: "sop-edit-here", "data-edit": key });
    if (name) made.setAttribute("aria-label", `${text}: ${name}`);
    target.append(" ", made);
    return made;
  };
  for (const { table, id, target, card, checked } of places()) {
    const name = target.textContent.replace(/#$/, "").trim().replace(/\s+/g, " ").slice(0, 80);
    const number = card && target.parentElement.querySelector(".sop-num");
    // Records also have *Change this number*, which changes no table.
    const text = card || checked !== undefined ? "Edit in the table" : "Edit";
    const edit = put(target, card ? "" : name, text, `${table}/${id}`, (made) => open(table, id, number || made));
    if (card) atNumber(edit, number, () => open(table, id, number));
    if (checked)
      put(target, name, "Add an outside value", `+${id}`, async (made) =>
        bar.say(await addRow("checks", "", made, { figure: id })),
      );
  }
  for (const paragraph of texts.paragraphs()) {
    const name = paragraph.textContent.trim().slice(0, 40);
    put(paragraph, name, "Edit this paragraph", `text/${name}`, async (made) =>
      bar.say(await texts.editParagraph(paragraph, made)),
    );
  }
  for (const chart of document.querySelectorAll(
    ".sop-figure[id]:not(:has(.sop-title .sop-edit-here)) .sop-title > span",
  ))
    put(chart.parentElement, chart.textContent, "Edit", `chart/${chart.id}`, async (made) =>
      bar.say(await texts.editParagraph(chart, made)),
    );
  const add = button("Add…", async () => bar.say(await chooseTable(add, bar.say)), { "data-edit": "add" });
  bar.buttons.prepend(add);
  if (document.querySelector(".sop-draft"))
    add.after(
      button("Decide…", async (event) => bar.say(await decide(event.target, bar.say)), { "data-edit": "decide" }),
    );
  bar.welcome();

  if (asked) {
    const at = places().find(({ id, card, table: of }) => id === asked && !card && ["", table].includes(of))?.target;
    history.replaceState(null, "", `${location.pathname}#${at?.closest("[id]")?.id ?? ""}`);
    at?.scrollIntoView();
    open(table, asked, at?.querySelector("[data-edit]"));
  }
})();
