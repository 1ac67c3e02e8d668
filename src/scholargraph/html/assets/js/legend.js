// The legend, which is also the filter, and the note on what is hidden.

function switches(names, labelOf) {
  return names.map((name) => {
    const flip = (event) => {
      const off = new Set(state.off);
      if (event.target.checked) off.delete(name);
      else off.add(name);
      change({ off });
    };
    const box = el("input", { type: "checkbox", name, on: { change: flip } });
    return el("label", {}, box, ...labelOf(name));
  });
}

function kindLabel(kind) {
  const inKind = nodes.filter((node) => node?.kind === kind).length;
  const total = kind === "Paper" ? about.papers : inKind;
  const count = el("span", { class: "count", "data-kind": kind }, numbers.format(total));
  return [sign(kind), KINDS[kind].plural, count];
}

function roleLabel(role) {
  if (role === "relations") {
    return [
      line(role),
      el("span", { title: "concept to concept, as papers state it" }, "between concepts"),
    ];
  }
  return [line(role), el("span", { title: ROLES[role].says }, role)];
}

/** Return a slider of a part of the state. */
function slider(name, words, limits) {
  const onInput = (event) => change({ [name]: Number(event.target.value) });
  const input = el("input", { type: "range", id: name, ...limits, on: { input: onInput } });
  return el(
    "label",
    { class: "slider" },
    el("span", {}, words, " ", el("output", { for: name })),
    input,
  );
}

function minimumControl() {
  const most = nodes.reduce((found, node) => Math.max(found, node.papers ?? 0), 2);
  const max = Math.min(most, Math.max(20, about.minimum * 4));
  return slider("min", "Concepts named by at least", { min: 1, max });
}

function confidenceControl() {
  if (!edges.some((edge) => edge.confidence < 1)) return null;
  return slider("sure", "Lines that are at least", { min: 0, max: 95, step: 5 });
}

function periodControl() {
  const dates = nodes.map((node) => node.date?.slice(0, 4)).filter(Boolean);
  const years = [...new Set(dates)].sort();
  if (years.length < 2) return null;
  const options = ["", ...years].map((year) => el("option", { value: year }, year || "all years"));
  const onInput = (event) => change({ since: event.target.value });
  return el(
    "label",
    {},
    "Papers since ",
    el("select", { id: "since", on: { input: onInput } }, options),
  );
}

function startLegend() {
  const legend = byId("filters");
  legend.append(
    el("fieldset", {}, el("legend", {}, "Nodes"), ...switches(Object.keys(KINDS), kindLabel)),
    el("p", { class: "hint" }, "The larger, the more papers name it."),
    minimumControl(),
    el(
      "fieldset",
      {},
      el("legend", {}, "Lines: what it is to the paper"),
      ...switches([...Object.keys(ROLES), "relations"], roleLabel),
    ),
    el("p", { class: "hint" }, "A line has the colour of its concept."),
    ...[confidenceControl(), periodControl()].filter(Boolean),
  );
  if (matchMedia("(max-width: 820px)").matches) byId("legend").open = false;
}

/** Set the controls to the state, and say what is drawn and what is not. */
function showLegend(seen) {
  for (const box of byId("filters").querySelectorAll("input[type=checkbox]")) {
    box.checked = !state.off.has(box.name);
  }
  const words = { min: counted(state.min, "paper"), sure: `${state.sure} % certain` };
  for (const output of byId("filters").querySelectorAll("output")) {
    output.textContent = words[output.htmlFor.value];
    byId(output.htmlFor.value).value = state[output.htmlFor.value];
  }
  if (byId("since")) byId("since").value = state.since;
  for (const count of byId("filters").querySelectorAll(".count")) {
    const { kind } = count.dataset;
    if (kind !== "Paper") {
      count.textContent = numbers.format(nodes.filter((node) => node?.kind === kind).length);
    }
  }
  byId("note").replaceChildren(...noteOn(seen));
}

function noteOn(seen) {
  const drawn = [...seen.nodes].map((id) => nodes[id]);
  const papers = drawn.filter((node) => node.kind === "Paper").length;
  const concepts = drawn.length - papers;
  const hidden = about.concepts - concepts;
  const words = [`Drawn: ${counted(concepts, "concept")}, ${counted(papers, "paper")}.`];
  if (hidden > 0 && !state.around && !isFiltered(state)) {
    words.push(
      ` ${counted(hidden, "concept")} named by fewer than ${counted(state.min, "paper")} are hidden: open a paper to see its own, or search.`,
    );
  }
  if (about.isMap) words.push(" Papers appear when a concept is opened.");
  if (about.leftOut) words.push(` ${counted(about.leftOut, "further paper")} not on this page.`);
  return words;
}
