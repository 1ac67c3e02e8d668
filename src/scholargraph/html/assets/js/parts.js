// What is read later: of a whole page all the rest at once, of a map one community
// after the other, the one that is opened first.

const parts = new Map(); // a community to what was promised of it
const loaded = new Map(); // a community to the places of its nodes, once it is there
const stated = new Map(); // "head type tail" to the edge that says so

const keyOf = (kind, label) =>
  `${kind.toLowerCase()}/${(label.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-")}`;

/** Add the concepts and papers of a map, without the edges between them. */
async function readIndex() {
  const [index] = await Promise.all([unpack("more"), wordsRead]);
  const counts = numbersOf(index.counts);
  const kinds = numbersOf(index.kinds).map((kind) => about.conceptKinds[kind]);
  const labels = index.labels.map((text) => lengthened(text).slice(1));
  const keys = labels.map((label, at) => index.keys[at] ?? keyOf(kinds[at], label));
  for (const [at, label] of labels.entries()) {
    const node = { id: firstConcept + at, key: keys[at], kind: kinds[at], label };
    node.papers = counts[at];
    if (index.aliases[at]) node.aliases = index.aliases[at];
    if (index.broader[at]) node.broader = index.broader[at].map((each) => keys[each]);
    addNode(node);
  }
  for (const [at, text] of index.titles.entries()) {
    const node = { id: firstPaper + at, key: index.papers[at], kind: "Paper" };
    node.label = lengthened(text);
    if (index.dates[at]) node.date = index.dates[at];
    addNode(node);
  }
  let at = firstConcept;
  for (const [community, { concepts }] of about.regions.entries()) {
    for (const end = at + concepts; at < end; at += 1) nodes[at].home = community;
  }
  for (const node of nodes.slice(firstPaper)) node.home = chunkOf(node);
}

const indexed = about.isMap ? readIndex() : unpack("more").then(addToGraph);

/** Add the edges of a community's papers; return the places of its nodes. */
async function readPart(community) {
  const [columns] = await Promise.all([unpack(`part-${community}`), indexed]);
  const first = firstConcept + firstOf(community);
  const papers = nodes.slice(
    firstPaper + about.chunks[community],
    firstPaper + about.chunks[community + 1],
  );
  const roles = rowsOf(columns.named, [columns.concepts, columns.roles, columns.sure]);
  const concepts = roles.map((rows) => rows.map(([to]) => first + signed(to)));
  for (const [at, paper] of papers.entries()) {
    for (const [place, [, role, sure]] of roles[at].entries()) {
      const to = concepts[at][place];
      addEdge({ from: paper.id, to, role: about.roles[role], confidence: sure / 100 });
    }
  }
  const rows = statementRows(columns);
  for (const [at, paper] of papers.entries()) addStated(paper, concepts[at], rows[at]);
  loaded.set(community, innerPlaces(columns, papers, concepts));
  return columns;
}

/** Return the place of a community's first concept among all. */
function firstOf(community) {
  return about.regions.slice(0, community).reduce((sum, { concepts }) => sum + concepts, 0);
}

const statementRows = (columns) =>
  rowsOf(columns.stated, [columns.heads, columns.types, columns.tails, columns.stated_sure]);

/** Add what a paper states between concepts, to what others state of the same. */
function addStated(paper, concepts, rows) {
  for (const [head, type, tail, sure] of rows) {
    const [from, to, role] = [concepts[head], concepts[tail], about.relations[type]];
    if (from === to) continue;
    const key = `${from} ${role} ${to}`;
    const known = stated.get(key);
    if (known) {
      if (known.papers.at(-1) !== paper.id) known.papers.push(paper.id);
      known.confidence = Math.max(known.confidence, sure / 100);
    } else {
      const edge = { from, to, role, papers: [paper.id], confidence: sure / 100 };
      stated.set(key, edge);
      addEdge(edge);
    }
  }
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Return where the nodes of an opened community stand. */
function innerPlaces(columns, papers, concepts) {
  const [xs, ys] = [numbersOf(columns.x), numbersOf(columns.y)];
  const times = new Map(); // papers of the community that name a concept
  for (const id of concepts.flat()) times.set(id, (times.get(id) ?? 0) + 1);
  const shared = new Set(concepts.flat().filter((id) => nodes[id].papers > 1));
  const order = [...papers.map(({ id }) => id), ...[...shared].sort((a, b) => a - b)];
  const places = new Map(
    order.map((id, at) => [
      id,
      { x: 2 * signed(xs[at]), y: 2 * signed(ys[at]), papers: times.get(id) },
    ]),
  );
  for (const [at, paper] of papers.entries()) {
    const { x, y } = places.get(paper.id);
    const own = concepts[at].filter((id) => !places.has(id));
    for (const [turn, id] of own.entries()) {
      const radius_ = 30 + 12 * Math.sqrt(turn);
      const angle = turn * GOLDEN_ANGLE;
      places.set(id, { x: x + radius_ * Math.cos(angle), y: y + radius_ * Math.sin(angle) });
    }
  }
  return places;
}

/** Read a community's part once. */
function loadPart(community) {
  if (!parts.has(community)) parts.set(community, readPart(community));
  return parts.get(community);
}

let isAllRead = false;
let reading = null;

/** Read all that is left, one part at a time, so that the page stays awake. */
async function readAll() {
  await indexed;
  if (about.isMap) for (const community of about.regions.keys()) await loadPart(community);
  isAllRead = true;
}

const all = () => (reading ??= readAll());

const chunks = new Map();

async function readTexts(chunk) {
  const [columns, part] = await Promise.all([
    unpack(`texts-${chunk}`),
    about.isMap ? loadPart(chunk) : null,
    wordsRead,
    indexed,
  ]);
  let at = 0;
  const [starts, spans] = [numbersOf(columns.starts), numbersOf(columns.spans)];
  const relations = statementRows(part ?? columns).map((rows) =>
    rows.map(([head, type, tail, sure]) => {
      const evidence = [starts[at], starts[at] + spans[at]];
      at += 1;
      return [head, about.relations[type], tail, ...evidence, sure / 100];
    }),
  );
  return {
    ...columns,
    relations,
    inline: rowsOf(columns.inline, [columns.lengths, columns.of]),
    loose: rowsOf(columns.loose, [columns.gaps, columns.loose_lengths, columns.loose_of]),
  };
}

const RESULT_FIELDS = ["method", "dataset", "task", "metric"];
const ARXIV = "https://arxiv.org/abs/";

/** Return a paper's texts, mentions, relations, results and links. */
async function detailsOf(paper) {
  const chunk = chunkOf(paper);
  if (!chunks.has(chunk)) chunks.set(chunk, readTexts(chunk));
  const columns = await chunks.get(chunk);
  const at = paper.id - firstPaper - about.chunks[chunk];
  const concepts = roleEdges(paper.id)
    .map(({ to }) => to)
    .sort((a, b) => a - b);
  const title = at in columns.titles ? lengthened(columns.titles[at]) : paper.label;
  const { abstract, mentions } = readAbstract(columns, at, concepts, title.length + 1);
  const facts = columns.facts[at] ?? {};
  const isArxiv = paper.key.startsWith("arxiv:");
  return {
    title,
    abstract,
    text: `${title}\n${abstract}`,
    mentions,
    relations: columns.relations[at].map(([head, type, tail, ...rest]) => [
      concepts[head],
      type,
      concepts[tail],
      ...rest,
    ]),
    links: [],
    address: isArxiv ? ARXIV + paper.key.slice("arxiv:".length) : undefined,
    ...facts,
    results: (facts.results ?? []).map((result) => readResult(result, concepts)),
  };
}

/** Return an abstract with its words, and where it and the title name concepts. */
function readAbstract(columns, at, concepts, offset) {
  const [first, ...pieces] = columns.abstracts[at].split(opening);
  const mentions = [];
  let abstract = lengthened(first);
  for (const [place, piece] of pieces.entries()) {
    const [length, of] = columns.inline[at][place];
    const label = length ? "" : nodes[concepts[of]].label;
    const start = offset + abstract.length;
    mentions.push([start, start + (length || label.length), concepts[of]]);
    abstract += label + lengthened(piece);
  }
  let start = 0;
  for (const [gap, length, of] of columns.loose[at]) {
    start += gap;
    mentions.push([start, start + length, concepts[of]]);
  }
  mentions.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { abstract, mentions };
}

function readResult(result, concepts) {
  const concept = (value) => (typeof value === "number" ? concepts[value] : value);
  const known = RESULT_FIELDS.filter((name) => name in result);
  return { ...result, ...Object.fromEntries(known.map((name) => [name, concept(result[name])])) };
}
