// The form of one row: what is typed is checked, what would follow is shown, and only then is it saved.
import { addRow } from "./~edit-add.js";
import { chartsAfter } from "./~edit-charts.js";
import { openWindow } from "./~edit-dialog.js";
import { button, fileLinks, make } from "./~edit-elements.js";
import { fieldOf, fieldsOf } from "./~edit-fields.js";
import { showFollowing, showProblems } from "./~edit-follows.js";
import { saving } from "./~edit-saving.js";
import { ask, query } from "./~edit-server.js";
import { showVersions } from "./~edit-versions.js";

const FIRST = ["value", "low", "as_stated", "formula", "statement", "position", "title", "measure"];
const REASON = {
  name: "reason-of-change",
  label: "Reason for the change",
  help: "It stands in the log of corrections, for readers.",
  type: "string",
};

const neighbours = (form) => {
  if (!form.neighbours?.length) return "";
  const rows = form.neighbours.map(({ name, key, words, current }) =>
    make("li", current ? { "aria-current": "true" } : {}, name || key, words ? make("small", {}, ` ${words}`) : ""),
  );
  const list = make("ul", { className: "sop-edit-near" }, ...rows);
  return make("details", {}, make("summary", {}, "Around it in the table"), list);
};

// Whether a published cell is other than what the form holds.
const corrects = (form, cells) =>
  Boolean(form.reason?.columns.some((name) => name in cells && cells[name] !== (form.reason.published[name] ?? "")));

// A source that the book does not have yet is added on the way.
const newSource = (field, done, status) => {
  if (!field) return;
  const take = ({ key }) => {
    field.input.value = key;
    field.input.focus();
    done();
  };
  const add = button("Add a source…", async () => {
    status.textContent = (await addRow("sources", "", add, "", take)) || status.textContent;
  });
  field.input.after(add);
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
  const labels = new Map([["reason", REASON.label], ...form.columns.map(({ name, label }) => [name, label])]);
  const at = problems.map(({ here, column }) => (here && labels.get(column)) || "beside the fields");
  return `${at.length} ${at.length === 1 ? "problem" : "problems"}: ${[...new Set(at)].join(", ")}`;
};

// Lays the window out, and says what an answer of a check says.
const laidOut = (opened, form, fields, extra, body) => {
  const reason = fieldOf(REASON, "", null);
  const elsewhere = make("ul", { className: "sop-edit-elsewhere", hidden: true });
  const box = make("div", { className: "sop-edit-following" });
  const shown = make("p", { className: "sop-edit-shown" });
  const condition = make("p", {});
  const charts = chartsAfter(body);
  const versions = make("section", { className: "sop-edit-versions", hidden: true });
  const proposal = make("p", { className: "sop-edit-proposal" });
  reason.element.hidden = true;
  opened.content.append(
    versions,
    make(
      "div",
      { className: "sop-edit-fields" },
      ...(extra?.before ?? []),
      proposal,
      ...fields.elements,
      ...(extra?.after ?? []),
    ),
    make(
      "aside",
      { "aria-label": "What would follow" },
      make("h3", {}, "What would follow"),
      elsewhere,
      shown,
      condition,
      box,
      charts.element,
      neighbours(form),
    ),
  );
  opened.form.querySelector("footer").prepend(reason.element); // it asks, and no field moves away
  const show = (answer) => {
    reason.complain("");
    reason.element.hidden = !(corrects(form, fields.cells()) || answer.reason);
    if (answer.error && !answer.problems) {
      opened.status.textContent = answer.error;
      return;
    }
    const count = showProblems(fields, elsewhere, answer.problems, reason, together(opened, body));
    showFollowing(box, answer);
    charts.update(answer);
    shown.textContent = answer.same ? form.shown : ""; // what changes stands in the table
    const { says, turning } = answer.condition ?? {}; // of a finding, as it is typed
    condition.textContent = says ? `It ${says}. ${turning ?? ""}` : "";
    const { id, after, line } = answer.proposed ?? {};
    proposal.textContent = form.key
      ? ""
      : `Name: ${id || "not yet"}${after ? `; after ${after}` : ""}; line ${line ?? "not yet"}`;
    const would = answer.follows?.length ?? 0;
    const wrong = form.key ? problemsAt(form, answer.problems) : `${count} to fill in or to mend`;
    const follows = `No problems. ${would} ${would === 1 ? "entry" : "entries"} would change.`;
    const said = count ? wrong : answer.same ? "No problems." : follows;
    if (opened.status.textContent !== said) opened.status.textContent = said; // the same is not heard again
  };
  return { versions, reason, show };
};

// Shows `form`; `edit` is what is sent besides its cells ({kind, table, key}); `extra` are more fields, and what they
// make of the edit; `next` follows a save.
export const rowWindow = (form, edit, from, extra, next) => {
  const isNew = edit.kind === "add";
  const name = form.name || form.key;
  let { version, cells: known } = form;
  const place = [form.where, form.file + (form.line ? `, line ${form.line}` : "")].filter(Boolean).join(" · ");
  const opened = openWindow({
    title: isNew ? `Add: ${form.title || name}` : `Edit: ${name}`,
    about: [place, " ", ...fileLinks(form)],
    from,
    changed: () => Object.keys(fields.changed(known)).length > 0,
  });
  const fields = fieldsOf(form);
  const more = extra?.(fields);
  const filled = () => Object.fromEntries(Object.entries(fields.cells()).filter(([, cell]) => cell));
  const body = () => {
    const cells = isNew ? filled() : fields.changed(known);
    const own = { ...edit, version, cells, reason: reason.input.value };
    return more?.body?.(own) ?? own;
  };
  const { versions, reason, show } = laidOut(opened, form, fields, more, body);
  const conflict = (answer) => {
    const differs = Object.keys(known).filter((each) => answer.now && answer.now[each] !== known[each]);
    if (isNew || (answer.now && !differs.length)) {
      version = answer.version; // another row was changed, and this one is what it was
      return false;
    }
    const mine = () => {
      // What one did not touch is what the file has now.
      const theirOwn = differs.filter((each) => fields.cells()[each] === known[each]);
      fields.fill(Object.fromEntries(theirOwn.map((each) => [each, answer.now[each]])));
      ({ version, now: known } = answer);
      versions.hidden = true;
      check();
      save.focus();
    };
    const theirs = () => {
      fields.fill(answer.now);
      mine();
    };
    const labels = Object.fromEntries(form.columns.map((column) => [column.name, column.label]));
    showVersions(versions, { ...answer, opened: known, differs, labels, yours: fields.cells() }, { mine, theirs });
    opened.status.textContent = answer.error;
    return true;
  };
  opened.form.addEventListener("input", fields.greyed);
  const told = (answer) => {
    show(answer);
    if ([more?.told?.(answer), fields.propose(answer.proposed ?? {})].includes(true)) check();
  };
  const saved = ({ files, key }) =>
    files.length ? `Saved: ${isNew ? key : name}, in ${files.join(" and ")}.` : "Nothing was changed.";
  const { check, save } = saving(opened, { body, show: told, conflict, saved, from, next });
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
