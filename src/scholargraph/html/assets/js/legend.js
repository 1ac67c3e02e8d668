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
  const count = el("span", { class: "count" }, numbers.format(about.kinds[kind] ?? 0));
  return [sign(kind), KINDS[kind].plural, count];
}

const roleLabel = (role) => [line(role), el("span", { title: ROLES[role].says }, role)];
const typeLabel = (type) => [el("span", {}, RELATIONS[type])];

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
  const max = Math.min(Math.max(2, about.most), Math.max(20, about.minimum * 4));
  return slider("min", "Concepts named by at least", { min: 1, max });
}

function confidenceControl() {
  if (about.isSure) return null;
  return slider("sure", "Lines that are at least", { min: 0, max: 95, step: 5 });
}

/** Return a choice of a part of the state: pairs of a value and what it says. */
function choice(name, says, pairs) {
  const options = pairs.map(([value, text]) => el("option", { value }, text));
  const onInput = (event) => {
    const { value } = event.target;
    change(name === "in" ? { ...NOTHING, in: value === "" ? "" : Number(value) } : { [name]: value });
  };
  const select = el("select", { id: name, on: { input: onInput } }, options);
  return el("label", { class: "choice" }, el("span", {}, says), select);
}

function periodControl() {
  if (about.years.length < 2) return null;
  const years = about.years.map((year) => [year, year]);
  return el(
    "fieldset",
    {},
    el("legend", {}, "Papers of the years"),
    choice("since", "from", [["", "the first"], ...years]),
    choice("until", "to", [["", "the last"], ...years]),
  );
}

function communityControl() {
  if (!about.regions.length) return null;
  const whole = about.isMap ? "the map of all" : "all";
  const names = about.regions.map(({ name }, index) => [index, shortened(name)]);
  return choice("in", "Community", [["", whole], ...names]);
}

function typeControl() {
  if (!about.stated.length) return null;
  const boxes = switches(about.stated, typeLabel);
  const says = "Shown around a concept that is chosen, as papers state it.";
  return el(
    "details",
    { id: "types" },
    el("summary", {}, "Lines between concepts"),
    el("fieldset", {}, ...boxes),
    el("p", { class: "hint" }, says),
  );
}

function startLegend() {
  const legend = byId("filters");
  const kinds = [...CONCEPT_KINDS, "Paper"];
  legend.append(
    ...[communityControl()].filter(Boolean),
    el("fieldset", {}, el("legend", {}, "Nodes"), ...switches(kinds, kindLabel)),
    el("p", { class: "hint" }, "The larger, the more papers name it."),
    minimumControl(),
    el(
      "fieldset",
      {},
      el("legend", {}, "Lines: what it is to the paper"),
      ...switches(Object.keys(ROLES), roleLabel),
    ),
    el("p", { class: "hint" }, "A line has the colour of its concept."),
    ...[typeControl(), confidenceControl(), periodControl()].filter(Boolean),
  );
  if (about.isMap) {
    legend.prepend(
      el(
        "p",
        { class: "hint" },
        sign("Community"),
        "A community: papers that share concepts, named by those that lead it. Open one to see what it is made of; the filters are for what is inside.",
      ),
    );
  }
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
  for (const select of byId("filters").querySelectorAll("select")) {
    select.value = String(state[select.id]);
  }
  byId("note").replaceChildren(...noteOn(seen));
}

function noteOn(seen) {
  const drawn = [...seen.nodes].map((id) => nodes[id]);
  if (drawn.some((node) => node.kind === "Community")) return noteOnMap(drawn.length);
  const papers = drawn.filter((node) => node.kind === "Paper").length;
  const concepts = drawn.length - papers;
  const words = [`Drawn: ${counted(concepts, "concept")}, ${counted(papers, "paper")}.`];
  const hidden = hiddenConcepts(concepts);
  if (hidden > 0) {
    words.push(
      ` ${counted(hidden, "concept")} named by fewer than ${counted(state.min, "paper")} ${hidden === 1 ? "is" : "are"} hidden: open a paper to see its own, or search.`,
    );
  }
  return [...words, ...noteOnRest()];
}

/** Return how many concepts too few papers name for them to be drawn. */
function hiddenConcepts(drawn) {
  if (state.around || isFiltered(state)) return 0;
  const members = membersOf(state);
  if (members === null) return about.concepts - drawn;
  return [...members].filter((id) => nodes[id]?.papers < state.min).length;
}

function noteOnMap(drawn) {
  const words = [
    `Drawn: ${drawn === 1 ? "1 community" : `${numbers.format(drawn)} communities`} of ${counted(about.papers, "paper")} and ${counted(about.concepts, "concept")}. Click one to open it.`,
  ];
  return [...words, ...noteOnRest()];
}

const noteOnRest = () =>
  about.leftOut ? [` ${counted(about.leftOut, "further paper")} not on this page.`] : [];
