// The fields of a row, made from what the table's schema says of each column.
import { make } from "./~edit-elements.js";

const DAY = /^(\d{4}-\d\d-\d\d)?$/;
// A form over another one has names of its own.
const idOf = (name) => {
  const others = document.querySelectorAll(".sop-edit").length - 1;
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
    make("label", { htmlFor: id }, column.label),
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
  element.addEventListener("focusin", ({ relatedTarget: before }) => {
    // From then on it shows its help; where the form only begins at what is filled in, nobody has asked for it yet.
    if (!input.value || !before?.matches(".sop-edit-close")) element.classList.add("sop-edit-met");
    problem.setAttribute("aria-live", "polite");
  });
  element.addEventListener("focusout", () => problem.setAttribute("aria-live", "off")); // heard with its field
  // That nothing stands yet where something always must is no fault before one has been there, or has tried to save.
  const complain = (message) => {
    const awaited = (column.first || column.required) && !touched && !input.value;
    const wrong = Boolean(message) && !(awaited && !input.closest(".sop-edit-tried"));
    input.setAttribute("aria-invalid", String(wrong));
    if (problem.textContent !== (wrong ? message : "")) problem.textContent = wrong ? message : "";
    return wrong;
  };
  // Fills in what is proposed, unless somebody else did; says whether it is another cell.
  const propose = (proposed) => {
    if (touched || input.value !== cell || proposed === cell) return false;
    input.value = cell = proposed;
    return true;
  };
  return { element, input, fixed: Boolean(fixed), grey, complain, propose };
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
  // First what the form is for, or else what always has to be there and what is; then the rest, out of the way until
  // something is wrong only there.
  const isOpen = (name) => !fields.get(name).fixed && !fields.get(name).element.matches(".sop-edit-locked");
  const firsts = (
    form.front ?? form.columns.filter(({ name, first }) => first || form.cells[name]).map(({ name }) => name)
  ).filter(isOpen);
  const others = [...fields.keys()].filter((name) => !firsts.includes(name));
  const elements = (names) => names.map((name) => fields.get(name).element);
  const more = make(
    "details",
    { className: "sop-edit-long sop-edit-more", hidden: !others.length },
    make("summary", {}, "More fields"),
    make("div", { className: "sop-edit-fields" }, ...elements(others)),
  );
  return {
    labels: Object.fromEntries(form.columns.map(({ name, label }) => [name, label])),
    firsts: elements(firsts),
    more,
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
      const wrong = [...fields.keys()].filter((name) => fields.get(name).complain(messages.get(name) ?? ""));
      if (wrong.length && !firsts.some((name) => wrong.includes(name))) more.open = true;
    },
    // What an answer proposes: cells that are certain, and hints where they are not.
    propose: ({ cells: certain = {}, hints = {} }) => {
      for (const [name, hint] of Object.entries(hints)) if (fields.has(name)) fields.get(name).input.placeholder = hint;
      const other = Object.entries(certain).filter(([name, cell]) => fields.get(name)?.propose(cell)).length > 0;
      greyed();
      return other;
    },
    // Where one begins: in a form that is for something with that, else with one of `names` that it has.
    firstOf: (names) => {
      const name = form.front ? firsts[0] : names.find((each) => firsts.includes(each));
      return fields.get(name ?? firsts[0] ?? others[0]).input;
    },
  };
};
