// Which nodes and edges are drawn in a state; knows nothing of drawing.

const MOST = 2500; // concepts or papers; more take seconds to draw, and nobody can read them
const HUB = 40; // lines of a node beyond which a path through it says nothing

function edgeAllowed(edge, { off, sure }) {
  if (edge.role === "near") return true;
  return edge.confidence >= sure / 100 && !off.has(edge.role);
}

function nodeAllowed(node, { off, since, until }) {
  if (off.has(node.kind)) return false;
  if (node.kind !== "Paper" || (!since && !until)) return true;
  const year = (node.date ?? "").slice(0, 4);
  return year >= since && year !== "" && (!until || year <= until);
}

/** Whether something that can be drawn is filtered out. */
const isFiltered = ({ off, sure, since, until }) =>
  off.size > 0 || sure > 0 || since !== "" || until !== "";

const isOpened = (state) => state.in !== "" && !state.around;

/** Return the set of the nodes of the community that is looked at; null where none is. */
function membersOf(state) {
  if (!isOpened(state)) return null;
  if (!about.isMap) return new Set(about.regions[state.in].nodes);
  return new Set(loaded.get(state.in)?.keys() ?? []);
}

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

function startNodes(state, members) {
  const chosen = byKey.get(state.at);
  if (chosen && state.around) return [...reach(chosen.id, state.around, state)].slice(0, MOST);
  if (about.isMap && members === null) return about.regions.map((_, community) => community);
  const among = members === null ? conceptNodes() : [...members].map((id) => nodes[id]);
  const concepts = among
    .filter((node) => node?.papers >= state.min)
    .sort(byPapers)
    .slice(0, MOST)
    .map((node) => node.id);
  if (members !== null) {
    const papers = among.filter((node) => node?.kind === "Paper").map((node) => node.id);
    return [...concepts, ...papers.slice(0, MOST)];
  }
  const papers = concepts
    .filter((id) => nodeAllowed(nodes[id], state))
    .flatMap((id) => roleEdges(id).filter((edge) => edgeAllowed(edge, state)))
    .map((edge) => edge.from);
  return [...concepts, ...papers];
}

/** Return the nodes and edges to draw, as sets of numbers. */
function visible(state) {
  const chosen = [state.at, state.to].map((key) => byKey.get(key)).filter(Boolean);
  const members = membersOf(state);
  const isMember = (id) => members === null || members.has(id);
  const isNear = (id) => isMember(id) && !(about.isMap && members === null && !state.around);
  const opened = chosen.flatMap((node) =>
    [...reach(node.id, 1, state)].filter(isNear).slice(0, 400),
  );
  const allowed = startNodes(state, members).filter((id) => nodeAllowed(nodes[id], state));
  const drawn = new Set([...allowed, ...opened]);
  // What papers state between concepts would double the lines: only around the chosen.
  const isStated = (edge) => isRelation(edge) && edge.role !== "near";
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
  const isBare = isFiltered(state) && !(about.isMap && members === null);
  const shown = isBare ? [...drawn].filter((id) => linked.has(id)) : drawn;
  return { nodes: new Set(shown), edges: lines };
}

/** Return the nodes and edges that the selection is about; null where there is none. */
function inFocus(state) {
  const at = byKey.get(state.at);
  if (!at) return null;
  const to = byKey.get(state.to);
  const near = touching.get(at.id).filter((edge) => edgeAllowed(edge, state));
  const meant = to ? near.filter((edge) => other(edge, at.id) === to.id) : near;
  const ends = meant.flatMap((edge) => [edge.from, edge.to]);
  return {
    nodes: new Set([at.id, ...(to ? [to.id] : []), ...ends]),
    edges: new Set(meant.map((edge) => edge.id)),
  };
}
