// The search field: suggestions over labels, aliases and titles (an ARIA combobox).

const MOST_SUGGESTIONS = 10;
const field = byId("search");
const box = byId("suggestions");
let suggested = [];
let isSought = false; // whether the selection was searched for: it is brought into view
let marker = -1; // the suggestion that Enter takes

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Return how well a name fits: 3 whole, 2 its beginning, 1 a word's, 0.5 inside; 0 not. */
function fit(text, wanted) {
  const at = text.indexOf(wanted);
  if (at < 0) return 0;
  if (at === 0) return text.length === wanted.length ? 3 : 2;
  return /[\s(/-]/.test(text[at - 1]) ? 1 : 0.5;
}

/** Return a node's label and aliases, ready to be searched. */
function namesOf(node) {
  node.names ??= [node.label, ...(node.aliases ?? [])].map((name) => [name, folded(name)]);
  return node.names;
}

/** Return the best suggestions, each with the alias by which it was found. */
function suggestions(query) {
  const wanted = folded(query.trim());
  if (!wanted) return [];
  const found = [];
  for (const node of nodes) {
    if (!node || node.kind === "Community") continue;
    const [[, label], ...aliases] = namesOf(node);
    let best = { node, score: fit(label, wanted), alias: null };
    for (const [alias, text] of aliases) {
      const score = fit(text, wanted) * 0.9;
      if (score > best.score) best = { node, score, alias };
    }
    if (best.score) found.push(best);
  }
  const weight = ({ node }) => node.papers ?? 0;
  return found
    .sort((a, b) => b.score - a.score || weight(b) - weight(a) || a.node.id - b.node.id)
    .slice(0, MOST_SUGGESTIONS);
}

function option({ node, alias }, index) {
  const count = node.papers === undefined ? (node.date ?? "") : counted(node.papers, "paper");
  return el(
    "li",
    {
      id: `suggestion-${index}`,
      role: "option",
      "aria-selected": "false",
      on: {
        // Not click: the field would lose the focus and close the list before it.
        pointerdown: (event) => {
          event.preventDefault();
          choose(index);
        },
      },
    },
    sign(node.kind),
    el("span", { class: "name" }, node.label, alias && el("small", {}, ` ${alias}`)),
    el("span", { class: "count" }, count),
  );
}

function showSuggestions() {
  suggested = suggestions(field.value);
  const nothing = field.value.trim() && !suggested.length;
  const entries = nothing
    ? [el("li", { class: "nothing" }, "Nothing on this page is called that.")]
    : suggested.map(option);
  box.replaceChildren(...entries);
  box.hidden = !entries.length;
  field.setAttribute("aria-expanded", String(!box.hidden));
  mark(suggested.length ? 0 : -1);
}

function closeSuggestions() {
  box.hidden = true;
  field.setAttribute("aria-expanded", "false");
  mark(-1);
}

function mark(index) {
  marker = index;
  for (const [at, entry] of [...box.children].entries()) {
    if (suggested.length) entry.setAttribute("aria-selected", String(at === index));
  }
  if (index < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", `suggestion-${index}`);
    box.children[index].scrollIntoView({ block: "nearest" });
  }
}

function choose(index) {
  const { node } = suggested[index];
  field.value = "";
  closeSuggestions();
  isSought = true;
  change({ ...NOTHING, at: node.key });
  panel.focus({ preventScroll: true });
}

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

function searchKey(event) {
  const { key } = event;
  if (key in MOVES && suggested.length) {
    if (box.hidden) showSuggestions();
    else mark((marker + MOVES[key] + suggested.length) % suggested.length);
  } else if (key === "Enter" && marker >= 0) choose(marker);
  else if (key === "Escape") {
    if (box.hidden) field.value = "";
    closeSuggestions();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function startSearch() {
  field.addEventListener("input", showSuggestions);
  field.addEventListener("focus", showSuggestions);
  field.addEventListener("blur", closeSuggestions);
  field.addEventListener("keydown", searchKey);
}
