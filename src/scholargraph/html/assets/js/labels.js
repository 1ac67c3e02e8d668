// Names on the picture: as many as fit without touching, the weightiest first, in the
// size of the screen whatever the zoom.

const FONT = "system-ui, sans-serif";
const SPACE = 9; // pixels left and right of a name
const LONGEST = 44; // characters of a name on the picture

/** Whether a box touches one of those already placed; else it is placed. */
function collides(placed, box) {
  const hit = placed.some(
    (p) => box.x < p.x + p.w && p.x < box.x + box.w && box.y < p.y + p.h && p.y < box.y + box.h,
  );
  if (!hit) placed.push(box);
  return hit;
}

function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text;
}

/** Return the drawn nodes in the order in which they get their names. */
function inOrder(scale) {
  const named = drawnNodes.getIds().map((id) => nodes[id]);
  const isNear = (node) => focus !== null && focus.nodes.has(node.id);
  const isChosen = (node) => node.key === state.at || node.key === state.to;
  const rank = (node) => (node.id === hovered ? 3 : isChosen(node) ? 2 : isNear(node) ? 1 : 0);
  return named
    .filter(
      (node) =>
        rank(node) ||
        ((focus === null || state.around) && (node.kind !== "Paper" || scale > 1.4)),
    )
    .sort((a, b) => rank(b) - rank(a) || byImportance(a, b));
}

/** Return the boxes of the controls over the picture, which names keep clear of. */
function controlBoxes() {
  const { left, top } = container.getBoundingClientRect();
  return ["legend", "zoom"].map((id) => {
    const box = byId(id).getBoundingClientRect();
    return { x: box.left - left - 2, y: box.top - top - 2, w: box.width + 4, h: box.height + 4 };
  });
}

/** Return the names that fit, each with its place and size in pixels of the screen. */
function placeLabels(widthOf) {
  const scale = network.getScale();
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const { clientWidth, clientHeight } = container;
  const placed = controlBoxes();
  const labels = [];
  for (const node of inOrder(scale)) {
    const place = placeOf(node);
    const at = (place.x - left) * scale;
    const y = (place.y - top) * scale + radius(node) * scale + 2;
    if (at < 0 || y < 0 || at > clientWidth || y > clientHeight) continue;
    const isStrong = node.id === hovered || node.key === state.at;
    const pixels = node.kind === "Paper" ? 11 : 10.5 + radius(node) * (node.members ? 0.12 : 0.24);
    const text = isStrong ? node.label : shortened(node.short ?? node.label);
    const font = `${isStrong ? 600 : 400} ${pixels}px ${FONT}`;
    const width = widthOf(text, font);
    // A name at the border moves in rather than being cut.
    const x = Math.min(Math.max(at, width / 2 + 4), clientWidth - width / 2 - 4);
    const box = { x: x - width / 2 - SPACE, y: y - 3, w: width + 2 * SPACE, h: pixels + 9 };
    if (collides(placed, box) && !isStrong) continue;
    labels.push({
      text,
      x,
      y,
      pixels,
      font,
      fill: node.kind === "Paper" ? colours.dim : colours.ink,
    });
  }
  return labels;
}

const widths = new Map(); // measuring takes longer than drawing

function drawLabels(context) {
  context.save();
  // From the graph's units to those of the screen.
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = colours.page;
  const widthOf = (text, font) => {
    const key = `${font} ${text}`;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  };
  for (const { text, x, y, font, fill } of placeLabels(widthOf)) {
    context.font = font;
    context.fillStyle = fill;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  context.restore();
}
