// The bar at the end of the page: what was done, and the last save to be taken back.
import { leave, returned } from "./~edit-dialog.js";
import { button, make } from "./~edit-elements.js";
import { ask } from "./~edit-server.js";

export const openBar = async () => {
  const status = make("p", { role: "status" });
  const buttons = make("div", {});
  const undo = button("Undo", async () => {
    const answer = await ask("undo", {});
    if (answer.error) return say(answer.error);
    leave(`Taken back: ${answer.undone.what}.`, undo);
    return arrive();
  });
  undo.dataset.edit = "undo";
  const say = (text) => {
    status.textContent = text;
  };
  const refresh = async () => {
    const { undo: saves = [] } = await ask("undo");
    undo.hidden = !saves.length;
    undo.textContent = saves.length ? `Undo ${saves[0].what} (${saves[0].time})` : "Undo";
  };
  // What was left by a window that closed, here or before the page was loaded again.
  const arrive = () => {
    const back = returned();
    if (!back) return;
    say(back.said);
    refresh();
    const all = [...document.querySelectorAll("[data-edit]")].filter((each) => each.dataset.edit === back.name);
    (all[back.number] ?? all[0])?.focus({ preventScroll: true });
  };
  buttons.append(undo);
  document.body.append(make("aside", { className: "sop-edit-bar", "aria-label": "Editing" }, status, buttons));
  document.addEventListener("close", () => setTimeout(arrive), true);
  await refresh();
  return { say, buttons, welcome: arrive };
};
