// Where a page shows something that stands in a row, and the row that it is.
const idOf = (link) => decodeURIComponent(link?.hash?.slice(1) ?? "");
const named = (anchor) => anchor.replaceAll("-", "_");

// What: the elements, the table ("" where the name alone tells it), the row's name, what the button is put into.
const PLACES = [
  [".sop-record[id]:not(.sop-candidate)", "", (e) => e.id, "h3"],
  [".sop-values tr[data-row], .sop-checks p[data-row]", "checks", (e) => e.dataset.row, "th, :scope"],
  ["main .sop-list:not(.sop-corrections, .sop-index) tr[id]", "", (e) => e.id, "th"],
  [".sop-corrections tr[id]", "corrections", (e) => e.dataset.row, "th"],
  [".sop-source-record[id]", "sources", (e) => named(e.id), "h2"],
  [".sop-events li[id]", "events", (e) => named(e.id), ":scope"],
  [".sop-positions dd[id]", "positions", (e) => named(e.id), ":scope"],
  [".sop-findings li", "", (e) => idOf(e.querySelector("a")), ":scope"],
  [".sop-card", "", (e) => ofNumber(e), ":scope"],
  [".sop-figure[id]", "", (e) => idOf(e.querySelector(".sop-source .sop-evidence[href]")), ".sop-title"],
];

const ofNumber = (card) => {
  const number = card.parentElement.querySelector(".sop-num");
  const id = idOf(number);
  return number.classList.contains("sop-mark") || number.classList.contains("sop-term") ? "" : id;
};

// Every place of the page that has a row.
export const places = () =>
  PLACES.flatMap(([selector, table, name, target]) =>
    [...document.querySelectorAll(selector)].map((element) => ({
      table,
      id: name(element),
      target: target.endsWith(":scope") && !element.querySelector("th") ? element : element.querySelector(target),
      card: element.matches(".sop-card"),
      // Of a record, whether it may have outside values: a figure of an article may.
      checked: element.matches(".sop-record") ? element.matches("[data-verdict]:not([data-verdict=''])") : undefined,
    })),
  ).filter(({ id, target }) => id && target);
