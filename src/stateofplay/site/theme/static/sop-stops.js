// Reading with fewer stops: on the reader's wish the numbers of a paragraph are one stop of the Tab key, with arrow
// keys among them. Without it, and until the wish is made, each is a stop of its own.
addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".sop-stops"),
    key = "sop-stops",
    groups = new Map();
  for (const link of document.querySelectorAll("main .sop-num")) {
    const block = link.closest("p, li, dd, td, figcaption") || link.parentElement;
    groups.set(block, [...(groups.get(block) || []), link]);
  }
  const several = [...groups.values()].filter((links) => links.length > 1);
  if (!button || !several.length) return;
  const choose = (wanted) => {
    button.setAttribute("aria-pressed", wanted);
    for (const [, ...others] of several)
      for (const link of others) wanted ? link.setAttribute("tabindex", -1) : link.removeAttribute("tabindex");
    for (const [first] of several) first.removeAttribute("tabindex");
  };
  choose(sopKept(key) === "few");
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = button.getAttribute("aria-pressed") !== "true";
    choose(wanted);
    sopKept(key, wanted ? "few" : "all");
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key],
      links = step && several.find((each) => each.includes(event.target));
    if (!links || button.getAttribute("aria-pressed") !== "true" || event.altKey || event.ctrlKey || event.metaKey)
      return;
    const to = links[links.indexOf(event.target) + step];
    if (!to) return;
    event.preventDefault();
    event.target.setAttribute("tabindex", -1); // one link of the paragraph at a time is the stop
    to.removeAttribute("tabindex");
    to.focus();
  });
});
