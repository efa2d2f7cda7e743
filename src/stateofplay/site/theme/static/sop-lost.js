// For addresses that lead nowhere: mends the links of that page by where this file was found,
// and goes to the page that was meant.
(() => {
  if (window.sopFound) return; // asked for from several folders, of which one has it
  window.sopFound = new URL("..", document.currentScript.src);
  const name = (path) =>
    path
      .replace(/(\/index)?(\.html?)?\/*$/i, "")
      .replace(/\/+/g, "/")
      .toLowerCase();
  addEventListener("DOMContentLoaded", () => {
    const before = document.documentElement.dataset.root.length,
      links = [...document.querySelectorAll("a")];
    for (const link of links) link.href = new URL(link.getAttribute("href").slice(before), window.sopFound);
    const form = document.querySelector("form");
    form.action = new URL(form.getAttribute("action").slice(before), window.sopFound);
    const asked = name(location.pathname),
      last = (path) => name(path).split("/").pop();
    const same = links.find((link) => name(link.pathname) === asked && link.pathname !== location.pathname);
    if (same) location.replace(same.href + location.search + location.hash);
    const near = asked && links.find((link) => last(link.pathname) === last(asked));
    if (!near) return;
    const line = document.querySelector(".sop-meant");
    line.append(near.cloneNode(true));
    line.hidden = false;
  });
})();
