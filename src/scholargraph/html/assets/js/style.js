// How kinds and roles look: one table each, for the picture, the legend and the cards.

const KINDS = {
  Method: { plural: "Methods", shape: "dot" },
  Task: { plural: "Tasks", shape: "triangle" },
  Dataset: { plural: "Datasets", shape: "hexagon" },
  Metric: { plural: "Metrics", shape: "diamond" },
  Paper: { plural: "Papers", shape: "square" },
  Community: { plural: "Communities", shape: "dot" },
};
const CONCEPT_KINDS = ["Method", "Task", "Dataset", "Metric"];

// An edge has the colour of its concept's kind; the line tells the role.
const ROLES = {
  introduces: { width: 3.5, dashes: false, says: "the paper brings it in" },
  uses: { width: 1.2, dashes: false, says: "applies or studies the method" },
  compares: { width: 1.2, dashes: [7, 5], says: "measures itself against it" },
  evaluates: { width: 1.2, dashes: false, says: "experiments on the dataset" },
  trains: { width: 1.2, dashes: [7, 5], says: "learns from the dataset" },
  addresses: { width: 1.2, dashes: false, says: "works on the task" },
  reports: { width: 1.2, dashes: false, says: "gives values of the metric" },
  mentions: { width: 1, dashes: [2, 4], says: "background only" },
};

const RELATIONS = {
  used_for: "used for",
  evaluated_on: "evaluated on",
  trained_on: "trained on",
  part_of: "part of",
  compared_with: "compared with",
  benchmark_for: "benchmark for",
  measured_by: "measured by",
  near: "near",
};

// The shapes of vis-network, of radius 7 in a box of 16.
const OUTLINES = {
  dot: "M8 1a7 7 0 1 0 .01 0z",
  triangle: "M8 .92 16.05 14.86H-.05z",
  hexagon: "M15 8 11.5 14.06H4.5L1 8l3.5-6.06h7z",
  diamond: "M8 1 15 8 8 15 1 8z",
  square: "M1 1h14v14H1z",
};

/** Return the sign of a kind, for the legend and the cards. */
function sign(kind) {
  const path = svg("path", { d: OUTLINES[KINDS[kind].shape] });
  const attributes = { viewBox: "0 0 16 16", class: `sign ${kind}`, "aria-hidden": true };
  return svg("svg", attributes, path);
}

/** Return the sample of a role's line. */
function line(role) {
  const { width, dashes } = ROLES[role] ?? { width: 1.2, dashes: false };
  const attributes = { x1: 1, x2: 27, y1: 6, y2: 6, "stroke-width": width };
  if (dashes) attributes["stroke-dasharray"] = dashes.join(" ");
  const box = { viewBox: "0 0 28 12", class: "line", "aria-hidden": true };
  return svg("svg", box, svg("line", attributes));
}

/** Return the colours of the theme in force, from the style sheet. */
function palette() {
  const styles = getComputedStyle(document.documentElement);
  const value = (name) => styles.getPropertyValue(`--${name}`).trim();
  const names = ["Method", "Task", "Dataset", "Metric", "Paper", "Community", "ink", "page", "dim"];
  return Object.fromEntries(names.map((name) => [name, value(name.toLowerCase())]));
}

/** Return the function from a node to its radius: its area grows with its papers. */
function radiusUpTo(mostPapers, nodes, papersOf) {
  const growth = Math.max(1.6, Math.min(2.5, 24 / Math.sqrt(mostPapers)));
  const largest = nodes.reduce((most, node) => Math.max(most, node.members ?? 1), 1);
  return (node) => {
    if (node.members !== undefined) return 5 + 22 * Math.sqrt(node.members / largest);
    return node.kind === "Paper" ? 3.5 : Math.min(27, 3 + growth * Math.sqrt(papersOf(node) || 1));
  };
}
