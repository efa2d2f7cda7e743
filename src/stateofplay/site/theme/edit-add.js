// Adds a row: to a table that is chosen, with what belongs to it (where an outside value was looked for; a pasted
// source).
import { openWindow } from "./~edit-dialog.js";
import { button, debounced, make } from "./~edit-elements.js";
import { fieldOf } from "./~edit-fields.js";
import { rowWindow } from "./~edit-row.js";
import { ask, query } from "./~edit-server.js";

const LOOKED = [
  ["where_looked", "Where you looked", "For an outside value: which publications, of whom."],
  ["looked_for", "What you looked for", "In words, as another editor would look for it."],
];

// A figure of an article has either an outside value or a line that says where one was looked for: the form has its
// fields, and both rows are written together.
const withSearch = () => {
  const fields = LOOKED.map(([name, label, help]) =>
    fieldOf({ name, label, help, type: "string", required: true }, "", null),
  );
  const today = new Date().toISOString().slice(0, 10);
  let id = "";
  return {
    after: [
      make("h3", { className: "sop-edit-long" }, "Outside value: not found"),
      ...fields.map((field) => field.element),
    ],
    body: (own) => {
      const [where_looked, looked_for] = fields.map((field) => field.input.value);
      const cells = { figure: own.cells.id || id, day: today, where_looked, looked_for };
      return { edits: [...(cells.figure ? [{ kind: "add", table: "unchecked", cells }] : []), own] };
    },
    // The name is proposed by the answer: whether it is a new one.
    told: ({ proposed }) => {
      const other = Boolean(proposed?.id) && proposed.id !== id;
      id = proposed?.id || id;
      return other;
    },
  };
};

// Fills the fields of a source from a BibTeX entry or what a page says of itself, read as soon as it stands there.
const pasted = (text) => (fields) => {
  const area = make("textarea", { id: "sop-edit-pasted", rows: 2, spellcheck: false, value: text });
  const said = make("p", { role: "status" });
  let again = () => {};
  const read = debounced(
    () => area.value.trim() && ask("source", { text: area.value }),
    ({ error, from, cells, known }) => {
      said.textContent = error ?? (known ? `The book has it: ${known}.` : from ? `Read as ${from}.` : "");
      if (cells) fields.fill(cells);
      again();
    },
  );
  area.addEventListener("input", (event) => {
    event.stopPropagation();
    read();
  });
  return {
    before: [
      make(
        "div",
        { className: "sop-edit-field sop-edit-long" },
        make("label", { htmlFor: area.id }, "Paste its address, BibTeX, JSON-LD or HTML"),
        area,
        said,
      ),
    ],
    first: area,
    start: (check) => {
      again = check;
      if (text) read();
    },
  };
};

// Opens the empty form of a table; of outside values, for a `figure`; of a source, with what was `told` of it.
export const addRow = async (table, kind, from, { figure = "", told = "", next } = {}) => {
  const form = await ask(`new?${query(figure ? { table, figure } : { table })}`);
  const extra = table === "sources" ? pasted(told) : kind === "figure" ? withSearch : undefined;
  if (!form.error) rowWindow(form, { kind: "add", table: form.table, after: "" }, from, extra, next);
  return form.error ?? "";
};

const KINDS = [
  ["figure", "A figure of an article"],
  ["check", "An outside value"],
  ["context", "A figure from elsewhere"],
  ["derived", "A derived figure"],
  ["finding", "A finding"],
  ["event", "An event"],
  ["position", "A position"],
  ["unchecked", "Where an outside value was looked for in vain"],
  ["unit", "A unit"],
];

// Asks what is added, by kind and table.
export const chooseTable = async (from, say) => {
  const { tables = [], error } = await ask("tables");
  if (error) return error;
  const opened = openWindow({ title: "Add", about: ["What is added?"], from });
  const choose = async (table, kind) => {
    opened.close(true);
    say(await addRow(table, kind, from)); // asked at once: a page that waits to be loaded again waits on
  };
  const list = KINDS.map(([kind, title]) => {
    const all = tables.filter((each) => each.kind === kind);
    const buttons = all.map(({ table, title: name }) =>
      make(
        "li",
        {},
        button(name, () => choose(table, kind)),
      ),
    );
    return all.length
      ? make("section", {}, make("h3", {}, title), make("ul", { className: "sop-edit-choices" }, ...buttons))
      : "";
  });
  const source = make(
    "ul",
    { className: "sop-edit-choices" },
    make(
      "li",
      {},
      button("A source", () => choose("sources", "")),
    ),
  );
  opened.content.append(
    make(
      "div",
      { className: "sop-edit-whole" },
      ...list.filter(Boolean),
      make("section", {}, make("h3", {}, "Sources"), source),
    ),
  );
  opened.focus(opened.content.querySelector("button"));
  return "";
};
