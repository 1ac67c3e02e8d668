// What is looked at, kept in the address after "#", so that a view can be shared and
// the browser's back and forward work.

const NOTHING = { at: "", to: "", around: 0 }; // selected
const MOVES_ON = [...Object.keys(NOTHING), "in"]; // what the back button undoes
const DEFAULTS = { ...NOTHING, in: "", min: about.minimum, sure: 0, since: "", until: "", theme: "" };
const listeners = [];
let state = fromFragment(location.hash);

function fromFragment(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const number = (name) => {
    const value = Number.parseInt(fields.get(name), 10);
    return Number.isInteger(value) && value >= 0 ? value : DEFAULTS[name];
  };
  const theme = fields.get("theme");
  const year = (name) => (/^\d{4}$/.test(fields.get(name)) ? fields.get(name) : "");
  return {
    at: fields.get("at") ?? "",
    to: fields.get("to") ?? "",
    around: Math.min(number("around"), 2),
    in: number("in") in about.regions ? number("in") : "",
    min: Math.max(1, number("min")),
    sure: Math.min(number("sure"), 100),
    since: year("since"),
    until: year("until"),
    theme: theme === "dark" || theme === "light" ? theme : "",
    off: new Set((fields.get("off") ?? "").split(",").filter(Boolean)),
  };
}

/** Return the state with the community in which what is selected can be seen. */
function settled(next) {
  const node = byKey.get(next.at);
  if (!about.isMap || !node) return next;
  if (node.kind === "Community") return { ...next, ...NOTHING, in: node.id };
  return { ...next, in: isWithin(node, next.in) ? next.in : node.home };
}

/** Whether a node of a map is one of those drawn when a community is open. */
function isWithin(node, community) {
  if (community === "" || node.home === community) return community !== "";
  return loaded.get(community)?.has(node.id) ?? false;
}

/** Return the fragment of the state as it would be after a change. */
function toFragment(change = {}) {
  const { off, ...rest } = settled({ ...state, ...change });
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
  if (MOVES_ON.some((name) => name in patch)) {
    if (fragment !== toFragment()) history.pushState(null, "", fragment);
  } else {
    history.replaceState(null, "", fragment);
  }
  take({ ...state, ...patch });
}

function take(next) {
  const before = state;
  state = settled(next);
  for (const listener of listeners) listener(state, before);
}

/** Call a function with the new and the old state at every change. */
function onChange(listener) {
  listeners.push(listener);
}

addEventListener("popstate", () => take(fromFragment(location.hash)));
