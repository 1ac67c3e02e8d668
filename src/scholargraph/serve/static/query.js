// Asks a named query where its form has been filled in.
"use strict";
(() => {
  const place = document.getElementById("answer");
  if (place.dataset.asked !== "yes") return;
  const accept = { headers: { Accept: "application/sparql-results+json" } };
  answers.show(place, place.dataset.address + location.search, accept);
})();
