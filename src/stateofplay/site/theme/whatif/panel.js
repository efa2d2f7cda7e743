// Shows what would be with other numbers for some figures: the panel in which they are changed, the bar that says so,
// and the address that keeps them. sop.js asks for it, with the parts before it and the model, when a reader does.
window.sopWhatIf = (() => {
  const home = new URL(document.documentElement.dataset.content_root || "./", location.href).href,
    FARES = {
      false: "would not hold",
      stated: "would hold at the stated values only",
      firm: "would hold over the whole of every range",
    };
  const make = (tag, properties, attributes, ...parts) => {
    const e = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
    e.append(...parts);
    return e;
  };
  const chosen = new Map(), // the other numbers by the places of their figures in the model, as they were typed
    panels = new Map(); // what brings an open panel up to date, by its button
  const { sopExact: exact, sopModel: model, sopNames: names } = window,
    ids = model.ids.split(" "),
    first = ids.length - model.findings.length, // the place of the first finding
    before = exact.world(model, new Map()),
    status = make("p", { className: "sop-hidden" }, { role: "status" });
  // What is done in one place until that is left is one step of the browser’s Back, however often it is kept.
  let [now, bar, soon, isAsked, isOnItsWay] = [before];
  const say = (text) => {
    clearTimeout(soon); // heard once who types or slides rests: amid many changes of a page Orca leaves it out
    soon = setTimeout(() => status.replaceChildren(text), 1000);
  };

  // A number as people type it, with commas or blanks between thousands; else nothing.
  const typed = (text) =>
    /^[-−]?(\d+|\d{1,3}([ ,]\d{3})+)(\.\d+)?$/.test(text) && text.length < 20
      ? text.replace(/[ ,]/g, "").replace("−", "-")
      : "";
  const label = (place) => names[place];
  const listed = () =>
    [...chosen.keys()]
      .map((place) => `${label(place)}: ${now.words(place)} instead of ${before.words(place)}`)
      .join("; ");
  const warning = () => `With other numbers than the sources say: ${listed()}.`;
  const fares = (place) =>
    (now.status(place) === "stated" && before.status(place) === "stated" ? "would hold" : FARES[now.status(place)]) +
    (now.status(place) === "false" && now.partly.has(place) ? " as it stands" : "");
  const address = (href) => {
    const url = new URL(href),
      numbers = [...chosen].map(([place, text]) => `${ids[place]}:${text}`);
    url.searchParams.delete("with");
    if (numbers.length) url.search += `${url.search ? "&" : "?"}with=${numbers}`;
    return url.href;
  };

  const turned = () => {
    const places = ids
      .map((_, place) => place)
      .filter((place) => place >= first && now.status(place) !== before.status(place));
    if (!places.length) return "No finding turns.";
    const count = places.length === 1 ? "One finding turns" : `${places.length} findings turn`;
    return `${count}: ${places.map((place) => `“${now.sentence(place)}” ${fares(place)}`).join("; ")}.`;
  };
  // The bar covers nothing that has the focus, and what has changed pushes no field that is typed in out of sight.
  const makeRoom = () => {
    document.documentElement.style.setProperty("--sop-bar", `${bar?.offsetHeight}px`);
    document.querySelector(".sop-other :focus")?.scrollIntoView({ block: "nearest" });
  };
  const showBar = () => {
    if (!bar) {
      const back = make("button", { type: "button", textContent: "Back to what the sources say" }, {});
      back.addEventListener("click", () => {
        chosen.clear();
        show();
        // The button is gone: whoever pressed it goes on at a number that was changed, or where the text begins.
        window.sopFocus([...panels.keys()][0] ?? document.querySelector("main"));
      });
      bar = make(
        "aside",
        { className: "sop-supposed" },
        { "aria-label": "Other numbers" },
        make("div", { tabIndex: 0 }, { role: "group", "aria-label": "What would be" }, make("p", {}, {})),
        back,
        make("a", { textContent: "Link to these numbers" }, {}),
      );
      document.querySelector(".sop-head").after(bar);
      new ResizeObserver(makeRoom).observe(bar);
    }
    const text = make("b", { textContent: "This page shows what would be, not what the sources say." }, {});
    const stays = " Words and verdicts beside a number stay as written for what the sources say.";
    bar.querySelector("p").replaceChildren(text, ` ${listed()}.${stays}`, make("span", { textContent: turned() }, {}));
    bar.querySelector("a").href = address(location.href);
  };
  // All of the page with the chosen numbers; false where these cannot be, since something would be divided by nought.
  const show = () => {
    const numbers = new Map([...chosen].map(([place, text]) => [place, exact.read(text)]));
    let next = null;
    try {
      next = exact.world(model, numbers);
    } catch {
      return false;
    }
    next.numbers = new Set([...next.moved].filter((place) => place < first));
    next.sentence = (place) =>
      place < first ? "" : exact.sentence(model.findings[place - first], names[place], before, next);
    window.sopFollow.back();
    now = next;
    document.documentElement.classList.toggle("sop-supposing", chosen.size);
    if (chosen.size) {
      window.sopFollow.show(ids, before, now, fares, warning(), label);
      showBar();
    } else {
      bar?.remove();
      bar = null;
    }
    say(chosen.size ? turned() : "The page shows what the sources say.");
    for (const refresh of panels.values()) refresh();
    requestAnimationFrame(makeRoom); // when all has its place
    if (chosen.size && !isAsked && document.querySelector("[data-along]")) {
      isAsked = true;
      const onload = () => chosen.size && show();
      document.head.append(make("script", { src: `${home}what-if-charts.js`, onload }, {}));
    }
    const to = address(location.href);
    try {
      if (to !== location.href) history[isOnItsWay ? "replaceState" : "pushState"](null, "", to);
      isOnItsWay = true;
    } catch {
      /* a page from a disk may have to keep its address; the link holds the numbers */
    }
    return true;
  };
  // Whether a number is below nought where all that is stated of its figure is not (lists/ranges.py).
  const isBelow = (place, text) => text < 0 && !before.quantity(place).some((x) => x?.n < 0);
  const change = (place, text) => {
    const was = chosen.get(place);
    if (isBelow(place, text)) return false;
    text ? chosen.set(place, text) : chosen.delete(place);
    if (show()) return true;
    was ? chosen.set(place, was) : chosen.delete(place);
    return false;
  };

  // The panel of a figure: a field, a slider over its range, that of others and beyond, and the way back.
  const openPanel = (button, place) => {
    const [min, max, step] = button.dataset.slide.split(" "),
      name = label(place),
      field = make("input", { inputMode: "decimal", autocomplete: "off" }, {}),
      slider = make("input", { type: "range", min, max, step }, { "aria-label": `Slide: ${name}` }),
      back = make("button", { type: "button", textContent: "As the sources say" }, {}),
      problem = make("p", {}, { role: "alert" }),
      [value, low, high] = before.quantity(place).map((x) => x && Number(x.n ?? x) / Number(x.d ?? 1));
    const go = (text, isNumber) => {
      const isMade = isNumber && change(place, text);
      field.setAttribute("aria-invalid", !isMade);
      problem.textContent = isMade
        ? ""
        : isNumber
          ? isBelow(place, text)
            ? `${field.value.trim()} is below nought; write 0 or more.`
            : "With this number something would be divided by nought; the page stays as it was."
          : "Write a number in digits, like 30,000 or 2.5.";
    };
    field.addEventListener("input", () => {
      const text = field.value.trim();
      // What could be thousands, as much of Europe writes them, is no number before that is clear.
      go(typed(text), !text || (!/^[-−]?[1-9]\d{0,2}\.\d{3}$/.test(text) && typed(text)));
    });
    slider.addEventListener("input", () => {
      field.value = slider.value;
      go(slider.value, true);
    });
    back.addEventListener("click", () => {
      field.value = "";
      go("", true);
    });
    panels.set(button, () => {
      const text = chosen.get(place) ?? "";
      if (typed(field.value) !== text) field.value = text;
      slider.value = text || (value ?? (low + high) / 2);
      slider.setAttribute("aria-valuetext", now.words(place));
    });
    const words = `${name}. The sources say: ${before.words(place, "full")}. With another number: `;
    button.after(
      make("div", { className: "sop-other" }, {}, make("label", {}, {}, words, field), slider, back, problem),
    );
    panels.get(button)();
    field.focus();
  };
  const toggle = (button) => {
    const place = ids.indexOf(button.dataset.figure),
      isOpen = panels.delete(button);
    button.setAttribute("aria-expanded", !isOpen);
    if (isOpen) button.nextElementSibling.remove();
    else openPanel(button, place);
  };

  document.body.append(status);
  const read = () => {
    const numbers = (new URLSearchParams(location.search).get("with") ?? "").split(",");
    isOnItsWay = true;
    chosen.clear();
    for (const each of numbers) {
      const [id, number = ""] = each.split(":"),
        place = ids.indexOf(id);
      if (place >= 0 && place < model.figures.length && typed(number)) change(place, typed(number));
    }
    if (!chosen.size && bar) show();
    isOnItsWay = false;
  };
  read();
  addEventListener("popstate", () => {
    if (address(location.href) === location.href) return;
    read();
    window.sopRefocus();
  });
  for (const name of ["click", "focusout"])
    document.addEventListener(
      name,
      () => {
        isOnItsWay = false;
      },
      true,
    );
  const carry = ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link && chosen.size && link.href.startsWith(home) && link.pathname.endsWith(".html"))
      link.href = address(link.href);
  };
  for (const name of ["click", "auxclick"]) document.addEventListener(name, carry, true);
  document.addEventListener("copy", (event) => {
    const text = `${getSelection()}`;
    if (!chosen.size || !text || event.target.matches?.("input")) return;
    event.clipboardData.setData("text/plain", `${text}\n\n${warning()}`);
    event.preventDefault();
  });
  return (button) => button && toggle(button);
})();
