// Swatches with their words, in a row.

export default function ({ data, parentElement }) {
  const list = makeElement("ul");
  for (const { label, colour } of data.classes) {
    const item = makeElement("li");
    const swatch = makeElement("span", "swatch");
    swatch.style.background = colour;
    item.append(swatch, label);
    list.append(item);
  }
  parentElement.querySelector(".frame").replaceChildren(list);
}
