// The picture: the visible part of the graph in vis-network.

const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
const container = byId("network");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let network = null;
let hovered = null; // a node's number
let focus = null; // the nodes and edges that the selection is about
let colours = palette();

function nodeItem(node) {
  const { x, y } = placeOf(node);
  const background = colours[node.kind];
  return {
    id: node.id,
    x,
    y,
    shape: KINDS[node.kind].shape,
    size: radius(node),
    opacity: node.kind === "Paper" ? 0.6 : 1,
    borderWidth: 1,
    color: { background, border: colours.page, hover: { background, border: colours.ink } },
  };
}

// The more lines, the fainter each, or they hide the nodes.
const haze = Math.max(0.08, Math.min(0.3, 600 / edges.length));
const edgeColour = (edge) => (isRelation(edge) ? colours.dim : colours[nodes[edge.to].kind]);

function edgeItem(edge) {
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    // Dashes cost time, and show only up close: the focus has them.
    width: ROLES[edge.role]?.width ?? 1,
    color: { color: edgeColour(edge), opacity: edge.role === "introduces" ? 0.75 : haze },
  };
}

/** Bring a dataset to the items, touching only what has changed: vis-network is slow. */
function replace(dataset, items) {
  const wanted = new Set(items.map((item) => item.id));
  dataset.remove(dataset.getIds().filter((id) => !wanted.has(id)));
  const isSame = (old, item) =>
    old !== null &&
    old.x === item.x &&
    old.y === item.y &&
    Object.values(old.color)[0] === Object.values(item.color)[0];
  dataset.update(items.filter((item) => !isSame(dataset.get(item.id), item)));
}

/** Draw what is visible in the state. */
function draw() {
  const seen = visible(state);
  focus = inFocus(state);
  const centre = byKey.get(state.at);
  rings = centre && state.around ? ringsAround(centre.id, seen) : null;
  // What is drawn last lies on top.
  const order = [...seen.nodes]
    .map((id) => nodes[id])
    .sort(byImportance)
    .reverse();
  replace(
    drawnEdges,
    [...seen.edges].map((id) => edgeItem(edges[id])),
  );
  replace(drawnNodes, order.map(nodeItem));
  network?.redraw();
  return seen;
}

/** Sort concepts of many papers first, papers last. */
function byImportance(a, b) {
  return (b.papers ?? 0) - (a.papers ?? 0) || a.id - b.id;
}

const animation = isCalm ? false : { duration: 350, easingFunction: "easeInOutQuad" };

function showWhole() {
  network.fit({ animation });
}

/** Bring the focus into view, moving no more than is needed. */
function bringIntoView(isAsked) {
  if (focus === null) return;
  const at = byKey.get(state.at) ?? nodes[about.regions[state.region].leading[0]];
  const place = placeOf(at);
  const { x, y } = network.canvasToDOM({ x: place.x, y: place.y });
  const { clientWidth, clientHeight } = container;
  const isInside = x > 0 && y > 0 && x < clientWidth && y < clientHeight;
  if (isInside && !isAsked && at.kind !== "Paper" && state.at) return;
  const ids = [...focus.nodes].filter((id) => drawnNodes.get(id));
  network.fit({ nodes: ids, maxZoomLevel: 1.3, minZoomLevel: 0.25, animation });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation });
}

function moveBy(dx, dy) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
}

const KEYS = {
  ArrowLeft: () => moveBy(-80, 0),
  ArrowRight: () => moveBy(80, 0),
  ArrowUp: () => moveBy(0, -80),
  ArrowDown: () => moveBy(0, 80),
  "+": () => zoomBy(1.4),
  "=": () => zoomBy(1.4),
  "-": () => zoomBy(1 / 1.4),
  0: showWhole,
};

function clicked({ pointer }) {
  const node = network.getNodeAt(pointer.DOM);
  const edge = node === undefined ? network.getEdgeAt(pointer.DOM) : undefined;
  if (node !== undefined) change({ ...NOTHING, at: nodes[node].key, around: state.around });
  else if (edge !== undefined) {
    const { from, to } = edges[edge];
    change({ ...NOTHING, at: nodes[from].key, to: nodes[to].key, around: state.around });
  } else if (state.at || state.region !== "") change(NOTHING);
}

function startNetwork() {
  draw();
  const data = { nodes: drawnNodes, edges: drawnEdges };
  network = new vis.Network(container, data, read("options"));
  network.on("click", clicked);
  network.on("hoverNode", ({ node }) => {
    hovered = node;
    container.style.cursor = "pointer";
  });
  network.on("blurNode", () => {
    hovered = null;
    container.style.cursor = "";
  });
  network.on("afterDrawing", (context) => {
    drawFocus(context);
    drawLabels(context);
  });
  container.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    KEYS[event.key]();
    event.preventDefault();
  });
  network.fit({ animation: false });
}
