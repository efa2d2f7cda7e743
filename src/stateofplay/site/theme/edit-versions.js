// Two versions of what is edited, when the file has changed since the form was opened: nobody's words are lost unseen.
import { button, make, table } from "./~edit-elements.js";

const cell = (text) => make("span", {}, text || "(empty)");

// Fills `box`; `mine` and `theirs` go on with one of the two.
export const showVersions = (box, { error, now, opened, yours, differs, labels }, { mine, theirs }) => {
  const keep = button("Go on with mine", mine);
  const told = now
    ? [
        table(
          "What is other in the file now",
          ["Column", "When you opened it", "In the file now", "Yours"],
          differs.map((name) => [labels[name] ?? name, cell(opened[name]), cell(now[name]), cell(yours[name])]),
        ),
        make("p", {}, "“Mine” is each cell that you changed; in the others stays what the file has now."),
        make("p", {}, keep, " ", button("Take what the file has now", theirs)),
      ]
    : [
        make(
          "p",
          {},
          "It is gone from the file, or stands in another form of this save. Copy what you need, and close this one.",
        ),
      ];
  box.replaceChildren(make("h3", { tabIndex: -1 }, error), make("p", {}, "Nothing was written."), ...told);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  if (!document.activeElement.matches("input, textarea")) box.querySelector("h3").focus(); // nobody is typing
};
