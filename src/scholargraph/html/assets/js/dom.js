// Making elements. Texts only ever become text nodes, never markup.

const byId = (id) => document.getElementById(id);

/** Return an element; `on` holds listeners, other properties become attributes. */
function el(tag, properties, ...children) {
  const { on = {}, ...attributes } = properties ?? {};
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  for (const [event, listener] of Object.entries(on)) {
    element.addEventListener(event, listener);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** Return an SVG element of a few attributes. */
function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const ADDRESS = /^(https:\/\/|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/)[^\s\\]*$/i;

/** Return the https address that a text is, else null: no other scheme is followed. */
function safeAddress(text) {
  if (typeof text !== "string" || !ADDRESS.test(text)) return null;
  try {
    const url = new URL(/^https:/i.test(text) ? text : `https://${text}`);
    return url.protocol === "https:" && !url.username ? url.href : null;
  } catch {
    return null;
  }
}

/** Return a link out of the page, or the bare text where it is no https address. */
function outside(text, address = text) {
  const href = safeAddress(address);
  if (href === null) return el("span", { class: "address" }, text);
  return el("a", { class: "address", href, rel: "noopener noreferrer", target: "_blank" }, text);
}

const numbers = new Intl.NumberFormat("en");

/** Return "1 paper", "2 papers". */
function counted(count, noun) {
  return `${numbers.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Tell those who listen rather than look. */
function announce(text) {
  byId("announce").textContent = text;
}
