// Opens the interactive version of a chart on the reader's click.
// Nothing is asked for before; the still chart stays if anything fails.
addEventListener("DOMContentLoaded", () => {
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
  for (const box of document.querySelectorAll(".sop-explore")) {
    const { chart, base } = box.dataset,
      button = box.querySelector("button"),
      state = box.querySelector(".sop-explore-state");
    const live = box.querySelector(".sop-live"),
      still = box.closest(".sop-figure").querySelector(".sop-chart");
    let view = null;
    const show = (open) => {
      live.hidden = !open;
      still.hidden = open;
      button.setAttribute("aria-expanded", open);
      button.textContent = open ? "Back to the still chart" : "Explore this chart";
    };
    const start = async () => {
      state.textContent = "Loading…";
      await Promise.all([window.vegaEmbed || load(`${base}../vega.js`), load(`${base}explore.js`)]);
      live.hidden = false; // a view that is not laid out has no width to fill
      const [controls, words] = [box.querySelector(".sop-controls"), box.querySelector("output")];
      const result = await window.vegaEmbed(box.querySelector(".sop-view"), window.sopExplore[chart], {
        ast: true,
        actions: false,
        renderer: "svg",
        defaultStyle: false,
        logLevel: 1,
        tooltip: () => {},
        bind: controls,
      });
      view = result.view;
      for (const input of controls.querySelectorAll("input[type=range]")) {
        const value = document.createElement("span"),
          say = () => {
            value.textContent = (+input.value).toLocaleString(document.documentElement.lang, {
              maximumFractionDigits: 4,
            });
          };
        input.nextElementSibling?.remove(); // Vega's own, which shows no thousands
        input.after(value);
        input.addEventListener("input", say);
        say();
      }
      const say = () => {
        words.textContent = view.signal("words");
      };
      view.addSignalListener("words", say);
      say();
      state.textContent = "";
    };
    box.hidden = false;
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-expanded") === "true") return show(false);
      try {
        if (!view) await start();
        show(true);
        await view.resize().runAsync();
      } catch {
        show(false);
        state.textContent = "The interactive version could not be loaded; the chart above shows the figures as stated.";
      }
    });
  }
});
