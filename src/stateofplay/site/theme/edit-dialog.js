// The window in which everything is edited: it keeps the focus, asks before typed text is lost, and holds back the
// reload of the page while it is open, or while the preview is being asked.
import { button, make } from "./~edit-elements.js";
import { isAsking } from "./~edit-server.js";

const BACK = "sop-edit-back";
const SAID_FOR = 60_000; // milliseconds: builds that end one after the other all load the page again
let waiting = false; // a build has ended meanwhile

const openWindows = () => document.querySelectorAll(".sop-edit"); // or about to open
// Whether the page is loaded again, now or after an answer.
const release = () => {
  if (!waiting || openWindows().length) return false;
  if (!isAsking()) document.dispatchEvent(new Event("sop-preview-released"));
  return true;
};
document.addEventListener("sop-preview-reload", (event) => {
  const open = openWindows();
  if (!open.length && !isAsking()) return;
  event.preventDefault();
  waiting = true;
  for (const dialog of open) dialog.dispatchEvent(new Event("sop-rebuilt"));
});
document.addEventListener("sop-edit-answered", release);

// What the bar at the end of the page says, now or after the reload that follows a save.
export const leave = (said, from, at = Date.now()) => {
  const all = [...document.querySelectorAll("[data-edit]")];
  const name = from?.dataset?.edit;
  const number = all.filter((each) => each.dataset.edit === name).indexOf(from);
  sessionStorage.setItem(BACK, JSON.stringify({ said, name, number, page: location.pathname, at }));
};

// What was left on this page a moment ago; null where nothing was.
export const returned = () => {
  const kept = JSON.parse(sessionStorage.getItem(BACK));
  return kept?.page === location.pathname && Date.now() - kept.at < SAID_FOR ? kept : null;
};

// The keyboard stays where it is, and what was said stands, when a build loads the page again.
document.addEventListener("sop-preview-leaving", () => {
  const kept = returned();
  if (document.activeElement?.dataset.edit) leave(kept?.said ?? "", document.activeElement, kept?.at);
});

// Makes a window, which opens with its first `focus`. `changed` says whether something would be lost; `from` is where
// the focus goes back to.
export const openWindow = ({ title, about = [], from, changed = () => false }) => {
  sessionStorage.removeItem(BACK);
  const id = `sop-edit-heading-${document.querySelectorAll(".sop-edit").length}`;
  const heading = make("h2", { id }, title);
  const status = make("p", { className: "sop-edit-status", role: "status" });
  const content = make("div", { className: "sop-edit-content" });
  const actions = make("div", { className: "sop-edit-actions" });
  const form = make("form", { noValidate: true, method: "dialog" });
  const dialog = make("dialog", { className: "sop-edit", "aria-labelledby": id });
  const close = (sure = false) => {
    if (!sure && changed() && !confirm("What you typed is not saved. Close the form?")) return;
    dialog.close();
  };
  form.append(
    make(
      "header",
      {},
      heading,
      button("Close", () => close(), { className: "sop-edit-close" }),
      make("p", {}, ...about),
    ),
    content,
    make("footer", {}, status, actions),
  );
  dialog.append(form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (!release()) from?.focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.body.append(dialog);
  const focus = (element = heading.nextElementSibling) => {
    const go = () => {
      if (!dialog.open) dialog.showModal();
      element.focus();
      if (element.matches("input")) element.select(); // typing replaces what stands there
    };
    if (dialog.open) return go();
    // Orca says the window's name only where the focus comes from what is still there; behind a window nothing is.
    document.activeElement.blur();
    return setTimeout(go);
  };
  return { dialog, form, content, actions, status, close, focus };
};
