// Wordings of one's own: a key and a text a row.

let rows = 0;

/** A label, its control and the place where the widget's report of `path` is said. */
function line(label, control) {
  const root = document.createElement("div");
  const name = document.createElement("label");
  rows += 1;
  control.id = `text-${rows}`;
  name.htmlFor = control.id;
  name.textContent = label;
  root.className = "line";
  root.append(name, control);
  return root;
}

/**
 * @param {HTMLUListElement} list
 * @param {() => Record<string, string>} defaults the texts as they are, by key
 * @param {() => void} changed
 */
export class Words {
  #list;
  #defaults;
  #changed;

  constructor(list, defaults, changed) {
    this.#list = list;
    this.#defaults = defaults;
    this.#changed = changed;
  }

  /** Adds a row; the focus goes to its key. */
  add(of = "") {
    const row = document.createElement("li");
    const key = document.createElement("input");
    const text = document.createElement("input");
    const remove = document.createElement("button");
    row.className = "text";
    key.setAttribute("list", "keys");
    key.spellcheck = false;
    key.value = of;
    remove.type = "button";
    remove.textContent = "Retirer";
    const named = () => {
      text.placeholder = this.#defaults()[key.value] ?? "";
      row.dataset.path = key.value ? `texts.${key.value}` : "";
      remove.setAttribute("aria-label", `Retirer le texte ${key.value}`);
    };
    key.addEventListener("input", named);
    named();
    remove.addEventListener("click", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("input") ?? document.getElementById("more")).focus();
      this.#changed();
    });
    row.append(line("Clé", key), line("Texte", text), remove);
    this.#list.append(row);
    return key;
  }

  /** The options that they are; a row without both says nothing. */
  options() {
    return [...this.#list.children].flatMap((row) => {
      const [key, text] = row.querySelectorAll("input");
      return key.value && text.value ? [{ path: `texts.${key.value}`, value: text.value }] : [];
    });
  }
}
