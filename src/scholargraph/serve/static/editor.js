// The query editor: runs, saves, begins with a named query.
"use strict";
(() => {
  const form = document.getElementById("editor");
  const text = document.getElementById("query");
  const place = document.getElementById("answer");
  const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";
  const options = (accept) => ({
    method: "POST",
    headers: { Accept: accept, "Content-Type": "application/sparql-query" },
    body: text.value,
  });
  const run = () => {
    history.replaceState(null, "", `/sparql?query=${encodeURIComponent(text.value)}`);
    return answers.show(place, "/sparql", options(ACCEPT));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  document.getElementById("named").addEventListener("change", (event) => {
    if (event.target.value) text.value = event.target.value;
    text.focus();
  });
  document.getElementById("save").addEventListener("click", async () => {
    const format = document.getElementById("format");
    const answer = await fetch("/sparql", options(format.value));
    if (!answer.ok) {
      const fault = document.createElement("p");
      fault.className = "error";
      fault.textContent = await answer.text();
      place.replaceChildren(fault);
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `answer.${format.selectedOptions[0].textContent.toLowerCase()}`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  if (form.dataset.asked === "yes") run();
})();
