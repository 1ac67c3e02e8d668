// Where a node is drawn: its place on the map, or on a ring around the one looked at.

const RING = 170; // between rings
const BESIDE = 34; // between nodes of a ring
let rings = null; // a node's number to its place; null on the map

/** Return where a node stands: on a ring, in the opened community of a map, or else. */
function placeOf(node) {
  const opened = about.isMap && isOpened(state) ? loaded.get(state.in) : null;
  return rings?.get(node.id) ?? opened?.get(node.id) ?? node;
}

/** Return the steps of each node from the first, over the edges that are drawn. */
function stepsFrom(first, seen) {
  const steps = new Map([[first, 0]]);
  const parents = new Map();
  for (const id of steps.keys()) {
    // grows as it goes
    for (const edge of touching.get(id)) {
      const to = other(edge, id);
      if (!seen.edges.has(edge.id) || steps.has(to)) continue;
      steps.set(to, steps.get(id) + 1);
      parents.set(to, id);
    }
  }
  return { steps, parents };
}

/** Return places on rings around a node, each near the one that leads to it. */
function ringsAround(first, seen) {
  const { steps, parents } = stepsFrom(first, seen);
  const found = new Map([[first, { x: 0, y: 0 }]]);
  const turns = new Map([[first, 0]]);
  const kinds = Object.keys(KINDS);
  let radius = 0;
  for (let step = 1; ; step += 1) {
    const ring = [...steps.keys()].filter((id) => steps.get(id) === step);
    if (!ring.length) return found;
    const turnOf = (id) => turns.get(parents.get(id));
    const kindOf = (id) => kinds.indexOf(nodes[id].kind);
    ring.sort(
      (a, b) => turnOf(a) - turnOf(b) || kindOf(a) - kindOf(b) || byImportance(nodes[a], nodes[b]),
    );
    radius = Math.max(radius + RING, (ring.length * BESIDE) / (2 * Math.PI));
    for (const [index, id] of ring.entries()) {
      const turn = (index / ring.length) * 2 * Math.PI;
      turns.set(id, turn);
      found.set(id, { x: radius * Math.cos(turn), y: radius * Math.sin(turn) });
    }
  }
}
