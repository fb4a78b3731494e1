import { type OptionInfo, type PlatformInfo, type Post, limits } from "postworthy";
import { element, make } from "./page";

type Set = (index: number, options: Record<string, unknown>) => void;

/** Shows a form for the options of each platform of the post, as the rows list them. */
export function showOptions(all: readonly PlatformInfo[], post: Post, set: Set): void {
  const open = new globalThis.Set([...document.querySelectorAll<HTMLDetailsElement>("#options details[open]")].map(({ id }) => id));
  const forms = (post.platforms ?? []).flatMap((target, index) => {
    const info = all.find(({ platform }) => platform === target.platform);
    return info ? [form(info, { ...target.platformSpecificData }, index, open.has(`options-${info.platform}`), set)] : [];
  });
  const none = make("p", {}, "Choose a platform, and what can be set for it appears here.");
  element("options").replaceChildren(...(forms.length > 0 ? forms : [none]));
}

function form(info: PlatformInfo, values: Record<string, unknown>, index: number, open: boolean, set: Set): HTMLElement {
  const simple = info.options.filter(({ name, type }) => !/[.[]/.test(name) && ["string", "boolean", "integer", "number"].includes(type));
  const allowed = allowedValues(info);
  const nested = info.settings && !info.settings.flat ? info.settings.name : undefined;
  const fields = simple.map((option) => {
    const holder = option.in_settings && nested ? { ...(values[nested] as object) } : values;
    const current = (holder as Record<string, unknown>)[option.name];
    const change = (value: unknown) => {
      if (option.in_settings && nested) {
        const settings = { ...(values[nested] as Record<string, unknown>), [option.name]: value };
        values[nested] = settings;
        set(index, { [nested]: settings });
      } else {
        values[option.name] = value;
        set(index, { [option.name]: value });
      }
    };
    return field(option, current, allowed.get(option.name), change);
  });
  const details = make("details", { id: `options-${info.platform}`, open }, make("summary", {}, info.title));
  details.append(make("div", { className: "fields" }, ...fields));
  return details;
}

/** The values that rows allow, by option. */
function allowedValues({ platform }: PlatformInfo): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const { check } of limits(platform).rules) {
    if ("option-value" in check && !lists.has(check["option-value"].option)) {
      lists.set(check["option-value"].option, check["option-value"].allowed.map(String));
    }
  }
  return lists;
}

function field(option: OptionInfo, current: unknown, allowed: string[] | undefined, change: (value: unknown) => void): HTMLElement {
  const name = make("code", {}, option.name);
  if (option.type === "boolean") {
    const box = make("input", { type: "checkbox", checked: current === true });
    box.addEventListener("change", () => change(box.checked || undefined));
    return make("label", { className: "field switch" }, box, make("span", {}, option.about, make("br", {}), name));
  }
  if (allowed) {
    const select = make("select", {}, ...["", ...allowed].map((value) => make("option", { value, selected: value === String(current ?? "") }, value || "not set")));
    select.addEventListener("change", () => change(typed(option, select.value)));
    return make("label", { className: "field" }, option.about, select, name);
  }
  const input = make("input", { type: option.type === "string" ? "text" : "number", value: String(current ?? "") });
  input.addEventListener("input", () => change(typed(option, input.value)));
  return make("label", { className: "field" }, option.about, input, name);
}

function typed({ type }: OptionInfo, value: string): unknown {
  if (value === "") {
    return undefined;
  }
  return type === "string" ? value : Number(value);
}
