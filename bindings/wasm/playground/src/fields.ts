// Fields of a form: values, objects of fields, and lists that grow.
import type { OptionInfo } from "postworthy";
import { about, inWords, labels } from "./labels";
import { make } from "./page";

/** An option with the options inside of it. */
export interface Tree {
  option: OptionInfo;
  /** Its name within the option around it. */
  name: string;
  /** Of an object, its fields. */
  fields: Tree[];
  /** Of a list, what its entries are. */
  entry: Tree | undefined;
}

/** Where a value is kept. */
export interface Place {
  /** Of the element that shows it. */
  id: string;
  read(): unknown;
  write(value: unknown): void;
}

interface Context {
  /** The values that rows allow, by option. */
  allowed: ReadonlyMap<string, string[]>;
  /** Ids of the groups that are open. */
  open: ReadonlySet<string>;
}

/** The options as trees; what has parts that no row describes is left out. */
export function treesOf(options: readonly OptionInfo[]): Tree[] {
  const inside = (prefix: string) =>
    options.filter(({ name }) => name.startsWith(prefix) && !/[.[]/.test(name.slice(prefix.length))).flatMap((option) => tree(option, option.name.slice(prefix.length)));
  const tree = (option: OptionInfo, name: string): Tree[] => {
    const entries = options.find((one) => one.name === `${option.name}[]`);
    const [entry] = entries ? tree(entries, "") : [];
    const fields = inside(`${option.name}.`);
    const described = { array: entry !== undefined, object: fields.length > 0 }[option.type as string] ?? true;
    return described ? [{ option, name, fields, entry }] : [];
  };
  return inside("");
}

/** An element that shows and changes a value. */
export function show(tree: Tree, place: Place, context: Context): HTMLElement {
  switch (tree.option.type) {
    case "object":
      return group(tree, place, context, () => fieldsOf(tree, place, context));
    case "array":
      return group(tree, place, context, () => [list(tree, place, context)]);
    default:
      return field(tree, place, context.allowed.get(tree.option.name));
  }
}

/** What is inside is made when it is looked at for the first time: some options are deep. */
function group({ option, name }: Tree, { id }: Place, { open }: Context, inside: () => HTMLElement[]): HTMLElement {
  const content = make("div", { className: "fields" });
  const details = make("details", { id, className: "group" }, make("summary", {}, about(option), " ", make("code", {}, name)), content);
  const fill = () => {
    if (details.open && content.childElementCount === 0) {
      content.append(...inside());
    }
  };
  details.addEventListener("toggle", fill);
  details.open = open.has(id);
  fill();
  return details;
}

function fieldsOf({ fields }: Tree, place: Place, context: Context): HTMLElement[] {
  const values = () => ({ ...(place.read() as Record<string, unknown> | undefined) });
  return fields.map((inner) => {
    const { name } = inner;
    const write = (value: unknown) => {
      const all = Object.entries({ ...values(), [name]: value }).filter(([, one]) => one !== undefined);
      place.write(all.length > 0 ? Object.fromEntries(all) : undefined);
    };
    return show(inner, { id: `${place.id}-${name}`, read: () => values()[name], write }, context);
  });
}

function list(tree: Tree, place: Place, context: Context): HTMLElement {
  const { option, entry } = tree;
  const given = place.read();
  // An entry that nothing is written in yet is not part of the post.
  const entries: unknown[] = Array.isArray(given) ? [...given] : [];
  const publish = () => {
    const written = entries.filter((one) => one !== undefined);
    place.write(written.length > 0 ? written : undefined);
  };
  const rows = make("div", { className: "rows" });
  const add = make("button", { type: "button", className: "quiet" }, labels.add);
  add.setAttribute("aria-label", labels.addTo(option.name));
  const draw = () => {
    rows.replaceChildren(...entries.map((_, at) => row(at)));
  };
  const row = (at: number) => {
    const own: Place = {
      id: `${place.id}-${at}`,
      read: () => entries[at],
      write: (value) => {
        entries[at] = value;
        publish();
      },
    };
    const remove = make("button", { type: "button", className: "quiet" }, labels.remove);
    remove.setAttribute("aria-label", labels.removeEntry(at + 1, option.name));
    remove.addEventListener("click", () => {
      entries.splice(at, 1);
      publish();
      draw();
      add.focus();
    });
    const numbered = make("div", { className: "row-of" });
    numbered.setAttribute("role", "group");
    numbered.setAttribute("aria-label", labels.entry(at + 1, option.name));
    const shown = entry ? (entry.option.type === "object" ? fieldsOf(entry, own, context) : [show(entry, own, context)]) : [];
    numbered.append(...shown, remove);
    return numbered;
  };
  add.addEventListener("click", () => {
    entries.push(undefined);
    draw();
    rows.lastElementChild?.querySelector<HTMLElement>("input, select, summary")?.focus();
  });
  draw();
  return make("div", { className: "list" }, rows, add);
}

function field({ option, name }: Tree, place: Place, allowed: readonly string[] | undefined): HTMLElement {
  const current = place.read();
  const code = make("code", {}, name);
  // An option that is left out and one that says no are not the same.
  const values = option.type === "boolean" ? ["true", "false"] : allowed;
  if (values) {
    const select = make("select", {}, ...["", ...values].map((value) => make("option", { value, selected: value === String(current ?? "") }, value === "" ? labels.notSet : inWords(value))));
    select.addEventListener("change", () => place.write(typed(option, select.value)));
    return make("label", { className: "field" }, about(option), select, code);
  }
  const isNumber = ["integer", "number"].includes(option.type);
  const input = make("input", { type: isNumber ? "number" : "text", value: typeof current === "object" ? "" : String(current ?? "") });
  if (option.type === "number") {
    input.step = "any";
  }
  input.addEventListener("input", () => place.write(typed(option, input.value)));
  return make("label", { className: "field" }, about(option), input, code);
}

function typed({ type }: OptionInfo, value: string): unknown {
  if (value === "") {
    return undefined;
  }
  if (type === "boolean") {
    return value === "true";
  }
  return ["integer", "number"].includes(type) ? Number(value) : value;
}
