// What every form does: it checks what is typed as one types, and saves it, unless somebody else changed the file.
import { leave } from "./~edit-dialog.js";
import { debounced, make } from "./~edit-elements.js";
import { ask } from "./~edit-server.js";
import { conflicts } from "./~edit-versions.js";

// `body` gives what is sent, `show` shows the answer of a check; `held` and `fields` are what `conflicts` takes;
// `saved` gives what is said at the end, and `next` follows it.
export const saving = (opened, { body, show, held, fields, saved, from, next }) => {
  const check = debounced(
    () => ask("check", body()),
    (answer) => {
      if (answer.status !== 409) return show(answer);
      return conflict(answer) || check();
    },
  );
  const save = make("button", { type: "submit" }, "Save");
  const conflict = conflicts(opened, held, fields, () => {
    check();
    save.focus();
  });
  const store = async () => {
    save.disabled = true;
    const answer = await ask("save", body());
    save.disabled = false;
    if (answer.status === 409) return conflict(answer) || store();
    if (answer.status !== 200) {
      opened.dialog.classList.add("sop-edit-tried");
      show(answer);
      return opened.dialog.querySelector('[aria-invalid="true"]')?.focus();
    }
    leave(saved(answer), from);
    opened.close(true);
    return next?.(answer);
  };
  opened.actions.append(save);
  opened.form.addEventListener("input", check);
  opened.form.addEventListener("submit", store);
  opened.dialog.addEventListener("sop-rebuilt", check);
  return check;
};
