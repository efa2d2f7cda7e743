// Decides the candidates of a draft one after the other: a key for each topic, for an event, and for no.
import { leave, openWindow } from "./~edit-dialog.js";
import { button, make } from "./~edit-elements.js";
import { fieldOf } from "./~edit-fields.js";
import { followingBox, placed } from "./~edit-follows.js";
import { ask } from "./~edit-server.js";

const FILLED = [
  [
    "measure",
    "What is counted",
    "As a short label; of an event, what happened; of a number that counts nothing, why not.",
  ],
  ["who", "Who says so", "Who states the number."],
  ["interest", "Interest", "party where the speaker is an interested party, else none.", ["none", "party"]],
  [
    "kind",
    "How it came about",
    "counted, measured, estimated, surveyed, claimed, pledged, decided, planned or forecast.",
  ],
  ["place", "Where", "What place it speaks of."],
  ["start", "First day", "First day that it speaks of."],
  ["end", "Last day", "Last day that it speaks of."],
];

// The article's sentence with the number marked; its words alone where no copy of the article is here.
const sentence = ({ sentence: text, mark, cells }) => {
  const [from, to] = mark.length ? mark : [0, 0];
  return text && to
    ? [text.slice(0, from), make("mark", {}, text.slice(from, to)), text.slice(to)]
    : [make("mark", {}, cells.as_stated), " (no copy of the article in seeds/article.txt)"];
};

const asRead = ({ bound, value, low, high, unit }) =>
  bound ? `Read as: ${bound.replaceAll("_", " ")} ${value || [low, high].filter(Boolean).join(" to ")} ${unit}` : "";

// The decisions with their keys: 1 to 9 for the topics, e for an event, n for no.
const decisions = (topics) => [
  ...topics.map(({ value, label }, number) => [number < 9 ? String(number + 1) : "", value, label]),
  ["e", "event", "Event"],
  ["n", "no", "No number of the book"],
];

// What moving would do, and then the move: the same as `stateofplay draft --move`.
const moveDecided = async (version, from) => {
  const edit = { kind: "move", version };
  const answer = await ask("check", edit);
  if (answer.error) return answer.error;
  const { moves, units, kept, waiting } = answer.proposed;
  const count = Object.values(moves).flat().length;
  const opened = openWindow({ title: "Move what is decided", about: ["As stateofplay draft --move does."], from });
  const list = (head, lines) =>
    lines.length
      ? make("section", {}, make("h3", {}, head), make("ul", {}, ...lines.map((l) => make("li", {}, l))))
      : "";
  const { following, showFollowing } = followingBox();
  showFollowing(answer);
  opened.content.append(
    make(
      "div",
      { className: "sop-edit-whole" },
      ...Object.entries(moves).map(([file, names]) => list(`Into ${file}`, names)),
      list("New units, whose words are yours to read", units),
      list("Stay in the draft", kept),
      list("What the tables then lack", answer.problems.map(placed)),
      following,
    ),
  );
  const move = button(count ? `Move ${count}` : "Nothing can be moved yet", async () => {
    const { status, error, files } = await ask("save", edit);
    if (status !== 200) {
      opened.status.textContent = error;
      return;
    }
    leave(`Moved ${count}, into ${files.slice(0, -1).join(" and ")}.`, from);
    opened.close(true);
  });
  move.disabled = !count;
  opened.status.textContent = `${waiting} would still wait in the draft.`;
  opened.actions.append(
    move,
    button("Cancel", () => opened.close()),
  );
  opened.focus(move.disabled ? undefined : move);
  return "";
};

export const decide = async (from, say) => {
  let draft = await ask("draft");
  if (draft.error) return draft.error;
  let at = draft.candidates.findIndex((each) => !each.decided);
  if (at < 0) return moveDecided(draft.version, from);
  let fields = [];
  const changed = () => fields.some(({ input, was }) => input.value !== was);
  const opened = openWindow({ title: "Decide", from, changed });
  const goMove = async () => {
    opened.close(true);
    const error = await moveDecided(draft.version, from);
    if (error) say(error);
  };
  const store = async (decision) => {
    const cells = { decide: decision };
    for (const { input, was } of fields) if (input.value !== was) cells[input.name] = input.value;
    const { key } = draft.candidates[at];
    const answer = await ask("save", { kind: "decide", key, version: draft.version, cells });
    draft = await ask("draft");
    if (answer.status !== 200) {
      opened.status.textContent = answer.error;
      return;
    }
    const next = draft.candidates.findIndex((each, number) => number > at && !each.decided);
    if (next < 0) goMove();
    else show(next, `Saved: ${decision}.`);
  };
  const move = (by) => {
    const to = at + by;
    if (draft.candidates[to] && (!changed() || confirm("What you typed is not saved. Go on?"))) show(to, "");
  };
  const keys = new Map();
  const show = (number, said) => {
    at = number;
    const candidate = draft.candidates[at];
    fields = FILLED.map(([name, label, help, choices]) => {
      const was = candidate.cells[name] ?? "";
      return { ...fieldOf({ name, label, help, choices, type: "string" }, was, null), was };
    });
    const left = draft.candidates.filter((each) => !each.decided).length;
    const heading = make("h3", { tabIndex: -1 }, ...sentence(candidate));
    const choices = decisions(draft.topics).map(([key, value, label]) => {
      keys.set(key, () => store(value));
      return button(key ? `${key}: ${label}` : label, () => store(value), key ? { "aria-keyshortcuts": key } : {});
    });
    opened.content.replaceChildren(
      make(
        "div",
        { className: "sop-edit-whole sop-edit-decide" },
        heading,
        make("p", {}, `Paragraph ${candidate.cells.paragraph}. ${asRead(candidate.cells)}`),
        candidate.cells.guess ? make("p", {}, `Guess: ${candidate.cells.guess}`) : "",
        candidate.cells.decide ? make("p", {}, `Decided: ${candidate.cells.decide}`) : "",
        make("p", { className: "sop-edit-keys" }, ...choices),
        make("div", { className: "sop-edit-fields" }, ...fields.map((field) => field.element)),
      ),
    );
    opened.status.textContent = `${said} ${left} left to decide.`.trim();
    opened.focus(heading);
  };
  keys.set("ArrowRight", () => move(1));
  keys.set("ArrowLeft", () => move(-1));
  opened.dialog.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keys.has(event.key)) return;
    event.preventDefault();
    keys.get(event.key)();
  });
  opened.actions.append(
    button("← Back", () => move(-1), { "aria-keyshortcuts": "ArrowLeft" }),
    button("Later →", () => move(1), { "aria-keyshortcuts": "ArrowRight" }),
    button("Move what is decided…", () => (!changed() || confirm("What you typed is not saved. Go on?")) && goMove()),
  );
  show(at, "");
  return "";
};
