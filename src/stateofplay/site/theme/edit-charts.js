// The charts that would be others, old beside new; drawn when asked for, as it takes a second or two.
import { button, make } from "./~edit-elements.js";
import { ask } from "./~edit-server.js";

const drawn = (name, title, svg) => {
  const box = make("div", { className: "sop-edit-drawing" });
  box.innerHTML = svg ?? "";
  return make("figure", {}, make("figcaption", {}, `${name}: ${title}`), box);
};

const pair = ({ page, titles, old, new: after, error }) =>
  error
    ? make("p", {}, `${page}: ${error}`)
    : make("div", {}, drawn("Now", titles[0], old), drawn("After", titles[1], after));

// `body` gives what is checked; `update` is called with each answer of a check.
export const chartsAfter = (body) => {
  const said = make("p", { role: "status" });
  const box = make("div", { className: "sop-edit-charts" });
  const draw = button("Show the charts, old and new", async () => {
    said.textContent = "Drawing…";
    const { charts = [], error } = await ask("charts", body());
    said.textContent = error ?? "";
    box.replaceChildren(...charts.map(pair));
  });
  const element = make("div", { hidden: true }, draw, said, box);
  const update = ({ charts }) => {
    element.hidden = !charts?.length;
    box.replaceChildren();
  };
  return { element, update };
};
