// The panel beside the picture: an overview, or the card of what is selected.

const panel = byId("panel");

function overview() {
  const parts = CONCEPT_KINDS.map((kind) => {
    const leading = conceptNodes()
      .filter((node) => node.kind === kind)
      .sort(byPapers);
    if (!leading.length) return null;
    const most = leading[0].papers;
    const entries = leading.slice(0, 7).map((node) => el("li", {}, bar(node, most)));
    return section(KINDS[kind].plural, el("ul", { class: "plain bars" }, entries));
  });
  const how = about.isMap
    ? "Click a community to open it, or search for a concept or a paper to go there."
    : "Click a concept to see who uses it, a paper to read it, or a line for the words it was read from.";
  return [
    el("h2", {}, "At a glance"),
    el(
      "p",
      {},
      `${counted(about.papers, "paper")} and the ${counted(about.concepts, "concept")} they name. `,
      how,
    ),
    about.regions.length ? section("Communities", list(about.regions.map(theme), 8)) : null,
    ...parts,
  ];
}

function theme({ name, papers }, index) {
  const link = inside({ in: index }, { class: "node" }, name);
  return el("li", { class: "theme" }, link, papers ? chip(counted(papers, "paper")) : null);
}

/** Return the card of a community: papers and concepts that hang together. */
function regionCard(region) {
  const ids = membersOf(state);
  const members = [...ids].map((id) => nodes[id]).filter(Boolean);
  const papersHere = (node) => roleEdges(node.id).filter(({ from }) => ids.has(from)).length;
  const count = new Map(members.filter(isConcept).map((node) => [node, papersHere(node)]));
  const cards = [...CONCEPT_KINDS, "Paper"].map((kind) => {
    const inKind = members.filter((node) => node.kind === kind);
    inKind.sort(kind === "Paper" ? byDate : (a, b) => count.get(b) - count.get(a) || byPapers(a, b));
    const entry = (node) =>
      el("li", {}, nodeLink(node), isConcept(node) ? chip(counted(count.get(node), "paper")) : null);
    return inKind.length ? section(KINDS[kind].plural, list(inKind, 10, entry)) : null;
  });
  const what = "Concepts and papers that are more linked with each other than with the rest.";
  const whole = about.isMap ? "Back to the map" : "Back to the whole";
  const back = () => change({ ...NOTHING, in: "" });
  return [
    el("p", { class: "kind" }, "Community"),
    el("h2", {}, region.name),
    el("p", { class: "facts" }, what),
    el("p", {}, el("button", { type: "button", id: "back", on: { click: back } }, whole)),
    ...cards,
    nearCommunities(),
  ];
}

/** Return the communities that are tied to the opened one on the map. */
function nearCommunities() {
  if (!about.isMap) return null;
  const near = touching
    .get(state.in)
    .sort((a, b) => b.times - a.times)
    .map((edge) => other(edge, state.in))
    .map((community) => theme(about.regions[community], community));
  return near.length ? section("Near it", list(near)) : null;
}

/** Return a link to a concept over a bar as long as its number of papers. */
function bar(node, most) {
  const width = `${Math.max(2, (100 * node.papers) / most)}%`;
  const fill = el("span", { class: `fill ${node.kind}` });
  fill.style.width = width;
  const title = counted(node.papers, "paper");
  return inside(
    { at: node.key },
    { class: "bar", title },
    fill,
    el("span", {}, node.label),
    el("b", {}, String(node.papers)),
  );
}

async function cardOf(state) {
  const at = byKey.get(state.at);
  const to = byKey.get(state.to);
  if (!at && state.in !== "" && !state.at) return regionCard(about.regions[state.in]);
  if (!at) return state.at ? [el("p", {}, "This is not on this page."), ...overview()] : overview();
  // What papers of all communities have with a concept.
  if (at.kind !== "Paper" || to) await all();
  if (to) return edgeCard(at, to);
  return at.kind === "Paper" ? paperCard(at) : conceptCard(at);
}

const isOpen = () => state.at !== "" || state.in !== "";
const closeCard = () => change(state.at ? NOTHING : { ...NOTHING, in: "" });
let asked = 0; // a slow card must not replace a later one

async function showCard(isMoved) {
  asked += 1;
  const mine = asked;
  const card = (await cardOf(state)).filter(Boolean);
  if (mine !== asked) return;
  const close = el(
    "button",
    { type: "button", class: "close", "aria-label": "Close", on: { click: closeCard } },
    "×",
  );
  panel.replaceChildren(...(isOpen() ? [close] : []), ...card);
  if (!isMoved) return;
  panel.scrollTop = 0;
  panel.classList.toggle("open", isOpen());
  const heading = panel.querySelector("h2");
  announce(heading ? heading.textContent : "");
}
