// Shows what a chart's marks say, by pointer and by keyboard. Without it there are their list and the data.
addEventListener("DOMContentLoaded", () => {
  const REACH = 22; // pixels: a mark is met within a target of 44, however small it is
  const [tip, ring] = ["sop-tip", "sop-ring"].map((className) =>
    Object.assign(document.createElement("div"), { className, hidden: true }),
  );
  tip.setAttribute("aria-hidden", "true"); // the list of the marks says the same
  document.body.append(ring, tip);
  const boxes = (marks) => marks.map((mark) => mark.getBoundingClientRect()).filter((box) => box.width || box.height);
  const show = (marks, words, chart) => {
    const seen = boxes(marks),
      all = seen.length ? seen : boxes([chart]); // a narrow drawing lacks some marks
    tip.textContent = words;
    tip.hidden = false;
    ring.hidden = !seen.length;
    const [left, top] = ["left", "top"].map((side) => Math.min(...all.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...all.map((box) => box[side])));
    const half = tip.offsetWidth / 2,
      x = Math.min(Math.max((left + right) / 2, half + 8), innerWidth - half - 8);
    tip.style.left = `${x + scrollX - half}px`;
    tip.style.top = `${(top > tip.offsetHeight + 16 ? top - tip.offsetHeight - 12 : bottom + 12) + scrollY}px`;
    ring.style.inset = `${top + scrollY - 4}px auto auto ${left + scrollX - 4}px`;
    ring.style.width = `${right - left + 8}px`;
    ring.style.height = `${bottom - top + 8}px`;
  };
  const hide = () => {
    tip.hidden = ring.hidden = true;
  };
  const words = (item) => (item.firstElementChild || item).textContent;
  const marked = (list) => [...list.querySelectorAll("li")].filter((item) => !item.firstElementChild);
  const within = (mark, { clientX: x, clientY: y }) => {
    const [box] = boxes([mark]);
    return box ? Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) : REACH;
  };
  const nearest = (chart, event) => {
    let [best, least] = [event.target.closest("[data-mark]"), REACH];
    if (!best)
      for (const mark of chart.querySelectorAll("[data-mark]")) {
        const far = within(mark, event);
        if (far < least) [best, least] = [mark, far];
      }
    return best;
  };
  for (const name of ["pointermove", "click"])
    document.addEventListener(name, (event) => {
      if (event.target === tip && name === "pointermove") return; // it can be pointed at itself
      const chart = event.target.closest?.(".sop-chart"),
        mark = chart && nearest(chart, event);
      if (mark) show([mark], words(marked(chart.querySelector("ul"))[mark.dataset.mark]), chart);
      else if (!chart?.contains(document.activeElement) || chart === document.activeElement) hide();
    });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // Patterns on fills: there at first, because colour alone says nothing to many; a choice that is remembered.
  const root = document.documentElement,
    switches = document.querySelectorAll(".sop-patterns");
  let plain = sopKept("sop-plain") === "yes";
  const turn = () => {
    root.classList.toggle("sop-plain", plain);
    for (const each of switches) each.setAttribute("aria-pressed", !plain);
  };
  turn();
  for (const each of switches)
    each.addEventListener("click", () => {
      plain = !plain;
      turn();
      sopKept("sop-plain", plain ? "yes" : "no");
    });
  for (const each of document.querySelectorAll(".sop-how, .sop-patterns")) each.hidden = false;

  // A chart is one stop; arrow keys lead through a list of its marks, up and down through groups of them. A screen
  // reader's own read the list on the page; those that it leaves to the page lead through a copy with the roles of a
  // tree, by which it goes on leaving them.
  for (const list of document.querySelectorAll(".sop-marks")) {
    const chart = list.parentElement,
      name = chart.parentElement.id;
    let tree = null;
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", "Chart"); // its title has just been read
    chart.setAttribute("aria-describedby", `${name}-title ${name}-alt`);
    const grow = () => {
      tree = list.cloneNode(true);
      for (const e of tree.querySelectorAll("ul, li")) e.setAttribute("role", e.matches("ul") ? "group" : "treeitem");
      tree.setAttribute("role", "tree");
      tree.setAttribute("aria-label", "Marks");
      list.after(tree);
    };
    chart.addEventListener("focusout", (event) => {
      hide();
      if (!tree || tree.contains(event.relatedTarget)) return;
      const left = tree;
      tree = null;
      left.remove();
    });
    chart.addEventListener("keydown", (event) => {
      let to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: 0, End: -1 }[event.key];
      if (event.key === "Escape" && tree) chart.focus();
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!tree) grow();
      const items = [...tree.querySelectorAll("li")],
        groups = items.filter((item) => item.firstElementChild),
        leaves = marked(tree),
        steps = groups.length && /Up|Down/.test(event.key) ? groups : items,
        at = items.indexOf(document.activeElement);
      if (event.key.startsWith("Arrow") && (at >= 0 || to > 0)) {
        const from = steps.filter((item) => items.indexOf(item) <= at).length - 1;
        to = to < 0 && steps[from] !== items[at] ? from : from + to;
      }
      const item = steps[(to + steps.length) % steps.length],
        places = (item.firstElementChild ? marked(item) : [item]).map((leaf) => leaves.indexOf(leaf));
      item.tabIndex = -1;
      item.focus({ preventScroll: true });
      show(
        [...chart.querySelectorAll("[data-mark]")].filter((mark) => places.includes(+mark.dataset.mark)),
        words(item),
        chart,
      );
      for (const e of [ring, tip]) e.scrollIntoView({ block: "nearest", behavior: "instant" });
    });
  }

  // What the tools of a chart show comes when one is opened, as a script also from disk.
  const comes = ({ target }) => {
    const tools = target.open && target.closest(".sop-tools:not([data-came])");
    if (!tools) return;
    const panels = tools.querySelectorAll(".sop-panel");
    const say = (text) => {
      for (const panel of panels) panel.querySelector("[role=status]").textContent = text;
    };
    tools.dataset.came = 1;
    say("Loading");
    const onerror = () => {
      delete tools.dataset.came;
      say("It did not come here.");
    };
    const onload = () => {
      const all = document.createElement("template"),
        shown = window.sopTools?.[tools.closest("figure").id];
      if (!shown) return onerror(); // a host may send a page for what it lacks
      say("");
      all.innerHTML = shown;
      for (const panel of panels) panel.prepend(all.content.firstElementChild ?? "");
      tools.dispatchEvent(new Event("sop-came", { bubbles: true }));
    };
    const src = new URL("tools.js", target.querySelector("a").href);
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  };
  document.addEventListener("toggle", comes, true); // which does not bubble
  for (const target of document.querySelectorAll(".sop-tools > [open]")) comes({ target });

  // Where a reader has spaced letters or words, now or later, drawings are fitted.
  const probe = Object.assign(document.createElement("span"), { className: "sop-probe", textContent: "one two three" });
  probe.setAttribute("aria-hidden", "true");
  document.body.append(probe);
  const spaced = () => {
    const { letterSpacing, wordSpacing } = getComputedStyle(probe);
    return parseFloat(letterSpacing) > 0 || parseFloat(wordSpacing) > 0;
  };
  const fit = () => {
    if (!window.sopSpace && !spaced()) return;
    if (window.sopSpace) return window.sopSpace();
    const src = `${root.dataset.content_root || "./"}_static/sop-spaced.js`;
    document.head.append(Object.assign(document.createElement("script"), { src, onload: () => window.sopSpace() }));
  };
  new ResizeObserver(fit).observe(probe);
});
