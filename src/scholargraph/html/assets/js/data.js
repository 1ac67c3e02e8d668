// What the page knows: nodes and edges, and texts when they are asked for. Communities
// have the first numbers, then come concepts, then papers.

const about = read("about");
const firstConcept = about.communities;
const firstPaper = about.communities + about.concepts;
const nodes = [];
const edges = [];
const byKey = new Map();
const touching = new Map(); // a node's number to its edges
const narrower = new Map(); // a concept's key to the numbers of those that are kinds of it

function addNode(node) {
  nodes[node.id] = node;
  byKey.set(node.key, node);
  touching.set(node.id, []);
  for (const key of node.broader ?? []) {
    if (!narrower.has(key)) narrower.set(key, []);
    narrower.get(key).push(node.id);
  }
}

function addEdge(edge) {
  edge.id = edges.length;
  edges.push(edge);
  touching.get(edge.from).push(edge);
  touching.get(edge.to).push(edge);
}

function addToGraph(more) {
  more.nodes.forEach(addNode);
  more.edges.forEach(addEdge);
}

addToGraph({ nodes: read("nodes"), edges: read("edges") });

const radius = radiusUpTo(about.most, nodes, (node) => placeOf(node).papers ?? node.papers);
const isRelation = (edge) => edge.role in RELATIONS;
const isConcept = (node) => node.papers !== undefined;
const other = (edge, id) => (edge.from === id ? edge.to : edge.from);
const byPapers = (a, b) => b.papers - a.papers || (a.label < b.label ? -1 : 1);
const byDate = (a, b) => (b.date ?? "").localeCompare(a.date ?? "") || (a.label < b.label ? -1 : 1);

/** Return the concepts that are known so far. */
const conceptNodes = () => nodes.slice(firstConcept, firstPaper).filter(Boolean);

/** Return the edges of a node that tell a paper's role for a concept. */
function roleEdges(id) {
  return touching.get(id).filter((edge) => !isRelation(edge));
}

/** Return the numbers of the papers that name both concepts. */
function sharedPapers(a, b) {
  const first = new Set(roleEdges(a).map((edge) => edge.from));
  return roleEdges(b)
    .map((edge) => edge.from)
    .filter((paper) => first.has(paper));
}

/** Return the chunk of texts that a paper is in; on a map, its community. */
function chunkOf(paper) {
  const at = paper.id - firstPaper;
  let [low, high] = [0, about.chunks.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (about.chunks[middle] <= at) low = middle;
    else high = middle;
  }
  return low;
}
