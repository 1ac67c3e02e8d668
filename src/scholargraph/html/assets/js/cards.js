// What the panel says of a concept, a paper or an edge.

const FEW = 25; // entries of a list before "show all"

const nodeLink = (node, ...after) =>
  inside({ at: node.key }, { class: "node" }, sign(node.kind), node.label, ...after);
const section = (title, ...children) => el("section", {}, el("h3", {}, title), ...children);
const chip = (text) => el("span", { class: "chip" }, text);
const kindLine = (kind) => el("p", { class: "kind" }, sign(kind), kind);

/** Return a list of items, cut to the first few; the others are made when asked for. */
function list(items, limit = FEW, make = (item) => item) {
  const ul = el("ul", { class: "plain" }, items.slice(0, limit).map(make));
  if (items.length <= limit) return ul;
  const showAll = () => {
    ul.append(...items.slice(limit).map(make));
    button.remove();
  };
  const button = el(
    "button",
    { type: "button", on: { click: showAll } },
    `Show all ${items.length}`,
  );
  return el("div", {}, ul, button);
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

function stepButtons(node) {
  const steps = [
    [0, "Everything"],
    [1, "Neighbours"],
    [2, "Two steps"],
  ];
  const button = ([around, text]) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": String(state.around === around),
        on: { click: () => change({ ...NOTHING, at: node.key, around }) },
      },
      text,
    );
  return el(
    "div",
    { class: "steps", role: "group", "aria-label": "What to draw" },
    "Draw",
    steps.map(button),
  );
}

function relationLists(node) {
  const related = touching.get(node.id).filter((edge) => isRelation(edge) && edge.papers);
  const wording = (edge) =>
    edge.from === node.id ? RELATIONS[edge.role] : `${RELATIONS[edge.role]} … ← `;
  return [...grouped(related, wording)].map(([words, group]) => {
    const isHead = !words.endsWith("← ");
    const title = isHead ? words : `is what these are ${words.replace(" … ← ", "")}`;
    const entries = group
      .sort((a, b) => b.papers.length - a.papers.length)
      .map((edge) => el("li", {}, nodeLink(nodes[other(edge, node.id)]), " ", evidenceLink(edge)));
    return section(title, list(entries, 8));
  });
}

function evidenceLink(edge) {
  const count = edge.papers ? edge.papers.length : 1;
  const change = { at: nodes[edge.from].key, to: nodes[edge.to].key };
  return inside(change, { class: "why" }, count > 1 ? `${count} quotes` : "quote");
}

/** Return the concepts most often named by the same papers. */
function companions(node) {
  const times = new Map();
  for (const { from } of roleEdges(node.id)) {
    for (const { to } of roleEdges(from)) {
      if (to !== node.id) times.set(to, (times.get(to) ?? 0) + 1);
    }
  }
  return [...times]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1] || byPapers(nodes[a[0]], nodes[b[0]]))
    .map(([id, count]) => el("li", {}, nodeLink(nodes[id]), " ", chip(counted(count, "paper"))));
}

function conceptCard(node) {
  const papers = roleEdges(node.id)
    .map((edge) => ({ edge, paper: nodes[edge.from] }))
    .sort((a, b) => byDate(a.paper, b.paper));
  const roles = grouped(papers, ({ edge }) => edge.role);
  const order = Object.keys(ROLES).filter((role) => roles.has(role));
  const together = companions(node);
  const results = el("div", { id: "results" });
  fillResults(
    results,
    node,
    papers.slice(0, 60).map(({ paper }) => paper),
  );
  return [
    kindLine(node.kind),
    el("h2", {}, node.label),
    node.aliases && el("p", { class: "aliases" }, `also written ${node.aliases.join(", ")}`),
    broaderLine(node),
    narrowerLine(node),
    el(
      "p",
      {},
      `In ${counted(papers.length, "paper")}: `,
      order.map((role) => chip(`${role} ${roles.get(role).length}`)),
    ),
    stepButtons(node),
    results,
    section(
      "Papers",
      list(
        papers.map(({ edge, paper }) =>
          el(
            "li",
            {},
            nodeLink(paper),
            " ",
            paper.date && el("time", {}, paper.date),
            chip(edge.role),
            evidenceLink(edge),
          ),
        ),
      ),
    ),
    ...relationLists(node),
    together.length ? section("Often named with it", list(together, 8)) : null,
  ];
}

function broaderLine(node) {
  const broader = (node.broader ?? []).map((key) => byKey.get(key)).filter(Boolean);
  if (!broader.length) return null;
  return el(
    "p",
    {},
    "a kind of ",
    broader.map((each) => nodeLink(each)),
  );
}

function narrowerLine(node) {
  const found = (narrower.get(node.key) ?? []).map((id) => nodes[id]).sort(byPapers);
  if (!found.length) return null;
  const entries = found.map((each) => el("li", {}, nodeLink(each), chip(counted(each.papers, "paper"))));
  return section("Kinds of it", list(entries, 6));
}

const FIELDS = ["method", "dataset", "task", "metric"];
const KIND_OF_VALUE = { absolute: "", delta: "a gain of ", relative: "a relative " };

/** Return a result: its value and metric, what it was measured on, and the paper. */
function resultEntry(result, paper = null) {
  const { value, unit, kind, metric } = result;
  const name = (each) => (typeof each === "number" ? nodeLink(nodes[each]) : each);
  const number = `${KIND_OF_VALUE[kind] ?? ""}${value}${unit ? ` ${unit}` : ""}`;
  const rest = [
    ["", result.method],
    [" on ", result.dataset],
    [" for ", result.task],
  ]
    .filter(([, each]) => each !== undefined)
    .map(([word, each]) => [word, name(each)]);
  return el(
    "li",
    { class: "result" },
    el("div", {}, el("b", {}, number), " ", metric === undefined ? null : name(metric)),
    rest.length ? el("div", {}, rest.flat()) : null,
    paper && el("div", { class: "from" }, nodeLink(paper)),
  );
}

/** Fill in a concept's reported results once its papers' texts are unpacked. */
async function fillResults(place, node, papers) {
  const entries = [];
  for (const paper of papers) {
    for (const result of (await detailsOf(paper)).results) {
      const isMeant = FIELDS.some((field) => result[field] === node.id);
      if (isMeant) entries.push(resultEntry(result, paper));
    }
  }
  if (entries.length) place.append(section("Reported results", list(entries, 6)));
}

async function paperCard(node) {
  const details = await detailsOf(node);
  const roles = grouped(roleEdges(node.id), (edge) => edge.role);
  const order = Object.keys(ROLES).filter((role) => roles.has(role));
  const [title, start] = [details.title, details.title.length + 1];
  const facts = [details.authors?.join(", "), details.venue, node.date].filter(Boolean);
  return [
    kindLine("Paper"),
    el("h2", {}, title ? marked(details.text, [0, start - 1], details.mentions) : node.label),
    facts.length ? el("p", { class: "facts" }, facts.join(" · ")) : null,
    details.address && el("p", {}, outside(details.address)),
    el(
      "p",
      { class: "abstract" },
      marked(details.text, [start, details.text.length], details.mentions),
    ),
    details.links.length ? section("Links", list(details.links.map(linkEntry))) : null,
    details.results.length
      ? section(
          "Reported results",
          list(
            details.results.map((result) => resultEntry(result)),
            12,
          ),
        )
      : null,
    stepButtons(node),
    ...order.map((role) =>
      section(
        role,
        list(
          roles
            .get(role)
            .map((edge) => el("li", {}, nodeLink(nodes[edge.to]), " ", evidenceLink(edge))),
        ),
      ),
    ),
    statements(details),
  ];
}

function linkEntry([url, kind, isOwn]) {
  return el("li", {}, outside(url), " ", chip(isOwn ? `own ${kind}` : kind));
}

function statements(details) {
  if (!details.relations.length) return null;
  const entries = details.relations.map(([head, type, tail]) =>
    el("li", {}, nodeLink(nodes[head]), ` ${RELATIONS[type]} `, nodeLink(nodes[tail])),
  );
  return section("What it states", list(entries, 12));
}

async function edgeCard(at, to) {
  const between = touching.get(at.id).filter((edge) => other(edge, at.id) === to.id);
  const cards = await Promise.all(between.map(oneEdge));
  const none = el("p", {}, "Nothing on this page links the two.");
  return [el("p", { class: "kind" }, "Connection"), ...(cards.length ? cards.flat() : [none])];
}

async function oneEdge(edge) {
  const [from, to] = [nodes[edge.from], nodes[edge.to]];
  const words = RELATIONS[edge.role] ?? edge.role;
  const heading = el(
    "h2",
    { class: "edge" },
    nodeLink(from),
    el("span", { class: "role" }, ` ${words} `),
    nodeLink(to),
  );
  if (!isRelation(edge)) {
    const details = await detailsOf(from);
    const sure = edge.confidence < 1 ? `Confidence ${edge.confidence.toFixed(2)}` : null;
    return [
      heading,
      sure && el("p", { class: "facts" }, sure),
      ...quotes(details, mentionsOf(details, to.id)),
    ];
  }
  const papers = edge.papers ?? sharedPapers(edge.from, edge.to);
  const shown = await Promise.all(
    papers.slice(0, FEW).map((id) => relationEvidence(edge, nodes[id])),
  );
  return [heading, el("p", { class: "facts" }, `In ${counted(papers.length, "paper")}`), ...shown];
}

async function relationEvidence(edge, paper) {
  const details = await detailsOf(paper);
  return el("section", {}, nodeLink(paper), relationQuotes(details, edge));
}
