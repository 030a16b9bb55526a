"use strict";
const table = document.getElementById("table");
const rows = Array.from(table.tBodies);
const filter = document.getElementById("filter");
const shown = document.getElementById("shown");

function show() {
  const wanted = filter.value.toLowerCase().split(/\s+/);
  let count = 0;
  for (const row of rows) {
    const text = row.rows[0].textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
    count += row.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${rows.length}`;
}

function sort(heading, column) {
  const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const value = (row) => row.rows[0].cells[column].textContent.trim();
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  rows.sort((one, other) => sign * compare(value(one), value(other)));
  table.append(...rows);
}

Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
  const button = document.createElement("button");
  button.textContent = heading.textContent;
  button.addEventListener("click", () => sort(heading, column));
  heading.replaceChildren(button);
});
filter.addEventListener("input", show);
document.getElementById("tools").hidden = false;
show();
