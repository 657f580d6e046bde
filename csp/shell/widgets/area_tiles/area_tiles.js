// Draws areas as tiles in a grid: each a button with the name of the area and its figure.

function makeTile(tile, setTriggerValue) {
  const button = makeButton("tile", "", () => setTriggerValue("click", tile.id));
  button.dataset.id = tile.id;
  button.title = tile.tip;
  button.setAttribute("aria-label", tile.tip.split("\n").join(", "));
  button.setAttribute("aria-pressed", String(tile.selected));
  button.style.background = tile.fill;
  button.style.color = tile.ink;
  button.append(makeElement("span", "name", tile.name), makeElement("span", "figure", tile.figure));
  const item = makeElement("li");
  item.style.setProperty("--column", tile.column);
  item.style.setProperty("--row", tile.row);
  item.append(button);
  return item;
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const { tiles, columns, caption, border } = JSON.parse(new TextDecoder().decode(bytes));
  drawKeepingFocus(parentElement, (frame) => {
    const list = makeElement("ul", "tiles");
    list.setAttribute("aria-label", caption);
    list.style.setProperty("--columns", columns);
    list.style.setProperty("--border", border);
    list.append(...tiles.map((tile) => makeTile(tile, setTriggerValue)));
    frame.replaceChildren(list);
  });
}
