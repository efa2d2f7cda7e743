// The form of one row: what is typed is checked, what would follow is shown, and only then is it saved.
import { addRow } from "./~edit-add.js";
import { chartsAfter } from "./~edit-charts.js";
import { openWindow } from "./~edit-dialog.js";
import { button, fileLinks, make } from "./~edit-elements.js";
import { fieldOf, fieldsOf } from "./~edit-fields.js";
import { followingBox, showProblems } from "./~edit-follows.js";
import { saving } from "./~edit-saving.js";
import { ask, query } from "./~edit-server.js";

const FIRST = ["value", "low", "as_stated", "formula", "statement", "position", "title", "measure"];
const REASON = {
  name: "reason-of-change",
  label: "Reason for the change, for readers",
  help: "",
  type: "string",
  first: true,
};

const neighbours = (form) => {
  if (!form.neighbours?.length) return "";
  const rows = form.neighbours.map(({ name, key, words, current }) =>
    make("li", current ? { "aria-current": "true" } : {}, name || key, words ? make("small", {}, ` ${words}`) : ""),
  );
  return make("ul", { className: "sop-edit-near", "aria-label": "Around it" }, ...rows);
};

// A source that the book does not have yet is added on the way: by the button, or as what is `told` of it is put into
// the field.
const newSource = (field, done, status) => {
  if (!field) return;
  const { input } = field;
  const next = ({ key }) => {
    input.value = key;
    input.focus();
    done();
  };
  const open = async (told) => {
    status.textContent = (await addRow("sources", "", input, { told, next })) || status.textContent;
  };
  const find = async (told) => {
    const { known } = await ask("source", { text: told });
    if (known) return next({ key: known });
    input.value = "";
    return open(told);
  };
  const isTold = (text) => /^\s*(https?:\/\/|@\w+\s*[{(]|[{<])/.test(text);
  input.addEventListener("change", () => isTold(input.value) && find(input.value));
  input.addEventListener("paste", (event) => {
    const told = event.clipboardData.getData("text");
    if (!isTold(told)) return;
    event.preventDefault();
    find(told);
  });
  input.placeholder = "search, or paste an address";
  input.after(button("Add a source…", () => open("")));
};

// A row that this edit puts in the wrong, as a finding that it turns, is edited in the same save.
const together = (opened, body) => (row) => {
  const edits = () => body().edits ?? [body()];
  const extra = () => ({ body: (own) => ({ edits: [...edits(), own] }) });
  const edit = button("Edit it as well", () => editRow(row.table, row.key, edit, extra, () => opened.close(true)));
  return [" ", edit];
};

// How many problems there are, and at which fields.
const problemsAt = (form, problems) => {
  const labels = new Map([["reason", "the reason"], ...form.columns.map(({ name, label }) => [name, label])]);
  const at = problems.map(({ here, column }) => (here && labels.get(column)) || "beside the fields");
  return `${at.length} ${at.length === 1 ? "problem" : "problems"}: ${[...new Set(at)].join(", ")}`;
};

// Where the row stands in its file: its place and name as proposed, and what stands around it.
const inTheTable = (form) => {
  const proposal = make("p", {});
  const file = form.file + (form.line ? `, line ${form.line}` : "");
  const element = make(
    "details",
    {},
    make("summary", {}, "In the table"),
    make("p", {}, `${file} `, ...fileLinks(form)),
    proposal,
    neighbours(form),
  );
  const propose = ({ id, after, line } = {}) => {
    if (!form.key)
      proposal.textContent = `Name: ${id || "not yet"}${after ? `; after ${after}` : ""}; line ${line ?? "not yet"}`;
  };
  return { element, propose };
};

// Lays the window out, and says what an answer of a check says.
const laidOut = (opened, form, fields, extra, body) => {
  const reason = fieldOf(REASON, "", null);
  const elsewhere = make("ul", { className: "sop-edit-elsewhere", hidden: true });
  const would = make("p", { className: "sop-edit-shown" });
  const condition = make("p", {});
  const charts = chartsAfter(body);
  const { following, showFollowing } = followingBox(charts.element);
  const place = inTheTable(form);
  reason.element.hidden = !form.reason;
  opened.content.append(
    make(
      "div",
      { className: "sop-edit-fields" },
      ...(extra?.before ?? []),
      ...fields.firsts,
      reason.element,
      ...(extra?.after ?? []),
      fields.more,
    ),
    make("aside", { "aria-label": "What would follow" }, elsewhere, would, condition, following, place.element),
  );
  const show = (answer) => {
    reason.complain("");
    reason.element.hidden &&= !answer.reason;
    if (answer.error && !answer.problems) {
      opened.status.textContent = answer.error;
      return;
    }
    const count = showProblems(fields, elsewhere, answer.problems, reason, together(opened, body));
    showFollowing(answer);
    charts.update(answer);
    place.propose(answer.proposed);
    const own = answer.follows?.find(({ id }) => id === (form.key || answer.proposed?.id));
    would.textContent = own?.new && own.new !== own.old ? `Would be: ${own.new}` : "";
    const { says, turning } = answer.condition ?? {}; // of a finding, as it is typed
    condition.textContent = says ? `It ${says}. ${turning ?? ""}` : "";
    const others = (answer.follows?.length ?? 0) - (own ? 1 : 0);
    const wrong = form.key ? problemsAt(form, answer.problems) : `${count} to fill in or to mend`;
    const follows = others ? ` ${others} other ${others === 1 ? "entry" : "entries"} would change.` : "";
    const said = count ? wrong : `No problems.${follows}`;
    if (opened.status.textContent !== said) opened.status.textContent = said; // the same is not heard again
  };
  return { reason, show };
};

// Shows `form`; `edit` is what is sent besides its cells ({kind, table, key}); `extra` are more fields, and what they
// make of the edit; `next` follows a save.
export const rowWindow = (form, edit, from, extra, next) => {
  const isNew = edit.kind === "add";
  const name = form.name || form.key;
  const held = { version: form.version, known: isNew ? null : form.cells };
  const changed = () => fields.changed(held.known ?? form.cells);
  const opened = openWindow({
    title: isNew ? `Add: ${form.title || name}` : `Edit: ${name}`,
    about: [[form.shown, form.where].filter(Boolean).join(" · ")],
    from,
    changed: () => Object.keys(changed()).length > 0,
  });
  const fields = fieldsOf(form);
  const more = extra?.(fields);
  const filled = () => Object.fromEntries(Object.entries(fields.cells()).filter(([, cell]) => cell));
  const body = () => {
    const cells = isNew ? filled() : changed();
    const own = { ...edit, version: held.version, cells, reason: reason.input.value };
    return more?.body?.(own) ?? own;
  };
  const { reason, show } = laidOut(opened, form, fields, more, body);
  opened.form.addEventListener("input", fields.greyed);
  const told = (answer) => {
    show(answer);
    if ([more?.told?.(answer), fields.propose(answer.proposed ?? {})].includes(true)) check();
  };
  const saved = ({ files, key }) =>
    files.length ? `Saved: ${isNew ? key : name}, in ${files.join(" and ")}.` : "Nothing was changed.";
  const check = saving(opened, { body, show: told, held, fields, saved, from, next });
  newSource(form.table === "sources" ? null : fields.get("source"), check, opened.status);
  more?.start?.(check);
  opened.focus(more?.first ?? fields.firstOf(FIRST));
  check();
};

export const editRow = async (table, id, from, extra, next) => {
  const form = await ask(`row?${query(table ? { id, table } : { id })}`);
  if (!form.error) rowWindow(form, { kind: "row", table: form.table, key: form.key }, from, extra, next);
  return form.error ?? "";
};
