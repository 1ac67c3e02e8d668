// Starts YASGUI with this endpoint alone: nothing is asked of any other place.
"use strict";
(() => {
  const place = document.getElementById("yasgui");
  // The other completers ask prefix.cc and Linked Open Vocabularies.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.value = place.dataset.query;
  const endpoint = new URL("/sparql", location).href;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: ["endpoint"] },
    copyEndpointOnNewTab: false,
    persistenceId: null,
  });
  yasgui.getTab().getYasqe().collapsePrefixes(true);
  document.getElementById("named").addEventListener("change", (event) => {
    if (event.target.value) yasgui.getTab().getYasqe().setValue(event.target.value);
  });
})();
