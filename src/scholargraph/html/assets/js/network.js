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
    opacity: node.kind === "Paper" ? 0.6 : node.kind === "Community" ? 0.85 : 1,
    borderWidth: 1,
    color: { background, border: colours.page, hover: { background, border: colours.ink } },
  };
}

let haze = 0.3; // of lines: the more, the fainter each, or they hide the nodes
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
    old.color.opacity === item.color.opacity &&
    Object.values(old.color)[0] === Object.values(item.color)[0];
  dataset.update(items.filter((item) => !isSame(dataset.get(item.id), item)));
}

/** Draw what is visible in the state. */
function draw() {
  const seen = visible(state);
  haze = Math.max(0.08, Math.min(0.3, 600 / seen.edges.size));
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
  document.documentElement.dataset.open = state.in;
  return seen;
}

/** Sort concepts of many papers first, papers last. */
function byImportance(a, b) {
  const weight = (node) => placeOf(node).papers ?? node.papers ?? node.members ?? 0;
  return weight(b) - weight(a) || a.id - b.id;
}

const animation = isCalm ? false : { duration: 350, easingFunction: "easeInOutQuad" };

function showWhole() {
  network.fit({ animation });
}

/** Show all that is drawn, at once; the note below may have changed the room for it. */
function fitAll() {
  network.setSize("100%", "100%");
  network.fit({ animation: false });
}

/** Bring the focus into view, moving no more than is needed. */
function bringIntoView(isAsked) {
  if (focus === null) return;
  const at = byKey.get(state.at);
  const place = placeOf(at);
  const { x, y } = network.canvasToDOM({ x: place.x, y: place.y });
  const { clientWidth, clientHeight } = container;
  const isInside = x > 0 && y > 0 && x < clientWidth && y < clientHeight;
  if (isInside && !isAsked && at.kind !== "Paper") return;
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
  if (nodes[node]?.kind === "Community") change({ ...NOTHING, in: node });
  else if (node !== undefined) change({ ...NOTHING, at: nodes[node].key, around: state.around });
  else if (edge !== undefined && edges[edge].role !== "near") {
    const { from, to } = edges[edge];
    change({ ...NOTHING, at: nodes[from].key, to: nodes[to].key, around: state.around });
  } else if (state.at) change(NOTHING);
}

function startNetwork() {
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
  fitAll();
}
