// The theme button, and what opens and closes. Pages work without it.
(() => {
  const root = document.documentElement,
    key = "sop-theme";
  // What a reader chose before, or chooses now; where storage is switched off, a choice holds for its page.
  window.sopKept = (key, chosen) => {
    try {
      if (chosen !== undefined) localStorage.setItem(key, chosen);
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const stored = sopKept(key);
  if (stored) root.dataset.theme = stored;

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".sop-theme");
    const dark = () =>
      root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const name = () => {
      button.textContent = dark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `Switch to ${dark() ? "light" : "dark"} colours`);
    };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      sopKept(key, root.dataset.theme);
      name();
    });

    // What can be scrolled is a stop of the Tab key as long as there is something to scroll.
    const stops = new ResizeObserver((entries) => {
      for (const { target: e } of entries)
        e.tabIndex = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight ? 0 : -1;
    });
    const prepare = ({ target }) => {
      if (location.protocol.startsWith("http")) {
        const site = new URL(root.dataset.content_root || "./", location.href).href;
        for (const e of target.querySelectorAll("[data-path]:not([data-path=''])")) {
          const path = e.dataset.path,
            bare = e.textContent.replaceAll(`file://$PWD/${path}`, path).replaceAll(`${path} of this site`, path);
          e.textContent = bare.replaceAll(path, site + path);
        }
        for (const e of target.querySelectorAll(".sop-no-address")) e.remove();
      }
      for (const e of target.querySelectorAll("main :is(.sop-scroll, pre)[tabindex='0']")) {
        e.tabIndex = -1;
        stops.observe(e);
        // All of what has the focus is scrolled to, where a browser is content with a part.
        e.addEventListener("focusin", ({ target }) => {
          if (target !== e) target.scrollIntoView({ block: "nearest", inline: "nearest" });
        });
      }
    };
    prepare({ target: document });
    document.addEventListener("sop-came", prepare); // tools of a chart

    // A link to a folded section shows what it leads to.
    const unfold = () => {
      const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      for (const fold of section ? section.children : []) if (fold.matches("details.sop-more")) fold.open = true;
    };
    addEventListener("hashchange", unfold);
    unfold();

    // Other numbers: what shows them is loaded when a reader changes one, or opens an address with some.
    let script = null;
    const suppose = (button) => {
      const shown = () => window.sopWhatIf(button);
      if (window.sopWhatIf) return shown();
      // In this order: the second needs what the first has.
      for (const name of script ? [] : ["what-if-names.js", "what-if.js"]) {
        const src = (root.dataset.content_root || "./") + name;
        script = Object.assign(document.createElement("script"), { src, async: false });
        document.head.append(script);
      }
      script.addEventListener("load", shown);
    };
    for (const each of document.querySelectorAll(".sop-change")) {
      each.hidden = false;
      each.addEventListener("click", () => suppose(each));
    }
    if (/[?&]with=/.test(location.search)) suppose();

    // What lies over the page goes away by Escape, and when somebody goes on.
    const leave = ({ key, target }) => {
      for (const menu of document.querySelectorAll(".sop-about[open]")) {
        if (getComputedStyle(menu.lastElementChild).position !== "absolute") continue;
        if (key ? key !== "Escape" : menu.contains(target)) continue;
        menu.open = false;
        if (key) menu.firstElementChild.focus();
      }
    };
    for (const name of ["keydown", "focusin", "pointerdown"]) document.addEventListener(name, leave);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") root.classList.add("sop-quiet");
    });
    // Cards come back when the focus moves on, or the pointer does: Firefox says pointerout of a card that is hidden,
    // and WebKit pointermove where a card has opened or closed and the pointer lies still.
    let was = "";
    let last = null;
    document.addEventListener("focusout", ({ target }) => {
      root.classList.remove("sop-quiet");
      last = target;
    });
    window.sopFocus = (e) => {
      e.focus({ preventScroll: true });
      e.scrollIntoView({ block: "nearest" }); // unlike the browser, which scrolls to the top of what fills the window
    };
    // Back to an address with a # takes the focus away, in Firefox before it is said, in Chromium after that.
    window.sopRefocus = (instead) => {
      const { activeElement: now, body } = document,
        had = now === body ? last : now;
      setTimeout(() => window.sopFocus(had?.getClientRects().length ? had : (instead ?? body)));
    };
    document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
      const at = `${clientX} ${clientY}`;
      if (at !== was && !target.closest?.(".sop-fig")) root.classList.remove("sop-quiet");
      was = at;
    });
    // Where nothing can be anchored, a card is put under its number, or above it.
    const place = ({ target, clientY = 0 }) => {
      const card = target.closest?.(".sop-fig")?.querySelector(".sop-card");
      if (!card || card.contains(target)) return;
      requestAnimationFrame(() => {
        if (!card.offsetWidth) return; // it waits for a tap
        const boxes = [...card.parentElement.querySelector(".sop-num").getClientRects()],
          { x, y, bottom } = boxes.find((box) => clientY < box.bottom) ?? boxes[0];
        const top = bottom + card.offsetHeight < root.clientHeight ? bottom : y - card.offsetHeight;
        card.style.inset = `${top}px auto auto ${Math.min(x, root.clientWidth - card.offsetWidth - 8)}px`;
      });
    };
    if (!CSS.supports("anchor-name: --a"))
      for (const name of ["pointerover", "focusin"]) document.addEventListener(name, place, true);
    // A number that breaks over two lines has no box that a button could cover.
    document.addEventListener("click", (event) => {
      const card = event.target.closest?.(".sop-num")?.parentElement.querySelector(".sop-card");
      if (!event.detail || !card?.showPopover || !matchMedia("(hover: none)").matches) return;
      event.preventDefault();
      card.showPopover();
    });
  });
})();
