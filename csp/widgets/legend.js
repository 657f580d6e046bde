// Swatches with words.
export default function ({ data, parentElement }) {
  const list = document.createElement("ul");
  for (const { label, colour } of data.classes) {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = "swatch";
    swatch.style.background = colour;
    item.append(swatch, label);
    list.append(item);
  }
  parentElement.querySelector(".frame").replaceChildren(list);
}
