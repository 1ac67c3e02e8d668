// What is looked at, kept in the address after "#", so that a view can be shared and
// the browser's back and forward work.

const NOTHING = { at: "", to: "", around: 0, region: "" }; // selected
const DEFAULTS = { ...NOTHING, min: about.minimum, sure: 0, since: "", theme: "" };
const listeners = [];
let state = fromFragment(location.hash);

function fromFragment(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const number = (name) => {
    const value = Number.parseInt(fields.get(name), 10);
    return Number.isInteger(value) && value >= 0 ? value : DEFAULTS[name];
  };
  const theme = fields.get("theme");
  return {
    at: fields.get("at") ?? "",
    to: fields.get("to") ?? "",
    around: Math.min(number("around"), 2),
    region: number("region") in about.regions ? number("region") : "",
    min: Math.max(1, number("min")),
    sure: Math.min(number("sure"), 100),
    since: /^\d{4}$/.test(fields.get("since")) ? fields.get("since") : "",
    theme: theme === "dark" || theme === "light" ? theme : "",
    off: new Set((fields.get("off") ?? "").split(",").filter(Boolean)),
  };
}

/** Return the fragment of the state as it would be after a change. */
function toFragment(change = {}) {
  const { off, ...rest } = { ...state, ...change };
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== DEFAULTS[name]) fields.set(name, value);
  }
  if (off.size) fields.set("off", [...off].sort().join(","));
  // Slashes, colons and commas need no escape there, and read better without.
  return `#${fields.toString().replace(/%(2F|3A|2C)/g, decodeURIComponent)}`;
}

/** Return a link to a node or edge, which keeps the filters. */
function inside(change, attributes, ...children) {
  const href = toFragment({ ...NOTHING, ...change });
  return el("a", { href, ...attributes }, ...children);
}

/** Take up a change; one of the selection can be undone with the back button. */
function change(patch) {
  const fragment = toFragment(patch);
  if (Object.keys(NOTHING).some((name) => name in patch)) {
    if (fragment !== toFragment()) history.pushState(null, "", fragment);
  } else {
    history.replaceState(null, "", fragment);
  }
  take({ ...state, ...patch });
}

function take(next) {
  const before = state;
  state = next;
  for (const listener of listeners) listener(state, before);
}

/** Call a function with the new and the old state at every change. */
function onChange(listener) {
  listeners.push(listener);
}

addEventListener("popstate", () => take(fromFragment(location.hash)));
