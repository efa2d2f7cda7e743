// Opens the interactive version of a chart on the reader's click, or by a link that somebody made of one.
// Nothing is asked for before; the still chart stays if anything fails.
addEventListener("DOMContentLoaded", () => {
  const language = document.documentElement.lang;
  let asked = new URLSearchParams(location.search);
  const load = (src) =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), {
        src,
        onload: resolve,
        onerror: () => {
          script.remove();
          reject(new Error(src));
        },
      });
      document.head.append(script);
    });
  const button = (text, label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  // A slider says its number as the page writes numbers, and has a step for those who cannot drag: a twentieth.
  const dress = (input, view) => {
    const value = document.createElement("span"),
      { min, max, step } = input,
      name = input.parentElement.textContent.replace(input.nextElementSibling?.textContent, "").trim(),
      size = Math.max(1, Math.round((max - min) / step / 20)) * step;
    const say = () => {
      value.textContent = (+input.value).toLocaleString(language, { maximumFractionDigits: 4 });
    };
    const go = (by) => () => {
      input.value = +input.value + by;
      for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
    };
    input.nextElementSibling?.remove(); // Vega's own, which shows no thousands
    input.after(value);
    input.parentElement.after(button("−", `Less: ${name}`, go(-size)), button("+", `More: ${name}`, go(size)));
    input.addEventListener("input", say);
    view.addSignalListener(input.name, () => setTimeout(say));
    say();
  };
  for (const box of document.querySelectorAll(".sop-explore")) {
    const { chart, base } = box.dataset,
      opener = box.querySelector("button"),
      state = box.querySelector(".sop-explore-state");
    const live = box.querySelector(".sop-live"),
      still = box.closest(".sop-figure").querySelector(".sop-chart");
    let view = null,
      link = null,
      isOnItsWay = true,
      names = [];
    // The choices are the page's address, so that they can be kept, sent and come back to: each that is made is a step
    // which the browser's Back takes back, and until a slider is left it is the same step.
    const keep = (open) => {
      const choices = new URLSearchParams(open ? [["explore", chart], ...names.map((n) => [n, view.signal(n)])] : []),
        others = new URLSearchParams(location.search).get("with"); // numbers: see whatif/panel.js
      if (others) choices.set("with", others);
      link.href = `${location.pathname}${open || others ? `?${choices}` : ""}#${chart}`;
      try {
        if (link.href !== location.href) history[isOnItsWay ? "replaceState" : "pushState"](null, "", link.href);
        isOnItsWay = true;
      } catch {
        /* a page from a disk may have to keep its address; the link still holds the choices */
      }
    };
    const show = (open) => {
      live.hidden = !open;
      still.hidden = open;
      opener.setAttribute("aria-expanded", open);
      opener.textContent = open ? "Back to the still chart" : "Explore this chart";
    };
    const choose = (inputs) => {
      for (const name of names.filter((each) => asked.has(each))) {
        const [input, ...others] = inputs.filter((each) => each.name === name),
          wanted = asked.get(name),
          option = [input, ...others].find((each) => each.type === "radio" && each.value === wanted),
          fits = input.type === "range" && wanted && +wanted >= +input.min && +wanted <= +input.max;
        if (option) view.signal(name, wanted);
        else if (fits) view.signal(name, +wanted);
        else state.textContent = `This chart cannot show the ${name} “${wanted}” of the address; it shows its own.`;
      }
    };
    // What the marks say, as a table: their words up to a colon, and after it.
    const said = (item) => (item.items ? item.items.flatMap(said) : [item.description || []].flat());
    const list = () => {
      const rows = live.querySelector("tbody");
      rows.replaceChildren();
      for (const label of new Set(said(view.scenegraph().root))) {
        const [what, ...value] = label.split(": "),
          row = rows.insertRow();
        row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: what }));
        row.insertCell().textContent = value.join(": ");
      }
    };
    const start = async () => {
      state.textContent = "Loading…";
      await Promise.all([window.vegaEmbed || load(`${base}../vega.js`), load(`${base}explore.js`)]);
      const { spec, around } = window.sopExplore[chart];
      live.innerHTML = around;
      link = live.querySelector("a");
      live.hidden = false; // a view that is not laid out has no width to fill
      const [controls, words] = [box.querySelector(".sop-controls"), box.querySelector("output")];
      const result = await window.vegaEmbed(box.querySelector(".sop-view"), spec, {
        ast: true,
        actions: false,
        renderer: "svg",
        defaultStyle: false,
        logLevel: 1,
        tooltip: () => {},
        bind: controls,
      });
      view = result.view;
      state.textContent = "";
      const inputs = [...controls.querySelectorAll("input")];
      names = [...new Set(inputs.map((input) => input.name))];
      const first = names.map((name) => view.signal(name));
      for (const input of inputs) if (input.type === "range") dress(input, view);
      const say = () => {
        words.textContent = view.signal("words");
      };
      view.addSignalListener("words", say);
      for (const name of names)
        view.addSignalListener(name, () => {
          keep(true);
          view.runAfter(list);
        });
      live.querySelector(".sop-choices button").addEventListener("click", () => {
        names.forEach((name, at) => {
          view.signal(name, first[at]);
        });
        view.runAsync();
      });
      say();
    };
    const open = async () => {
      try {
        if (!view) await start();
        show(true);
        if (asked.get("explore") === chart) choose([...live.querySelectorAll("input")]);
        await view.resize().runAsync();
        list();
        keep(true);
        isOnItsWay = false;
      } catch {
        show(false);
        state.textContent = "The interactive version could not be loaded; the chart above shows the figures as stated.";
      }
    };
    box.hidden = false;
    for (const name of ["click", "focusout"])
      box.addEventListener(
        name,
        () => {
          isOnItsWay = false;
        },
        true,
      );
    opener.addEventListener("click", () => {
      asked = new URLSearchParams();
      if (live.hidden) return open();
      show(false);
      keep(false);
    });
    addEventListener("popstate", () => {
      const moves = !live.hidden && link.search !== location.search;
      asked = new URLSearchParams(location.search);
      isOnItsWay = true;
      if (asked.get("explore") === chart) open();
      else show(false);
      if (moves) window.sopRefocus(opener);
    });
    if (asked.get("explore") === chart) open();
  }
});
