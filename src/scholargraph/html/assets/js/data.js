// What the page knows: nodes and edges at once, texts when they are asked for.

const read = (id) => JSON.parse(byId(id).textContent);

/** Return the value that was deflated into base 64 in an element. */
async function unpack(id) {
  const bytes = Uint8Array.from(atob(read(id)), (char) => char.charCodeAt(0));
  const inflated = new DecompressionStream("deflate");
  return new Response(new Blob([bytes]).stream().pipeThrough(inflated)).json();
}

const about = read("about");
const nodes = [];
const edges = [];
const byKey = new Map();
const touching = new Map(); // a node's number to its edges

function addToGraph(more) {
  for (const node of more.nodes) {
    nodes[node.id] = node;
    byKey.set(node.key, node);
    touching.set(node.id, []);
  }
  for (const edge of more.edges) {
    const known = { ...edge, id: edges.length };
    edges.push(known);
    touching.get(edge.from).push(known);
    touching.get(edge.to).push(known);
  }
}

addToGraph({ nodes: read("nodes"), edges: read("edges") });
const everything = unpack("more").then((more) => addToGraph(more));

const radius = radiusUpTo(nodes.reduce((most, node) => Math.max(most, node.papers ?? 1), 1));
const isRelation = (edge) => edge.role in RELATIONS;
const other = (edge, id) => (edge.from === id ? edge.to : edge.from);
const byPapers = (a, b) => b.papers - a.papers || (a.label < b.label ? -1 : 1);
const byDate = (a, b) => (b.date ?? "").localeCompare(a.date ?? "") || (a.label < b.label ? -1 : 1);

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

const chunks = new Map();

/** Return a paper's texts, mentions, relations, results and links. */
async function detailsOf(paper) {
  const index = paper.id - about.concepts;
  const chunk = Math.floor(index / about.chunk);
  if (!chunks.has(chunk)) chunks.set(chunk, unpack(`texts-${chunk}`));
  const detail = (await chunks.get(chunk))[index % about.chunk];
  return { ...detail, text: `${detail.title}\n${detail.abstract}` };
}
