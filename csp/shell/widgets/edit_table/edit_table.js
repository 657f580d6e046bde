// A table whose cells are typed in or chosen. What was changed is kept here and sent whole each time, so
// that nothing depends on what came before; a run of the page draws nothing anew.

// So many rows are drawn at first, and again whenever more are asked for: a table may have thousands.
const DRAWN_ROWS = 60;

// What stays of a table while its page runs again and again, by its frame: see startTable().
const tables = new WeakMap();

function readValue(table, row, column) {
  return table.edits[row.id]?.[column] ?? row.values[column] ?? "";
}

function findColumn(table, id) {
  return table.columns.find((column) => column.id === id);
}

// Whether a cell is there, by the other cell of the row that it depends on.
function isThere(table, row, column) {
  const only = Object.entries(column.only ?? {});
  return only.every(([id, value]) => readValue(table, row, id) === value);
}

function putValue(table, row, column, value) {
  table.edits[row.id] = { ...table.edits[row.id], [column]: value };
}

// Takes a change of one cell over: a choice may take back what was typed in its row, and what is typed may
// change the choice.
function changeCell(table, row, column, value) {
  putValue(table, row, column.id, value);
  if (column.reset !== undefined && value === column.reset) {
    for (const each of table.columns) {
      if (each.id === column.id || each.kind === "read" || !(each.id in row.before)) continue;
      putValue(table, row, each.id, row.before[each.id]);
    }
  }
  const choice = table.columns.find((each) => each.reset !== undefined);
  if (choice && choice !== column && !column.only && readValue(table, row, choice.id) === choice.reset) {
    putValue(table, row, choice.id, choice.edited);
  }
}

function send(table) {
  table.send(structuredClone(table.edits));
}

// Makes changes that can be taken back in one go. draw shows what has changed.
function commit(table, change, draw, words = "") {
  table.past.push(structuredClone(table.edits));
  change();
  draw();
  if (words) table.said.textContent = words;
  table.drawBar();
  send(table);
}

// Makes a change of one cell. Its row is brought up to date in place: what is drawn anew while a reader
// goes from one field to the next would lose the place.
function commitCell(table, row, column, value) {
  commit(
    table,
    () => changeCell(table, row, column, value),
    () => {
      updateRow(table, row);
      addEmptyRow(table);
    },
  );
}

function makeChoice(table, row, column) {
  const select = makeSelect(column.options, "", "");
  const value = readValue(table, row, column.id);
  select.value = value;
  if (select.value !== value) select.selectedIndex = -1;
  select.onchange = () => commitCell(table, row, column, select.value);
  return select;
}

// The rows and columns that a pasted table fills, from a cell on to the right and down.
function pasteTable(table, row, column, text) {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const columns = table.columns.filter((each) => each.kind !== "read" && !each.only);
  const start = columns.indexOf(column);
  const rows = table.list();
  const at = rows.indexOf(row);
  lines.forEach((line, i) => {
    if (table.canAdd && at + i >= rows.length) rows.push(addRow(table));
    const target = rows[at + i];
    if (!target) return;
    line.split("\t").forEach((cell, j) => {
      const into = columns[start + j];
      if (!into) return;
      const value = cell.trim();
      const option = into.options?.find(
        ([key, label]) => key === value || label.toLowerCase() === value.toLowerCase(),
      );
      if (!into.options || option) changeCell(table, target, into, option ? option[0] : value);
    });
  });
}

function makeField(table, row, column) {
  const field = makeElement(column.kind === "long" ? "textarea" : "input");
  if (column.kind === "long") field.rows = 2;
  else field.type = "text";
  field.value = readValue(table, row, column.id);
  if (column.only) field.placeholder = column.label;
  field.onchange = () => {
    if (field.value === readValue(table, row, column.id)) return;
    commitCell(table, row, column, field.value);
  };
  field.onpaste = (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n]./.test(text) || (column.kind === "long" && !text.includes("\t"))) return;
    event.preventDefault();
    commit(table, () => pasteTable(table, row, column, text), table.draw, "Pasted");
  };
  return field;
}

// The columns that stand in the cell of another one, itself first.
function listParts(table, row, column) {
  const parts = table.columns.filter((each) => each === column || each.under === column.id);
  return parts.filter((part) => isThere(table, row, part));
}

function makeCell(table, row, column) {
  const cell = makeElement("div", `cell ${column.kind}`);
  cell.setAttribute("role", "cell");
  cell.dataset.column = column.id;
  for (const part of listParts(table, row, column)) fillCell(table, cell, row, part);
  return cell;
}

function makeControl(table, row, column) {
  const control = column.kind === "choice" ? makeChoice(table, row, column) : makeField(table, row, column);
  control.dataset.id = `${row.id} ${column.id}`;
  control.setAttribute("aria-label", `${column.label} of ${row.values.ref || row.id}`);
  return control;
}

function markChange(table, row, column, control) {
  const before = row.before[column.id];
  const isChanged = before !== undefined && before !== readValue(table, row, column.id);
  control.classList.toggle("changed", isChanged);
  control.title = isChanged ? `Before: ${before || "nothing"}` : "";
}

function fillCell(table, cell, row, column) {
  if (column.kind === "read") {
    cell.append(makeElement("span", "", row.values[column.id] ?? ""));
  } else {
    const control = makeControl(table, row, column);
    markChange(table, row, column, control);
    cell.append(control);
  }
  const note = row.notes[column.id];
  if (note) cell.append(makeElement("span", "hint", note));
}

// Brings the controls of a row up to date, and with them the cells that depend on another.
function updateRow(table, row) {
  const node = table.body.querySelector(`[data-row="${CSS.escape(row.id)}"]`);
  if (!node) return;
  const choice = table.columns.find((each) => each.reset !== undefined);
  if (choice) node.dataset.choice = readValue(table, row, choice.id);
  for (const column of table.columns) {
    if (column.kind === "read") continue;
    const cell = node.querySelector(`[data-column="${column.under ?? column.id}"]`);
    let control = cell.querySelector(`[data-id="${CSS.escape(`${row.id} ${column.id}`)}"]`);
    if (!isThere(table, row, column)) {
      control?.remove();
      continue;
    }
    if (!control) {
      control = makeControl(table, row, column);
      cell.append(control);
    }
    const value = readValue(table, row, column.id);
    if (control.value !== value) control.value = value;
    markChange(table, row, column, control);
  }
}

function makeTick(table, row) {
  const tick = makeElement("input");
  tick.type = "checkbox";
  tick.checked = table.ticked.has(row.id);
  tick.dataset.id = `${row.id} tick`;
  tick.setAttribute("aria-label", `Tick ${row.values.ref || row.id}`);
  tick.onchange = () => {
    if (tick.checked) table.ticked.add(row.id);
    else table.ticked.delete(row.id);
    table.drawBar();
  };
  return tick;
}

function makeRow(table, row) {
  const node = makeElement("div", "row");
  node.setAttribute("role", "row");
  node.dataset.row = row.id;
  const choice = table.columns.find((each) => each.reset !== undefined);
  if (choice) node.dataset.choice = readValue(table, row, choice.id);
  if (table.hasTicks) {
    const cell = makeElement("div", "cell");
    cell.setAttribute("role", "cell");
    cell.append(makeTick(table, row));
    node.append(cell);
  }
  node.append(...table.columns.filter((each) => !each.under).map((each) => makeCell(table, row, each)));
  return node;
}

function makeHead(table) {
  const head = makeElement("div", "row head");
  head.setAttribute("role", "row");
  if (table.hasTicks) head.append(makeElement("div", "cell"));
  for (const column of table.columns.filter((each) => !each.under)) {
    const cell = makeElement("div", "cell", column.label);
    cell.setAttribute("role", "columnheader");
    head.append(cell);
  }
  return head;
}

function addRow(table) {
  const row = { id: `new-${table.rows.length + 1}`, values: {}, before: {}, notes: {} };
  table.rows.push(row);
  return row;
}

// An empty row stands last, wherever rows can be added; gives it where there was none.
function keepEmptyRow(table) {
  const last = table.rows.at(-1);
  const isTyped = last && table.columns.some((each) => readValue(table, last, each.id).trim());
  return table.canAdd && (!last || isTyped) ? addRow(table) : null;
}

function addEmptyRow(table) {
  const row = keepEmptyRow(table);
  if (row) table.body.append(makeRow(table, row));
}

// The rows that the search finds: every word of it is somewhere in the row.
function listRows(table) {
  const words = table.find.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [...table.rows];
  const label = (row, column) => {
    const value = readValue(table, row, column.id);
    return column.options?.find(([key]) => key === value)?.[1] ?? value;
  };
  return table.rows.filter((row) => {
    const text = table.columns
      .map((column) => label(row, column))
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function makeFind(table) {
  const find = makeElement("input", "find");
  Object.assign(find, { type: "search", placeholder: "Find actions", value: table.find });
  find.dataset.id = "find";
  find.setAttribute("aria-label", "Find actions");
  find.oninput = () => {
    table.find = find.value;
    table.most = DRAWN_ROWS;
    table.draw();
  };
  return find;
}

function makeSelect(options, id, label) {
  const select = makeElement("select");
  for (const [value, text] of options) {
    const option = makeElement("option", "", text);
    option.value = value;
    select.append(option);
  }
  select.dataset.id = id;
  select.setAttribute("aria-label", label);
  return select;
}

// What a column is set to for many rows: one of its options, or a text.
function makeTarget(column) {
  const label = `${column.label} for many`;
  if (column.kind === "choice") return makeSelect(column.options, "to", label);
  const input = makeElement("input");
  input.type = "text";
  input.dataset.id = "to";
  input.setAttribute("aria-label", label);
  return input;
}

function setMany(table, column, value) {
  const rows = table.chosen().filter((row) => isThere(table, row, column));
  const change = () => {
    for (const row of rows) changeCell(table, row, column, value);
  };
  commit(table, change, table.draw, `${column.label} is set for ${rows.length}`);
}

function undo(table) {
  if (!table.past.length) return;
  table.edits = table.past.pop();
  table.draw();
  table.said.textContent = "Undone";
  send(table);
}

// The controls by which many rows are set at once: those that are ticked, else all that the search finds.
function makeBar(table) {
  const many = table.columns.filter((column) => column.many);
  const what = makeSelect(
    many.map((column) => [column.id, column.label]),
    "what",
    "What is set",
  );
  const slot = makeElement("span", "slot");
  const fillSlot = () => slot.replaceChildren(makeTarget(findColumn(table, what.value)));
  what.onchange = fillSlot;
  fillSlot();
  const set = makeButton("set", "", () =>
    setMany(table, findColumn(table, what.value), slot.firstChild.value),
  );
  set.dataset.id = "set";
  const back = makeButton("undo", "Undo", () => undo(table));
  back.dataset.id = "undo";
  const words = ["Set", "to"].map((word) => makeElement("span", "", word));
  table.bar.replaceChildren(makeFind(table), words[0], what, words[1], slot, set, back);
  table.drawBar = () => {
    const rows = table.chosen();
    set.textContent = table.ticked.size ? `for ${rows.length} ticked` : `for all ${rows.length} shown`;
    set.disabled = !rows.length;
    back.disabled = !table.past.length;
  };
}

function startTable(frame, data, setStateValue) {
  const table = {
    round: data.round,
    columns: data.columns,
    rows: data.rows,
    canAdd: data.can_add,
    hasTicks: data.columns.some((column) => column.many),
    edits: {},
    past: [],
    ticked: new Set(),
    find: "",
    most: DRAWN_ROWS,
    bar: makeElement("div", "bar"),
    body: makeElement("div", "body"),
    said: makeElement("p", "said"),
    send: (edits) => setStateValue("edits", edits),
    drawBar: () => {},
  };
  table.list = () => listRows(table);
  table.chosen = () => table.list().filter((row) => !table.ticked.size || table.ticked.has(row.id));
  table.body.setAttribute("role", "table");
  table.body.setAttribute("aria-label", data.caption);
  table.said.setAttribute("role", "status");
  const widths = table.columns.filter((each) => !each.under).map((each) => each.width);
  table.body.style.setProperty("--columns", [...(table.hasTicks ? ["1.6rem"] : []), ...widths].join(" "));
  frame.replaceChildren(...(table.hasTicks ? [table.bar] : []), table.body, table.said);
  if (table.hasTicks) makeBar(table);
  return table;
}

function drawRows(table, parentElement) {
  keepEmptyRow(table);
  const rows = table.list();
  drawKeepingFocus(parentElement, () => {
    const drawn = rows.slice(0, table.most).map((row) => makeRow(table, row));
    table.body.replaceChildren(makeHead(table), ...drawn);
    if (rows.length > table.most) {
      const rest = rows.length - table.most;
      const more = makeButton("more", `Show ${Math.min(rest, DRAWN_ROWS)} more of ${rest}`, () => {
        table.most += DRAWN_ROWS;
        table.draw();
      });
      more.dataset.id = "more";
      table.body.append(more);
    }
  });
  table.drawBar();
}

export default function ({ data: bytes, parentElement, setStateValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const frame = parentElement.querySelector(".frame");
  const shown = tables.get(frame);
  if (shown?.round === data.round) {
    shown.send = (edits) => setStateValue("edits", edits);
    return;
  }
  const table = startTable(frame, data, setStateValue);
  table.draw = () => drawRows(table, parentElement);
  tables.set(frame, table);
  table.draw();
}
