// Put the parts together.

const systemDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return state.theme ? state.theme === "dark" : systemDark.matches;
}

function showTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  colours = palette();
}

function startTools() {
  const toggle = () => change({ theme: isDark() ? "light" : "dark" });
  byId("tools").append(
    saveMenu(),
    el(
      "button",
      {
        type: "button",
        id: "theme",
        "aria-label": "Switch between light and dark",
        title: "Light or dark",
        on: { click: toggle },
      },
      "◐",
    ),
  );
  byId("zoom").append(
    el(
      "button",
      { type: "button", "aria-label": "Zoom in", on: { click: () => zoomBy(1.4) } },
      "+",
    ),
    el(
      "button",
      { type: "button", "aria-label": "Zoom out", on: { click: () => zoomBy(1 / 1.4) } },
      "−",
    ),
    el(
      "button",
      {
        type: "button",
        "aria-label": "Show it whole",
        title: "Show it whole",
        on: { click: showWhole },
      },
      "⤢",
    ),
  );
}

function globalKey(event) {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (event.key === "/" && !isTyping) {
    field.focus();
    event.preventDefault();
  } else if (event.key === "Escape" && isOpen()) closeCard();
}

/** Return the promise of what must be read before a state can be drawn; else null. */
function awaited(next) {
  if (!about.isMap || isAllRead) return null;
  if (next.around) return all();
  return isOpened(next) && !loaded.has(next.in) ? loadPart(next.in) : null;
}

function update(next, before) {
  const missing = awaited(next);
  if (missing !== null) {
    missing.then(() => {
      if (state === next) update(next, before);
    }, fail);
    return;
  }
  showTheme();
  showLegend(draw());
  const isMoved = MOVES_ON.some((name) => next[name] !== before[name]);
  showCard(isMoved).catch(fail);
  if (isMoved) look(next, before);
}

/** Move the picture to what is selected. */
function look(next, before) {
  const isElsewhere = next.in !== before.in && (about.isMap || !next.at);
  if (isElsewhere) fitAll();
  if (next.around !== before.around) showWhole();
  else bringIntoView(isSought || isElsewhere);
  isSought = false;
}

function fail(error) {
  byId("note").textContent = `This browser cannot unpack the page's texts (${error.message}).`;
}

/** Tell tests and benchmarks how far the page is. */
function isReady(what) {
  document.documentElement.dataset.ready = what;
  performance.mark(what);
}

async function start() {
  showTheme();
  startTools();
  startLegend();
  startSearch();
  showLegend(draw());
  startNetwork();
  onChange(update);
  addEventListener("keydown", globalKey);
  systemDark.addEventListener("change", () => update(state, state));
  isReady("picture");
  try {
    await indexed;
    state = settled(state);
    await awaited(state);
    showLegend(draw());
    await showCard(true);
    if (state.at && !state.around) bringIntoView(true);
    else fitAll();
    isReady("opened");
    await all();
    showLegend(draw());
    isReady("all");
  } catch (error) {
    fail(error);
  }
}

start();
