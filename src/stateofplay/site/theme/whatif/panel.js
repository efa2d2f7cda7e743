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
  let [now, next, count, left, bar, soon, isAsked, isOnItsWay] = [before, before, 0, ""];
  const say = (text) => {
    clearTimeout(soon); // heard once who types or slides rests: amid many changes of a page Orca leaves it out
    soon = setTimeout(() => status.replaceChildren(text), 1000);
  };

  const listed = () =>
    [...chosen.keys()]
      .map((place) => `${names[place]}: ${now.words(place)} instead of ${before.words(place)}`)
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
  // The bar covers nothing that has the focus, nor what is said of it, and what has changed pushes no field that is
  // typed in out of sight.
  const makeRoom = () => {
    document.documentElement.style.setProperty("--sop-bar", bar ? `${bar.offsetHeight}px` : "");
    for (const e of document.querySelectorAll(".sop-other :focus, .sop-other:focus-within p"))
      e.scrollIntoView({ block: "nearest" });
  };
  const clear = () => {
    chosen.clear();
    next = before;
    left = "";
  };
  const showBar = (said) => {
    if (!bar) {
      const back = make("button", { type: "button", textContent: "Back to what the sources say" }, {});
      back.addEventListener("click", () => {
        clear();
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
    const text = chosen.size ? "This page shows what would be, not what the sources say." : said;
    const stays = " Words and verdicts beside a number stay as written for what the sources say.";
    const [title, dropped, turns] = [text, left, said].map((textContent, i) =>
      make(i ? "span" : "b", { textContent }, {}),
    );
    bar
      .querySelector("p")
      .replaceChildren(title, left && dropped, ...(chosen.size ? [` ${listed()}.${stays}`, turns] : []));
    bar.querySelector("a").href = address(location.href);
  };
  const follow = () => {
    window.sopFollow.back();
    if (chosen.size) window.sopFollow.show(ids, before, now, fares, warning());
  };
  document.addEventListener("sop-came", follow); // tools of a chart
  // All of the page with the chosen numbers, from a field that is typed in.
  const show = (field) => {
    next.numbers = new Set([...next.moved].filter((place) => place < first));
    next.sentence = (place) =>
      place < first ? "" : exact.sentence(model.findings[place - first], names[place], before, next);
    now = next;
    document.documentElement.classList.toggle("sop-supposing", chosen.size);
    follow();
    const said = chosen.size ? turned() : "The page shows what the sources say.";
    if (chosen.size || left) showBar(said);
    else {
      bar?.remove();
      bar = null;
    }
    say(said + left);
    for (const refresh of panels.values()) refresh(field);
    requestAnimationFrame(makeRoom); // when all has its place
    if (chosen.size && !isAsked && document.querySelector("[data-along]")) {
      isAsked = true;
      const onload = () => chosen.size && show(true);
      document.head.append(make("script", { src: `${home}what-if-charts.js`, onload }, {}));
    }
    const to = address(location.href);
    try {
      if (to !== location.href) history[isOnItsWay ? "replaceState" : "pushState"](null, "", to);
      isOnItsWay = true;
    } catch {
      /* a page from a disk may have to keep its address; the link holds the numbers */
    }
  };
  // Has the next world take up what is entered for a figure, or what the sources say where that cannot be; says why.
  const take = (place, entry) => {
    const was = chosen.get(place),
      text = exact.typed(entry),
      [, , , , least = 0, most] = model.units[model.figures[place][1]];
    const isPossible = (text) => {
      text ? chosen.set(place, text) : chosen.delete(place);
      try {
        next = exact.world(model, new Map([...chosen].map(([place, text]) => [place, exact.read(text)])));
        return true;
      } catch {
        return false;
      }
    };
    const problem =
      entry && !text
        ? "Write a number in digits, like 30,000 or 2.5."
        : text < least
          ? `${entry} is below nought; write 0 or more.`
          : text > most
            ? `${entry} is more than the whole; write ${most} or less.`
            : isPossible(text)
              ? ""
              : "With this number something would be divided by nought.";
    if (problem && !isPossible("")) isPossible(was);
    return problem;
  };

  // The panel of a figure: a field, a slider over its range, that of others and beyond, and the way back.
  const openPanel = (button, place) => {
    const [min, max, step] = button.dataset.slide.split(" "),
      name = names[place],
      problem = make("p", { id: `sop-problem-${count++}` }, { role: "alert" }),
      field = make("input", { inputMode: "decimal", autocomplete: "off" }, { "aria-describedby": problem.id }),
      slider = make("input", { type: "range", min, max, step }, { "aria-label": `Slide: ${name}` }),
      back = make("button", { type: "button", textContent: "As the sources say" }, {}),
      [value, low, high] = before.quantity(place).map((x) => x && Number(x.n ?? x) / Number(x.d ?? 1));
    let seen = "";
    const tell = (text) => {
      field.setAttribute("aria-invalid", !!text);
      problem.textContent = text;
    };
    const go = () => {
      const text = take(place, field.value.trim());
      left = "";
      show(field);
      const meanwhile = chosen.has(place)
        ? "The page stays as it was."
        : "Until then the page keeps to what the sources say of it.";
      tell(text && `${text} ${meanwhile}`);
    };
    field.addEventListener("input", go);
    slider.addEventListener("input", () => {
      field.value = slider.value.replace(/\.\d{3}$/, "$&0"); // no thousands
      go();
    });
    back.addEventListener("click", () => {
      field.value = "";
      go();
    });
    // What is typed stays, also where it is refused, until this number is changed elsewhere or all are taken back.
    panels.set(button, (from) => {
      const text = chosen.get(place) ?? "";
      if (from !== field && (!from || text !== seen)) {
        field.value = text;
        tell("");
      }
      seen = text;
      slider.value = text || (value ?? (low + high) / 2);
      slider.setAttribute("aria-valuetext", now.words(place));
    });
    const words = `${name}. The sources say: ${before.words(place, "full")}. With another number: `;
    button.after(
      make("div", { className: "sop-other" }, {}, make("label", {}, {}, words, field), problem, slider, back),
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
    const given = new URLSearchParams(location.search).getAll("with").join(),
      problems = new Set();
    isOnItsWay = true;
    clear();
    for (const each of given ? given.split(/,(?=[^,]*:)/) : []) {
      const [id, ...number] = each.split(":"),
        place = ids.indexOf(id);
      // Of the address only numbers are shown: anybody may have written it.
      if (!model.figures[place]) problems.add("A name in it is no number that can be changed.");
      else if (chosen.has(place)) problems.add(`${names[place]}: Two numbers are given.`);
      else {
        const problem = take(place, number.join(":") || "?");
        if (problem) problems.add(`${names[place]}: ${problem}`);
      }
    }
    if (problems.size) left = ` Left out of the address: ${[...problems].join(" ")}`;
    if (chosen.size || left || bar) show();
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
