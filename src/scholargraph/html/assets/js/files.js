// Saving what the page has as a file.

function download(blob, name) {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

/** Return a cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula. */
function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function downloadCsv(rows, name) {
  const text = rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  download(new Blob([text], { type: "text/csv;charset=utf-8" }), name);
}
