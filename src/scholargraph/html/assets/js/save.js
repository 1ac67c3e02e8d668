// Saving what is drawn: the picture as PNG or SVG, its lines as CSV.

function savePng() {
  const canvas = container.querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d");
  context.fillStyle = colours.page;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => download(blob, "network.png"));
}

/** Return the picture as drawn, in its own units, so that it scales. */
function toSvg() {
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const scale = network.getScale();
  const [width, height] = [container.clientWidth / scale, container.clientHeight / scale];
  const isFaded = (ids, id) => focus !== null && !state.around && !ids.has(id);
  const lines = drawnEdges.getIds().map((id) => {
    const { from, to, role } = edges[id];
    const [a, b] = [placeOf(nodes[from]), placeOf(nodes[to])];
    const { width: stroke, dashes } = ROLES[role] ?? { width: 1, dashes: false };
    const opacity = focus?.edges.has(id) ? 0.95 : isFaded(focus?.edges, id) ? 0.04 : 0.3;
    const place = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
    const dash = dashes ? { "stroke-dasharray": dashes.join(" ") } : {};
    return svg("line", {
      ...place,
      ...dash,
      stroke: edgeColour(edges[id]),
      "stroke-width": stroke,
      opacity,
    });
  });
  const shapes = drawnNodes.getIds().map((id) => {
    const node = nodes[id];
    const size = radius(node) / 7; // outlines are drawn in a box of 16
    const { x, y } = placeOf(node);
    const transform = `translate(${x - 8 * size} ${y - 8 * size}) scale(${size})`;
    const opacity = isFaded(focus?.nodes, id) ? 0.12 : 1;
    return svg("path", {
      d: OUTLINES[KINDS[node.kind].shape],
      transform,
      fill: colours[node.kind],
      opacity,
    });
  });
  const names = placeLabels((text, font) => widths.get(`${font} ${text}`) ?? 0).map(
    ({ text, x, y, pixels, fill }) =>
      svg(
        "text",
        {
          x: left + x / scale,
          y: top + (y + pixels) / scale,
          fill,
          "text-anchor": "middle",
          "font-size": pixels / scale,
          "font-family": FONT,
        },
        text,
      ),
  );
  const ground = svg("rect", { x: left, y: top, width, height, fill: colours.page });
  const box = { viewBox: `${left} ${top} ${width} ${height}`, width: 1200 };
  return svg("svg", box, ground, ...lines, ...shapes, ...names);
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(toSvg());
  download(new Blob([text], { type: "image/svg+xml" }), "network.svg");
}

function saveCsv() {
  const head = [
    "from",
    "from_label",
    "relation",
    "to",
    "to_label",
    "to_kind",
    "confidence",
    "papers",
  ];
  const rows = drawnEdges.getIds().map((id) => {
    const { from, to, role, confidence, papers, times } = edges[id];
    const count = papers?.length ?? times ?? 1;
    return [
      nodes[from].key,
      nodes[from].label,
      role,
      nodes[to].key,
      nodes[to].label,
      nodes[to].kind,
      confidence,
      count,
    ];
  });
  downloadCsv([head, ...rows], "network.csv");
}

const FORMATS = {
  PNG: { says: "the picture, as pixels", save: savePng },
  SVG: { says: "the picture, to be scaled", save: saveSvg },
  CSV: { says: "the lines that are drawn, as a table", save: saveCsv },
};

function saveMenu() {
  const button = ([name, { says, save }]) =>
    el("button", { type: "button", title: says, on: { click: save } }, name);
  return el(
    "details",
    { id: "save" },
    el("summary", {}, "Save"),
    el(
      "div",
      { role: "group", "aria-label": "Save what is drawn as" },
      Object.entries(FORMATS).map(button),
    ),
  );
}
