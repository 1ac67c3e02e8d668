// The panel beside the picture: an overview, or the card of what is selected.

const panel = byId("panel");

function overview() {
  const parts = Object.entries(KINDS)
    .filter(([kind]) => kind !== "Paper")
    .map(([kind, { plural }]) => {
      const leading = nodes
        .slice(0, about.concepts)
        .filter((node) => node?.kind === kind)
        .sort(byPapers);
      if (!leading.length) return null;
      const most = leading[0].papers;
      const entries = leading.slice(0, 7).map((node) => el("li", {}, bar(node, most)));
      return section(plural, el("ul", { class: "plain bars" }, entries));
    });
  return [
    el("h2", {}, "At a glance"),
    el(
      "p",
      {},
      `${counted(about.papers, "paper")} and the ${counted(about.concepts, "concept")} they name. `,
      "Click a concept to see who uses it, a paper to read it, or a line for the words it was read from.",
    ),
    about.regions.length ? section("Themes", list(about.regions.map(theme), 8)) : null,
    ...parts,
  ];
}

const regionName = (region) => region.leading.map((id) => nodes[id].label).join(" · ");

function theme(region, index) {
  const link = inside({ region: String(index) }, { class: "node" }, regionName(region));
  return el("li", { class: "theme" }, link);
}

/** Return the card of a theme: papers and concepts that hang together. */
function regionCard(region) {
  const members = region.nodes.map((id) => nodes[id]);
  const cards = Object.entries(KINDS).map(([kind, { plural }]) => {
    const inKind = members.filter((node) => node.kind === kind);
    inKind.sort(kind === "Paper" ? byDate : byPapers);
    const entries = inKind.map((node) => el("li", {}, nodeLink(node)));
    return entries.length ? section(plural, list(entries, 10)) : null;
  });
  const what = "Concepts and papers that are more linked with each other than with the rest.";
  return [
    el("p", { class: "kind" }, "Theme"),
    el("h2", {}, regionName(region)),
    el("p", { class: "facts" }, what),
    ...cards,
  ];
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
  if (state.region !== "") return regionCard(about.regions[state.region]);
  if (!at) return state.at ? [el("p", {}, "This is not on this page."), ...overview()] : overview();
  if (to) return edgeCard(at, to);
  return at.kind === "Paper" ? paperCard(at) : conceptCard(at);
}

const isOpen = () => state.at !== "" || state.region !== "";
let asked = 0; // a slow card must not replace a later one

async function showCard(isMoved) {
  asked += 1;
  const mine = asked;
  const card = (await cardOf(state)).filter(Boolean);
  if (mine !== asked) return;
  const close = el(
    "button",
    { type: "button", class: "close", "aria-label": "Close", on: { click: () => change(NOTHING) } },
    "×",
  );
  panel.replaceChildren(...(isOpen() ? [close] : []), ...card);
  if (!isMoved) return;
  panel.scrollTop = 0;
  panel.classList.toggle("open", isOpen());
  const heading = panel.querySelector("h2");
  announce(heading ? heading.textContent : "");
}
