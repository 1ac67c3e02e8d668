// Which nodes and edges are drawn in a state; knows nothing of drawing.

const MOST_CONCEPTS = 2500; // more take seconds to draw, and nobody can read them

const HUB = 40; // lines of a node beyond which a path through it says nothing

function edgeAllowed(edge, { off, sure }) {
  if (edge.role === "together") return true;
  if (edge.confidence < sure / 100) return false;
  return !off.has(isRelation(edge) ? "relations" : edge.role);
}

function nodeAllowed(node, { off, since }) {
  return !off.has(node.kind) && (node.kind !== "Paper" || !since || (node.date ?? "") >= since);
}

/** Whether something that can be drawn is filtered out. */
const isFiltered = ({ off, sure, since }) => off.size > 0 || sure > 0 || since !== "";

/** Return the numbers of the nodes up to `depth` steps from one, by allowed edges. */
function reach(id, depth, state) {
  const found = new Set([id]);
  let border = [id];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const from of border) {
      if (step > 0 && touching.get(from).length > HUB) continue;
      for (const edge of touching.get(from)) {
        const to = other(edge, from);
        if (!found.has(to) && edgeAllowed(edge, state) && nodeAllowed(nodes[to], state)) {
          found.add(to);
          next.push(to);
        }
      }
    }
    border = next;
  }
  return found;
}

function startNodes(state) {
  const chosen = byKey.get(state.at);
  if (chosen && state.around) return [...reach(chosen.id, state.around, state)];
  const concepts = nodes
    .slice(0, about.concepts)
    .filter((node) => node && node.papers >= state.min)
    .sort(byPapers)
    .slice(0, MOST_CONCEPTS)
    .map((node) => node.id);
  if (about.isMap) return concepts;
  const papers = concepts
    .filter((id) => nodeAllowed(nodes[id], state))
    .flatMap((id) => roleEdges(id).filter((edge) => edgeAllowed(edge, state)))
    .map((edge) => edge.from);
  return [...concepts, ...papers];
}

/** Return the nodes and edges to draw, as sets of numbers. */
function visible(state) {
  const chosen = [state.at, state.to].map((key) => byKey.get(key)).filter(Boolean);
  const opened = chosen.flatMap((node) => [...reach(node.id, 1, state)].slice(0, 400));
  const allowed = startNodes(state).filter((id) => nodeAllowed(nodes[id], state));
  const drawn = new Set([...allowed, ...opened]);
  // What papers state between concepts would double the lines: only around the chosen.
  const isStated = (edge) => isRelation(edge) && edge.role !== "together";
  const isMeant = (edge) => chosen.some(({ id }) => edge.from === id || edge.to === id);
  const lines = new Set();
  const linked = new Set(chosen.map((node) => node.id));
  for (const id of drawn) {
    for (const edge of touching.get(id)) {
      const isDrawn = drawn.has(edge.from) && drawn.has(edge.to) && edgeAllowed(edge, state);
      if (isDrawn && (!isStated(edge) || isMeant(edge))) {
        lines.add(edge.id);
        linked.add(edge.from).add(edge.to);
      }
    }
  }
  // With a filter on, what hangs on nothing is only in the way.
  const shown = isFiltered(state) ? [...drawn].filter((id) => linked.has(id)) : drawn;
  return { nodes: new Set(shown), edges: lines };
}

/** Return the nodes and edges that the selection is about; null where there is none. */
function inFocus(state) {
  const at = byKey.get(state.at);
  if (!at) return regionFocus(state);
  const to = byKey.get(state.to);
  const near = touching.get(at.id).filter((edge) => edgeAllowed(edge, state));
  const meant = to ? near.filter((edge) => other(edge, at.id) === to.id) : near;
  const ends = meant.flatMap((edge) => [edge.from, edge.to]);
  return {
    nodes: new Set([at.id, ...(to ? [to.id] : []), ...ends]),
    edges: new Set(meant.map((edge) => edge.id)),
  };
}

function regionFocus(state) {
  if (state.region === "") return null;
  const members = new Set(about.regions[state.region].nodes);
  const within = edges.filter(
    (edge) => members.has(edge.from) && members.has(edge.to) && edgeAllowed(edge, state),
  );
  return { nodes: members, edges: new Set(within.map((edge) => edge.id)) };
}
