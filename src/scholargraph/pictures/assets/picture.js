// Draws the picture of the page's data, with what dom.js and files.js of the network page
// have: texts only ever become text nodes.

const data = JSON.parse(document.getElementById("data").textContent);
const decimals = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/** Let an element say a text when it is pointed at or reached by keyboard. */
function saying(element, text) {
  element.append(svg("title", {}, text));
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", text);
  const say = () => {
    byId("said").textContent = text;
  };
  element.addEventListener("pointerenter", say);
  element.addEventListener("focus", say);
  return element;
}

/** Return round numbers from the least to the most. */
function ticks(least, most, count) {
  const rough = (most - least) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const found = [];
  for (let at = Math.ceil(least / step) * step; at <= most + step / 1000; at += step) found.push(at);
  return found;
}

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [440, 52, 12, 24, 36];
const hidden = new Set();

/** Draw the lines as wide as the window, so that letters keep their size. */
function drawLines() {
  const WIDTH = Math.max(320, byId("picture").clientWidth);
  const days = data.series.flatMap(({ points }) => points.map(([day]) => Date.parse(day)));
  const shown = data.series.filter(({ name }) => !hidden.has(name));
  const values = shown.flatMap(({ points }) => points.map(([, value]) => value));
  const isCount = data.series.every(({ how }) => how === "line");
  const [first, last] = [Math.min(...days), Math.max(...days)];
  let [low, high] = [isCount ? 0 : Math.min(...values), Math.max(...values)];
  if (!values.length || low === high) [low, high] = [isCount ? 0 : low - 1, high + 1 || 1];
  if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = [0, 1];
  const x = (day) => LEFT + ((Date.parse(day) - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const picture = svg("svg", { width: WIDTH, height: HEIGHT, role: "group", "aria-label": data.title });
  for (const tick of ticks(low, high, 5)) {
    const at = y(tick);
    picture.append(
      svg("line", { class: "rule", x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at }),
      svg("text", { class: "axis", x: LEFT - 8, y: at + 4, "text-anchor": "end" }, decimals.format(tick)),
    );
  }
  const parts = WIDTH < 600 ? 2 : 5;
  for (let step = 0; step <= parts; step += 1) {
    const day = new Date(first + ((last - first) * step) / parts).toISOString().slice(0, 10);
    const anchor = step === 0 ? "start" : step === parts ? "end" : "middle";
    picture.append(
      svg("text", { class: "axis", x: x(day), y: HEIGHT - 12, "text-anchor": anchor }, day.slice(0, 7)),
    );
  }
  picture.append(svg("text", { class: "axis", x: 4, y: 13 }, data.measure));
  for (const [at, series] of data.series.entries()) {
    if (!hidden.has(series.name)) picture.append(seriesOf(series, colourOf(at), x, y));
  }
  byId("picture").replaceChildren(picture);
}

// Black would not be seen on a dark page.
const colourOf = (at) => {
  const colour = data.colours[at % data.colours.length];
  return colour === "#000000" ? "var(--ink)" : colour;
};
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];

function seriesOf({ name, how, points }, colour, x, y) {
  const group = svg("g", { "data-name": name });
  if (how !== "dots") {
    const [[start, value], ...rest] = points;
    const to = how === "steps" ? ([d, v]) => `H${x(d)}V${y(v)}` : ([d, v]) => `L${x(d)} ${y(v)}`;
    const path = `M${x(start)} ${y(value)}${rest.map(to).join("")}`;
    const at = data.series.findIndex((each) => each.name === name);
    const dash = how === "steps" ? "" : DASHES[at % DASHES.length];
    group.append(
      svg("path", { d: path, style: `fill:none;stroke:${colour};stroke-width:2`, "stroke-dasharray": dash }),
    );
  }
  if (how === "steps") return group;
  for (const [day, value, note] of points) {
    if (how === "line" && !value) continue;
    const radius = how === "dots" ? 5 : 3.5;
    const dot = svg("circle", { cx: x(day), cy: y(value), r: radius, style: `fill:${colour}` });
    group.append(saying(dot, how === "dots" ? `${day}: ${note}` : `${name}, ${day.slice(0, 7)}: ${note}`));
  }
  return group;
}

function lineButtons() {
  return data.series.map(({ name }, at) => {
    const key = el("span", { class: "key" });
    key.style.color = colourOf(at);
    const button = el("button", { type: "button", "aria-pressed": "true" }, key, name);
    button.addEventListener("click", () => {
      if (!hidden.delete(name)) hidden.add(name);
      button.setAttribute("aria-pressed", String(!hidden.has(name)));
      drawLines();
    });
    return button;
  });
}

const [SIDE, NAMES, ABOVE] = [44, 230, 170];
let order = data.sort === "grid" ? [...data.rows.keys()] : [];

function drawGrid() {
  const most = Math.max(1, ...data.cells.flat());
  const width = NAMES + SIDE * data.columns.length + 110;
  const height = ABOVE + 26 * data.rows.length + 6;
  const picture = svg("svg", { width, height, role: "group", "aria-label": data.title });
  for (const [at, name] of data.columns.entries()) {
    const [x, y] = [NAMES + SIDE * at + SIDE / 2 + 4, ABOVE - 8];
    const head = svg("text", { x, y, transform: `rotate(-45 ${x} ${y})` }, shortened(name, 28));
    head.style.cursor = "pointer";
    head.addEventListener("click", () => sortBy(at));
    picture.append(saying(head, `${name}: Enter sorts the rows by it`));
    head.addEventListener("keydown", (event) => event.key === "Enter" && sortBy(at));
  }
  for (const [place, row] of order.entries()) {
    const y = ABOVE + 26 * place;
    picture.append(
      svg("text", { x: NAMES - 8, y: y + 17, "text-anchor": "end" }, shortened(data.rows[row], 34)),
    );
    for (const [at, cell] of data.cells[row].entries()) picture.append(...cellAt(row, at, cell, y, most));
  }
  byId("picture").replaceChildren(picture);
}

function cellAt(row, at, cell, y, most) {
  const x = NAMES + SIDE * at;
  const box = { x, y, width: SIDE - 2, height: 24, rx: 2 };
  if (!cell) return [svg("rect", { ...box, style: "fill:var(--raised)" })];
  const shade = Math.sqrt(cell / most); // or the largest would leave all others pale
  const rect = svg("rect", { ...box, class: "cell", "fill-opacity": 0.08 + 0.92 * shade });
  const text = `${data.rows[row]} · ${data.columns[at]}: ${decimals.format(cell)} ${data.measure}`;
  const place = { x: x + SIDE / 2 - 1, y: y + 16, "text-anchor": "middle", class: shade > 0.62 ? "dark" : "" };
  return [saying(rect, text), svg("text", place, decimals.format(cell))];
}

/** Put the rows first that have most in a column. */
function sortBy(column) {
  order = [...data.rows.keys()].sort((a, b) => data.cells[b][column] - data.cells[a][column] || a - b);
  drawGrid();
  byId("said").textContent = `Sorted by ${data.columns[column]}.`;
}

function toRows() {
  if (data.sort === "grid") {
    return [["", ...data.columns], ...data.rows.map((name, row) => [name, ...data.cells[row]])];
  }
  const rows = data.series.flatMap(({ name, how, points }) =>
    how === "steps" ? [] : points.map(([day, value, note]) => [name, day, value, note]),
  );
  return [["name", "date", data.measure, "note"], ...rows];
}

function showTable() {
  const [head, ...rows] = toRows();
  const cell = (value) =>
    typeof value === "number" ? el("td", { class: "number" }, decimals.format(value)) : el("td", {}, value);
  const body = rows.map((row) => el("tr", {}, ...row.map(cell)));
  const names = el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)));
  byId("table").querySelector("div").replaceChildren(
    el("table", {}, el("thead", {}, names), el("tbody", {}, ...body)),
  );
}

const saveCsv = () => downloadCsv(toRows(), "picture.csv");
byId("tools").append(el("button", { type: "button", on: { click: saveCsv } }, "Save as CSV"));
if (data.sort === "grid") drawGrid();
else {
  byId("names").append(...lineButtons());
  drawLines();
  addEventListener("resize", drawLines);
}
byId("table").addEventListener("toggle", showTable, { once: true });
