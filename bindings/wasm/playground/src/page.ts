/** An element of the page, by its id. */
export function element(id: string): HTMLElement;
export function element<E extends HTMLElement>(id: string, type: new () => E): E;
export function element(id: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`the page has no such element: ${id}`);
  }
  return found;
}

/** A new element with its properties and what is in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** An element within another one, by its selector. */
export function part<E extends HTMLElement>(within: HTMLElement, selector: string): E {
  const found = within.querySelector<E>(selector);
  if (!found) {
    throw new Error(`there is nothing like this within: ${selector}`);
  }
  return found;
}

/**
 * Makes a list hold one element for each key, in their order. What is there already stays the same element,
 * with its focus, its caret and what it has loaded.
 */
export function keep(list: HTMLElement, keys: readonly string[], create: (key: string) => HTMLElement): HTMLElement[] {
  const before = new Map([...list.children].map((child) => [(child as HTMLElement).dataset.key, child as HTMLElement]));
  const now = keys.map((key) => before.get(key) ?? create(key));
  const gone = [...before.values()].filter((one) => !now.includes(one));
  gone.forEach((one) => one.remove());
  now.forEach((one, at) => {
    one.dataset.key = keys[at];
    if (list.children[at] !== one) {
      list.insertBefore(one, list.children[at] ?? null);
    }
  });
  return now;
}

let said: HTMLElement | undefined;

/** Tells a screen reader what happened. */
export function say(text: string): void {
  if (!said) {
    said = make("p", { className: "hidden" });
    said.setAttribute("role", "status");
    document.body.append(said);
  }
  said.textContent = text;
}

/** What the page complains of, by the element that says so. */
const complaints = new Map<string, () => string>();

/** Shows what went wrong and tells it to a screen reader; without words, nothing does any more. */
export function complain(id: string, words?: () => string): void {
  complaints.delete(id);
  if (words) {
    complaints.set(id, words);
    say(words());
  }
  element(id).textContent = words?.() ?? "";
}

/** Shows the same complaints in another language. */
export function complainAgain(): void {
  for (const [id, words] of complaints) {
    element(id).textContent = words();
  }
}
