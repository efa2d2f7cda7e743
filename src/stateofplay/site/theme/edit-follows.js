// What would follow from an edit, old and new side by side, before anything is written.
import { make, table } from "./~edit-elements.js";

const KINDS = { figures: "Figures", derived: "Derived figures", findings: "Findings", checks: "Outside values" };
const title = ([first, ...rest]) => first.toUpperCase() + rest.join("").replaceAll("_", " ");

const line = (each) => {
  const turned = each.turned ? make("strong", { className: "sop-edit-turned" }, ` ${each.turned.join(" → ")}`) : "";
  const change = each.change ? make("small", {}, ` ${each.change.words}`) : "";
  const told = each.old === each.new ? Object.entries(each.columns ?? {}) : [];
  const [was, is] = ["old", "new"].map((way) =>
    told.map(([name, cells]) => `${name}: ${cells[way] || "empty"}`).join("; "),
  );
  return [
    each.label || each.id,
    was || each.old || "(none)",
    make("span", {}, is || each.new || "(none)", turned, change),
  ];
};

const links = (head, places) =>
  places?.length
    ? make(
        "p",
        {},
        `${head}: `,
        ...places.flatMap(({ name, title: whole, url }, number) => [
          number ? ", " : "",
          make("a", { href: url, target: "_blank", title: whole, "aria-label": `${name}: ${whole}` }, name),
        ]),
      )
    : "";

// What is folded until it is asked for, with what fills it anew after each answer of a check; `more` stands below. It
// opens by itself where a finding turns, or something else is seen to be wrong.
export const followingBox = (more = "") => {
  const box = make("div", {});
  const following = make(
    "details",
    { className: "sop-edit-following", hidden: true },
    make("summary", {}, "What would follow"),
    box,
    more,
  );
  const showFollowing = (answer) => {
    fillFollowing(box, answer);
    following.hidden = !box.textContent;
    if (answer.uncovered?.length || answer.follows?.some((each) => each.turned)) following.open = true;
  };
  return { following, showFollowing };
};

const fillFollowing = (box, answer) => {
  const kinds = new Map();
  for (const each of answer.follows ?? []) kinds.set(each.kind, [...(kinds.get(each.kind) ?? []), each]);
  const nothing = answer.same ? "" : "No other number, finding or page changes.";
  box.replaceChildren(
    ...[...kinds].map(([kind, all]) => table(KINDS[kind] ?? title(kind), ["What", "Now", "After"], all.map(line))),
    ...(kinds.size ? [] : [make("p", {}, answer.follows_why || nothing)]),
    links("Pages", answer.pages),
    links("Charts", answer.charts),
    answer.uncovered?.length
      ? make(
          "section",
          {},
          make("h4", {}, "Not of this edit, seen once it is saved"),
          make("ul", {}, ...answer.uncovered.map((each) => make("li", {}, placed(each)))),
        )
      : "",
    answer.difference?.length
      ? make(
          "details",
          {},
          make("summary", {}, "Lines of the file"),
          make("pre", { tabIndex: 0 }, answer.difference.join("\n")),
        )
      : "",
  );
};

export const placed = ({ column, message, file, line: number }) =>
  `${file}${number ? `:${number}` : ""}: ${column ? `${column}: ` : ""}${message}`;

// A problem of another row: of a finding in a sentence, with the condition for those who ask why.
const elsewhereOf = (problem, together) => {
  const edit = problem.row ? together(problem.row) : "";
  const { statement } = problem.row ?? {};
  if (!statement) return [placed(problem), edit];
  const why = make("details", {}, make("summary", {}, "Why"), make("p", {}, placed(problem)));
  return [`No longer supported: “${statement}”`, edit, why];
};

// Problems at their fields; those of other places in a list, where `together` opens the row that has one. Gives how
// many there are.
export const showProblems = (fields, elsewhere, problems, reason, together) => {
  const own = new Map(),
    others = [];
  for (const problem of problems) {
    const { here, column, message } = problem;
    if (column === "reason" && reason) reason.complain(message);
    else if (here && fields.names.includes(column))
      own.set(column, [own.get(column), message].filter(Boolean).join(" "));
    else if (here) others.push([message]);
    else others.push(elsewhereOf(problem, together));
  }
  fields.complain(own);
  elsewhere.replaceChildren(...others.map((told) => make("li", {}, ...told)));
  elsewhere.hidden = !others.length;
  return problems.length;
};
