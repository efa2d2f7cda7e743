// The fields of a row, made from what the table's schema says of each column.
import { make } from "./~edit-elements.js";

const DAY = /^(\d{4}-\d\d-\d\d)?$/;
// A form over another one has names of its own.
const idOf = (name) => {
  const others = document.querySelectorAll(".sop-edit[open]").length - 1;
  return `sop-edit-${"over-".repeat(Math.max(0, others))}${name}`;
};

const choice = (column, cell) => {
  const options = column.required && cell ? column.choices : ["", ...column.choices.filter(Boolean)];
  const told = (value) => (column.meanings?.[value] ? `${value}: ${column.meanings[value]}` : value || "(empty)");
  const known = options.includes(cell) ? options : [cell, ...options];
  return make("select", {}, ...known.map((value) => make("option", { value, selected: value === cell }, told(value))));
};

const typed = (column, cell) => {
  if (column.choices) return choice(column, cell);
  if (column.long) return make("textarea", { rows: 3, value: cell });
  const day = column.type === "date" && DAY.test(cell);
  const input = make("input", {
    type: day ? "date" : "text",
    value: cell,
    autocomplete: "off",
    spellcheck: !column.pattern,
  });
  if (column.type === "number") input.inputMode = "decimal";
  if (column.suggestions) input.setAttribute("list", `${idOf(column.name)}-list`);
  return input;
};

// One field: its label, its help, what is wrong with it; greyed with a reason where nothing may stand in it.
export const fieldOf = (column, cell, fixed) => {
  const id = idOf(column.name);
  const input = Object.assign(typed(column, cell), { id, name: column.name });
  const why = make("p", { className: "sop-edit-why", id: `${id}-why` });
  const problem = make("p", { className: "sop-edit-problem", id: `${id}-problem` });
  input.setAttribute("aria-describedby", `${id}-problem ${id}-why ${id}-help`);
  if (column.required) input.setAttribute("aria-required", "true");
  const list = column.suggestions?.map(({ value, label }) => make("option", { value }, label === value ? "" : label));
  const element = make(
    "div",
    { className: `sop-edit-field${column.long ? " sop-edit-long" : ""}`, "data-column": column.name },
    make("label", { htmlFor: id }, column.label, column.required ? "" : make("small", {}, " optional")),
    input,
    problem,
    why,
    make("p", { className: "sop-edit-help", id: `${id}-help` }, column.help.replaceAll("`", "")),
    list && make("datalist", { id: `${id}-list` }, ...list),
  );
  let kept = null; // what was typed before the field was greyed
  const lock = (reason) => {
    element.classList.toggle("sop-edit-locked", Boolean(reason));
    if (input.tagName === "SELECT") input.disabled = Boolean(reason);
    else input.readOnly = Boolean(reason);
    input.setAttribute("aria-disabled", String(Boolean(reason)));
    why.textContent = reason ?? "";
  };
  const grey = (reason) => {
    if (reason && kept === null) [kept, input.value] = [input.value, ""];
    if (!reason && kept !== null) [input.value, kept] = [input.value || kept, null];
    lock(reason);
  };
  if (fixed) lock(fixed);
  let touched = false;
  input.addEventListener("input", () => {
    touched = true;
  });
  // That nothing stands in it yet is no fault before one has been there, or has tried to save.
  const complain = (message) => {
    problem.textContent = message;
    const wrong = Boolean(message) && Boolean(touched || input.value || input.closest(".sop-edit-tried"));
    input.setAttribute("aria-invalid", String(wrong));
  };
  return { element, input, fixed: Boolean(fixed), grey, complain };
};

export const fieldsOf = (form) => {
  const fields = new Map(form.columns.map((c) => [c.name, fieldOf(c, form.cells[c.name] ?? "", form.fixed?.[c.name])]));
  const value = (name) => fields.get(name)?.input.value.trim() ?? "";
  const greyed = () => {
    const reasons = { ...form.must_be_empty?.[value("bound")], ...(value("formula") ? form.by_formula : null) };
    for (const [name, field] of fields) if (!field.fixed) field.grey(reasons[name]);
  };
  const cells = () => Object.fromEntries([...fields].map(([name, { input }]) => [name, input.value]));
  greyed();
  return {
    elements: [...fields.values()].map((field) => field.element),
    names: [...fields.keys()],
    get: (name) => fields.get(name),
    greyed,
    cells,
    // The cells that are other than in `known`.
    changed: (known) =>
      Object.fromEntries(Object.entries(cells()).filter(([name, cell]) => cell !== (known[name] ?? ""))),
    fill: (values) => {
      for (const [name, cell] of Object.entries(values)) if (fields.has(name)) fields.get(name).input.value = cell;
      greyed();
    },
    complain: (messages) => {
      for (const [name, field] of fields) field.complain(messages.get(name) ?? "");
    },
    focus: (names) => {
      const name = names.find((each) => fields.has(each) && !fields.get(each).input.readOnly);
      const { input } = fields.get(name) ?? [...fields.values()].find((field) => !field.fixed);
      input.focus();
      input.select?.(); // typing replaces what stands there
    },
  };
};
