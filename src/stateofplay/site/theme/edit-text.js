// A paragraph of a chapter: its source as text, and figures put into it by searching the ledger.
import { openWindow } from "./~edit-dialog.js";
import { button, debounced, fileLinks, make } from "./~edit-elements.js";
import { followingBox } from "./~edit-follows.js";
import { saving } from "./~edit-saving.js";
import { ask, query } from "./~edit-server.js";

const GENERATED =
  ".sop-record, .sop-figure, .sop-list, .sop-events, .sop-positions, .sop-findings, .sop-cards, .sop-source-record, " +
  ".sop-draft, .sop-kicker, .sop-take, .sop-contents, .sop-jump, .sop-front-card, .sop-evidence-line, .sop-notes, " +
  ".sop-edit, table, nav, form";
const NOT_SAID = ".sop-card, .sop-tap, .sop-edit-here, .headerlink, .sop-mixes";

// What a page shows of a paragraph, without what belongs to its numbers.
const shownText = (element) => {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(NOT_SAID)) each.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
};

export const paragraphs = () =>
  [...document.querySelectorAll("main :is(p, li)")].filter(
    (element) => !element.closest(GENERATED) && !element.querySelector("p") && shownText(element),
  );

// A search over the ledger; what is chosen is put where the cursor stands in `area`.
const roles = (area, done) => {
  const found = make("ul", { className: "sop-edit-found" });
  const search = make("input", { type: "search", id: "sop-edit-search", autocomplete: "off" });
  const said = make("p", { role: "status" });
  const choose = ({ id, kind }) => {
    const role = `{${kind === "finding" ? "finding" : "fig"}}\`${id}\``;
    area.setRangeText(role, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    done();
  };
  const show = ({ names = [] }) => {
    said.textContent = `${names.length} found`;
    found.replaceChildren(
      ...names.map((each) =>
        make(
          "li",
          {},
          button(`${each.label || each.id}: ${each.words}`, () => choose(each)),
          make("code", {}, ` ${each.id}`),
        ),
      ),
    );
  };
  const look = debounced(() => ask(`names?${query({ q: search.value.trim() })}`), show);
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    look();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    found.querySelector("button")?.click();
  });
  return make(
    "section",
    {},
    make("label", { htmlFor: search.id }, "Put in a figure or finding"),
    search,
    make(
      "p",
      { className: "sop-edit-help" },
      "Search by name or value; it is put where the cursor stands in the text.",
    ),
    said,
    found,
  );
};

// What is no paragraph of the chapter (the title of a chart, what a directive lists) is edited in its file.
const inTheFile = (found, from) => {
  if (!found.path) return found.error;
  const opened = openWindow({ title: "Edit in the file", about: [found.error, ". ", ...fileLinks(found)], from });
  opened.content.append(make("p", { className: "sop-edit-whole" }, found.path));
  opened.focus();
  return "";
};

// Where a paragraph stands in its chapter.
export const sourceOf = (element) => {
  const text = shownText(element);
  const same = paragraphs().filter((each) => shownText(each) === text);
  const page = decodeURIComponent(location.pathname.slice(1).replace(/\.html$/, ""));
  return ask(`paragraph?${query({ page, text, nth: Math.max(0, same.indexOf(element)) })}`);
};

export const editParagraph = async (element, from) => {
  const found = await sourceOf(element);
  if (found.error) return inTheFile(found, from);
  const { version, first, last, text } = found;
  const held = { version, first, last, known: { text } };
  const area = make("textarea", { id: "sop-edit-text", rows: 10, value: text, spellcheck: true });
  const problems = make("ul", { className: "sop-edit-elsewhere", id: "sop-edit-text-problems" });
  const { following, showFollowing } = followingBox();
  area.setAttribute("aria-describedby", problems.id);
  const opened = openWindow({
    title: "Edit this paragraph",
    about: [`${found.file}, lines ${first} to ${last} `, ...fileLinks(found)],
    from,
    changed: () => area.value !== held.known.text,
  });
  const body = () => {
    const { known, ...place } = held;
    return { kind: "text", file: found.file, ...place, opened: known.text, text: area.value };
  };
  const show = ({ problems: all = [], error, ...answer }) => {
    problems.replaceChildren(...all.map(({ message }) => make("li", {}, message)));
    area.setAttribute("aria-invalid", String(all.length > 0));
    showFollowing(answer);
    opened.status.textContent = error || (all.length ? `${all.length} problem(s)` : "No problems.");
  };
  const fields = {
    cells: () => ({ text: area.value }),
    fill: (cells) => {
      area.value = cells.text ?? area.value;
    },
    labels: { text: "Paragraph" },
  };
  const saved = ({ files }) =>
    files.length ? `Saved: the paragraph, in ${files.join(" and ")}.` : "Nothing was changed.";
  const check = saving(opened, { body, show, held, fields, saved, from });
  opened.content.append(
    make("div", {}, make("label", { htmlFor: area.id }, "Text, as it stands in the file"), area, problems),
    make("aside", { "aria-label": "Figures, and what would follow" }, roles(area, check), following),
  );
  opened.focus(area);
  check();
  return "";
};
