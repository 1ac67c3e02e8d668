// Suggests things by name while one types; without it, the form leads to a page.
"use strict";
(() => {
  const form = document.getElementById("find");
  const input = document.getElementById("q");
  const list = document.getElementById("suggestions");
  let waiting = 0;
  let asked = "";
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const items = [...list.children];
    at = (index + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  };

  const item = (thing, index) => {
    const line = document.createElement("li");
    line.id = `suggestion-${index}`;
    line.role = "option";
    line.setAttribute("aria-selected", "false");
    const kind = document.createElement("span");
    kind.className = `kind ${thing.kind}`;
    kind.textContent = thing.kind;
    const more = document.createElement("span");
    more.className = "note";
    const papers = `${thing.number} ${thing.number === 1 ? "paper" : "papers"}`;
    const number = thing.kind === "Paper" ? thing.date : papers;
    more.textContent = ` ${thing.alias ? `as ${thing.alias} · ` : ""}${number ?? ""}`;
    line.append(kind, ` ${thing.label}`, more);
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      location.assign(`/${thing.path}`);
    });
    line.dataset.path = thing.path;
    return line;
  };

  const suggest = async () => {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    if (!text) return close();
    const answer = await fetch(`/search.json?q=${encodeURIComponent(text)}`);
    if (!answer.ok || text !== input.value.trim()) return;
    list.replaceChildren(...(await answer.json()).map(item));
    if (!list.children.length) return close();
    at = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Escape") {
      close();
    }
  });
  form.addEventListener("submit", (event) => {
    if (list.hidden || at < 0) return;
    event.preventDefault();
    location.assign(`/${list.children[at].dataset.path}`);
  });
})();
