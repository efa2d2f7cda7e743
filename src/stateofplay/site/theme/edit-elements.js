// Makes elements: one way for every form of the preview.
export const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

export const button = (text, press, properties = {}) =>
  make("button", { type: "button", textContent: text, onclick: press, ...properties });

// A link to the file at its line, for those with VS Code, and the path for all others.
export const fileLinks = ({ path, open }) => {
  if (!path) return [];
  const copy = button("Copy its path", async () => {
    await navigator.clipboard.writeText(path);
    copy.textContent = "Copied";
  });
  return [make("a", { href: open }, "Open the file"), " ", copy];
};

// A table with a heading to each row; `rows` are lists of cells, texts or elements.
export const table = (caption, heads, rows) =>
  make(
    "table",
    {},
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make(
      "tbody",
      {},
      ...rows.map(([first, ...others]) =>
        make("tr", {}, make("th", { scope: "row" }, first), ...others.map((cell) => make("td", {}, cell))),
      ),
    ),
  );

// Runs `program` a little after the last call, and never twice at a time; an answer to an older call is dropped.
export const debounced = (program, show, milliseconds = 150) => {
  let timer = 0,
    newest = 0;
  return () => {
    clearTimeout(timer);
    const own = ++newest;
    timer = setTimeout(async () => {
      const answer = await program();
      if (own === newest) show(answer);
    }, milliseconds);
  };
};
