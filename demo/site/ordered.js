// Some of a list, in an order of one's own: a checkbox and two buttons an entry.

/**
 * @param {HTMLUListElement} list
 * @param {readonly { value: string, label: string, fixed?: boolean }[]} entries all ticked, in their first order
 * @param {() => void} changed
 * @returns {() => string[] | undefined} what is chosen, undefined while it is as it was
 */
export function ordered(list, entries, changed) {
  list.replaceChildren();
  for (const { value, label, fixed } of entries) {
    const item = document.createElement("li");
    const choice = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = value;
    box.checked = true;
    box.disabled = Boolean(fixed);
    choice.append(box, label);
    const move = (sign, name, to) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${name} : ${label}`);
      button.addEventListener("click", () => {
        if (!to()) return;
        mark();
        button.focus();
        changed();
      });
      return button;
    };
    const up = move("↑", "Monter", () => {
      const before = item.previousElementSibling;
      before?.before(item);
      return before;
    });
    const down = move("↓", "Descendre", () => {
      const after = item.nextElementSibling;
      after?.after(item);
      return after;
    });
    item.append(choice, up, down);
    list.append(item);
  }
  /** The first cannot go up; its button keeps its place and the focus. */
  const mark = () => {
    for (const item of list.children) {
      const [up, down] = item.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(!item.previousElementSibling));
      down.setAttribute("aria-disabled", String(!item.nextElementSibling));
    }
  };
  mark();
  const first = entries.map(({ value }) => value).join(" ");
  return () => {
    const boxes = [...list.querySelectorAll("input")];
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    return chosen.join(" ") === first ? undefined : chosen;
  };
}
