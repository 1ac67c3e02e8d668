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
  } else if (event.key === "Escape" && isOpen()) change(NOTHING);
}

function update(next, before) {
  showTheme();
  showLegend(draw());
  const isMoved = Object.keys(NOTHING).some((name) => next[name] !== before[name]);
  showCard(isMoved);
  if (!isMoved) return;
  if (next.around !== before.around) showWhole();
  else bringIntoView(false);
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
  startNetwork();
  onChange(update);
  addEventListener("keydown", globalKey);
  systemDark.addEventListener("change", () => update(state, state));
  isReady("picture");
  try {
    await everything;
  } catch (error) {
    byId("note").textContent = `This browser cannot unpack the page's texts (${error.message}).`;
    return;
  }
  showLegend(draw());
  await showCard(true);
  if (state.around) showWhole();
  else bringIntoView(true);
  isReady("all");
}

start();
