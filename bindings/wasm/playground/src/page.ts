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
