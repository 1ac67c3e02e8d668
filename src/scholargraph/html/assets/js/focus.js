// What is selected, drawn once more over a veil on the rest: the picture below stays as
// it is, which is why selecting takes no time.

const VEIL = 0.87;
const paths = Object.fromEntries(
  Object.entries(OUTLINES).map(([shape, outline]) => [shape, new Path2D(outline)]),
);

function drawFocus(context) {
  if (focus === null) return;
  if (!state.around) drawVeil(context);
  context.save();
  for (const id of focus.edges) if (drawnEdges.get(id)) drawEdge(context, edges[id]);
  context.setLineDash([]);
  const order = [...focus.nodes].filter((id) => drawnNodes.get(id)).map((id) => nodes[id]);
  for (const node of order.sort(byImportance).reverse()) drawNode(context, node);
  context.restore();
}

function drawVeil(context) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = VEIL;
  context.fillStyle = colours.page;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}

function drawEdge(context, edge) {
  const [from, to] = [placeOf(nodes[edge.from]), placeOf(nodes[edge.to])];
  const { width, dashes } = ROLES[edge.role] ?? { width: 1, dashes: false };
  context.strokeStyle = edgeColour(edge);
  context.lineWidth = width + 0.8;
  context.setLineDash(dashes || []);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  if (edge.papers) drawArrow(context, from, to, radius(nodes[edge.to]));
}

/** Draw the head of an arrow where the line meets the node. */
function drawArrow(context, from, to, gap) {
  const turn = Math.atan2(to.y - from.y, to.x - from.x);
  const point = (length, spread) => [
    to.x - length * Math.cos(turn + spread),
    to.y - length * Math.sin(turn + spread),
  ];
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.moveTo(...point(gap + 1, 0));
  context.lineTo(...point(gap + 9, 4 / (gap + 9)));
  context.lineTo(...point(gap + 9, -4 / (gap + 9)));
  context.fill();
}

function drawNode(context, node) {
  const isChosen = node.key === state.at || node.key === state.to;
  const { x, y } = placeOf(node);
  const size = radius(node) / 7; // outlines are drawn in a box of 16
  context.save();
  context.translate(x - 8 * size, y - 8 * size);
  context.scale(size, size);
  context.fillStyle = colours[node.kind];
  context.strokeStyle = isChosen ? colours.ink : colours.page;
  context.lineWidth = (isChosen ? 5 : 1.5) / size;
  context.stroke(paths[KINDS[node.kind].shape]);
  context.fill(paths[KINDS[node.kind].shape]);
  context.restore();
}
