// Shows what a query finds: a table, a yes or no, text, or why there is nothing.
"use strict";
const answers = (() => {
  const SHOWN = 2000;
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    if (term.type === "uri" && /^https?:/.test(term.value)) {
      const link = element("a", term.value.split(/[#/]/).filter(Boolean).pop() || term.value);
      link.href = local(term.value);
      link.title = term.value;
      link.rel = "noreferrer";
      made.append(link);
    } else {
      made.textContent = term.value ?? JSON.stringify(term);
      if (/#(integer|decimal|double|float)$/.test(term.datatype ?? "")) made.className = "number";
    }
    return made;
  };

  // The graph's own things are shown here.
  const local = (iri) => {
    const found = iri.match(/\/((?:paper|concept|result|statement|mention|extractor|run)\/.+)$/);
    return found && iri.startsWith(document.documentElement.dataset.base ?? "https://w3id.org/scholargraph/") ? `/${found[1]}` : iri;
  };

  const table = (found) => {
    const names = found.head.vars;
    const rows = found.results.bindings;
    const wide = element("div", undefined, "wide");
    wide.tabIndex = 0;
    wide.setAttribute("role", "group");
    wide.setAttribute("aria-label", "Rows");
    const made = element("table");
    const head = made.createTHead().insertRow();
    for (const name of names) {
      const heading = element("th", name);
      heading.scope = "col";
      head.append(heading);
    }
    const body = made.createTBody();
    for (const row of rows.slice(0, SHOWN)) {
      body.insertRow().append(...names.map((name) => cell(row[name])));
    }
    wide.append(made);
    const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
    const note = rows.length > SHOWN ? `${count}; the first ${SHOWN} are shown` : count;
    return [element("p", note, "note"), wide];
  };

  const show = async (place, address, options) => {
    place.replaceChildren(element("p", "Asking …", "note"));
    try {
      const answer = await fetch(address, options);
      const text = await answer.text();
      const type = answer.headers.get("Content-Type") ?? "";
      if (!answer.ok) {
        place.replaceChildren(element("p", text.trim() || `status ${answer.status}`, "error"));
      } else if (type.startsWith("application/sparql-results+json")) {
        const found = JSON.parse(text);
        place.replaceChildren(...("boolean" in found ? [element("p", found.boolean ? "Yes" : "No")] : table(found)));
      } else {
        const pre = element("pre", text);
        pre.tabIndex = 0;
        place.replaceChildren(pre);
      }
    } catch (error) {
      place.replaceChildren(element("p", `No answer: ${error.message}`, "error"));
    }
  };
  return { show };
})();
