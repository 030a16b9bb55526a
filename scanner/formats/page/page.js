"use strict";
// Every .sheet is a table with a filter; each of its rows is a tbody, whose further rows are details.
const compare = new Intl.Collator("en", { numeric: true }).compare;

function sortable(table, rows) {
  const headings = Array.from(table.tHead.rows[0].cells);
  const value = (row, column) => {
    const cell = row.rows[0].cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  };
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const first = heading.dataset.first ?? "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const order = heading.getAttribute("aria-sort") === first ? other : first;
      for (const each of headings) each.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const keyed = rows.map((row) => [value(row, column), row]);
      keyed.sort((one, another) => sign * compare(one[0], another[0]));
      table.append(...keyed.map((each) => each[1]));
    });
  });
}

function filterable(sheet, rows) {
  const tools = sheet.querySelector(".tools");
  if (!tools) return;
  const text = tools.querySelector("input");
  const shown = tools.querySelector("output");
  const toggles = Array.from(tools.querySelectorAll("[data-mark]"));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const marks = rows.map((row) => new Set((row.dataset.marks ?? "").split(" ")));

  function show() {
    const words = text.value.toLowerCase().split(/\s+/);
    const groups = new Map();
    for (const toggle of toggles) {
      if (toggle.getAttribute("aria-pressed") !== "true") continue;
      const group = toggle.dataset.group;
      groups.set(group, [...(groups.get(group) ?? []), toggle.dataset.mark]);
    }
    const wanted = Array.from(groups.values());
    let count = 0;
    rows.forEach((row, index) => {
      const fits =
        wanted.every((any) => any.some((mark) => marks[index].has(mark))) &&
        words.every((word) => texts[index].includes(word));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = `${count} of ${rows.length} rows`;
  }

  text.addEventListener("input", show);
  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-pressed", toggle.getAttribute("aria-pressed") !== "true");
      show();
    });
  }
  tools.hidden = false;
  show();
}

for (const sheet of document.querySelectorAll(".sheet")) {
  const table = sheet.querySelector("table");
  const rows = Array.from(table.tBodies);
  sortable(table, rows);
  filterable(sheet, rows);
}
