// Shows what a chart's marks say, by pointer and by keyboard. Without it there are the list of the marks and the data.
addEventListener("DOMContentLoaded", () => {
  const tip = Object.assign(document.createElement("div"), { className: "sop-tip", hidden: true });
  tip.setAttribute("aria-hidden", "true"); // the list of the marks says the same
  document.body.append(tip);
  const show = (mark, words) => {
    tip.textContent = words;
    tip.hidden = false;
    const box = mark.getBoundingClientRect(),
      half = tip.offsetWidth / 2;
    const x = Math.min(Math.max(box.x + box.width / 2, half + 8), innerWidth - half - 8);
    tip.style.left = `${x + scrollX - half}px`;
    tip.style.top = `${(box.y > tip.offsetHeight + 12 ? box.y - tip.offsetHeight - 8 : box.bottom + 8) + scrollY}px`;
  };
  const hide = () => {
    tip.hidden = true;
  };
  const words = (item) => (item.firstElementChild || item).textContent;
  const marked = (list) => [...list.querySelectorAll("li")].filter((item) => !item.firstElementChild);
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.(".sop-chart [data-mark]");
    mark ? show(mark, words(marked(mark.closest(".sop-chart"))[mark.dataset.mark])) : hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // A chart is one stop; arrow keys move the focus through the list of its marks: left and right through all, up and
  // down through the groups where there are any. A screen reader's own arrow keys read the same list. Where it leaves
  // them to the page, the list is a tree meanwhile: by that role it goes on leaving them.
  const roles = { UL: "group", LI: "treeitem" };
  for (const list of document.querySelectorAll(".sop-marks")) {
    const chart = list.parentElement,
      name = chart.parentElement.id,
      items = [...list.querySelectorAll("li")],
      groups = items.filter((item) => item.firstElementChild),
      leaves = marked(list);
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", "Chart"); // its title has just been read where one reads on
    chart.setAttribute("aria-describedby", `${name}-title ${name}-alt`);
    const role = (on) => {
      for (const e of list.querySelectorAll("ul, li"))
        on ? e.setAttribute("role", roles[e.tagName]) : e.removeAttribute("role");
      on ? list.setAttribute("role", "tree") : list.removeAttribute("role");
    };
    list.addEventListener("focusout", (event) => {
      hide();
      if (!list.contains(event.relatedTarget)) role(false);
    });
    chart.addEventListener("keydown", (event) => {
      const at = items.indexOf(document.activeElement),
        steps = groups.length && /Up|Down/.test(event.key) ? groups : items;
      let to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: 0, End: -1 }[event.key];
      if (event.key === "Escape" && at >= 0) chart.focus();
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (event.key.startsWith("Arrow") && (at >= 0 || to > 0)) {
        const from = steps.filter((item) => items.indexOf(item) <= at).length - 1;
        to = to < 0 && steps[from] !== items[at] ? from : from + to;
      }
      const item = steps[(to + steps.length) % steps.length],
        place = leaves.indexOf(item.querySelector("li") || item);
      if (at < 0) role(true);
      item.tabIndex = -1;
      item.focus({ preventScroll: true });
      const marks = [...chart.querySelectorAll(`[data-mark="${place}"]`)];
      const mark = marks.find((each) => each.getClientRects().length);
      if (mark) show(mark, words(item));
    });
  }
});
