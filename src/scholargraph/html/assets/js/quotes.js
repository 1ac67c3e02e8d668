// Evidence: the sentences around words of a paper, with the words marked.

const SENTENCE_END = /[.!?]["')\]]?\s+(?=[A-Z0-9"'(\[])|\n/g;
const NO_END = /\b(e\.g|i\.e|et al|vs|cf|resp|Fig|Eq|approx)\.\s+$/;

/** Return the stretches [start, end] of the sentences of a text. */
function sentences(text) {
  const found = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (NO_END.test(text.slice(start, end))) continue;
    found.push([start, end]);
    start = end;
  }
  if (start < text.length) found.push([start, text.length]);
  return found;
}

const overlaps = ([a, b], [c, d]) => a < d && c < b;

/** Return the sentences that hold one of the spans. */
function around(text, spans) {
  return sentences(text).filter((sentence) => spans.some((span) => overlaps(span, sentence)));
}

/** Return the mentions of concepts in a paper's details. */
function mentionsOf(details, ...concepts) {
  return details.mentions.filter(([, , concept]) => concepts.includes(concept));
}

/** Return a text without the escapes and simple commands of LaTeX. */
function withoutMarkup(text) {
  return text
    .replace(/\\([%&_#$])/g, "$1")
    .replace(/\\(?:textbf|textit|texttt|textsc|emph|underline|mathbf|text)\{([^{}]*)\}/g, "$1");
}

/** Return a stretch of text as nodes, its mentions marked and linked to their concept. */
function marked(text, [start, end], mentions) {
  const parts = [];
  let at = start;
  for (const [from, to, concept] of mentions) {
    if (from < at || to > end) continue; // overlaps the one before, or lies outside
    const { kind, key, label } = nodes[concept];
    parts.push(withoutMarkup(text.slice(at, from)));
    const title = `${kind}: ${label}`;
    const mark = el("mark", { class: kind, title }, withoutMarkup(text.slice(from, to)));
    parts.push(inside({ at: key }, { class: "mention" }, mark));
    at = to;
  }
  parts.push(withoutMarkup(text.slice(at, end)));
  return parts;
}

/** Return quotations of the sentences with those mentions. */
function quotes(details, mentions, within = null) {
  const spans = within ?? mentions;
  const found = around(details.text, spans);
  return found.map((sentence) => el("blockquote", {}, marked(details.text, sentence, mentions)));
}

/** Return the quotations of a relation: its evidence, or sentences that name both. */
function relationQuotes(details, edge) {
  const both = mentionsOf(details, edge.from, edge.to);
  const stated = details.relations
    .filter(([head, type, tail]) => head === edge.from && tail === edge.to && type === edge.role)
    .map(([, , , start, end]) => [start, end])
    .filter(([start, end]) => start < end);
  if (stated.length) return quotes(details, both, stated);
  const names = (sentence, concept) =>
    mentionsOf(details, concept).some((mention) => overlaps(mention, sentence));
  const joint = sentences(details.text).filter(
    (sentence) => names(sentence, edge.from) && names(sentence, edge.to),
  );
  return quotes(details, both, joint.length ? joint : both);
}
