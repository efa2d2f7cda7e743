// Two versions of what is edited, when the file has changed since the form was opened: nobody's words are lost unseen.
import { button, make, table } from "./~edit-elements.js";

const cell = (text) => make("span", {}, text || "(empty)");

// Fills `box`; `mine` and `theirs` go on with one of the two.
const showVersions = (box, { error, now, opened, yours, differs, labels }, { mine, theirs }) => {
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

// Gives what answers to a conflict: it shows both versions, or gives false where they do not touch each other and one
// can go on. `held` is what the form was opened with: the version of the file, the cells that are known of it (none of
// what is new) and where they stand. `again` follows a decision.
export const conflicts = (opened, held, { cells, fill, labels = {} }, again) => {
  const box = make("section", { className: "sop-edit-versions", hidden: true });
  opened.content.prepend(box);
  return ({ error, now, version, first, last }) => {
    const { known } = held;
    const differs = Object.keys(known ?? {}).filter((name) => now && now[name] !== known[name]);
    const goOn = () => Object.assign(held, { version, first, last }, known && { known: now });
    if (!known || (now && !differs.length)) return goOn() && false; // something else was changed
    const decided = (taken) => {
      fill(Object.fromEntries(taken.map((name) => [name, now[name]])));
      goOn();
      box.hidden = true;
      again();
    };
    showVersions(
      box,
      { error, now, opened: known, yours: cells(), differs, labels },
      {
        mine: () => decided(differs.filter((name) => cells()[name] === known[name])), // what one did not touch
        theirs: () => decided(Object.keys(now)),
      },
    );
    opened.status.textContent = error;
    return true;
  };
};
