// Swatches or signs with their words, in a row.

export default function ({ data, parentElement }) {
  const list = makeElement("ul");
  for (const { label, colour, sign } of data.classes) {
    const item = makeElement("li");
    const mark = makeElement("span", sign ? "sign" : "swatch", sign);
    mark.style[sign ? "color" : "background"] = colour;
    if (sign) mark.setAttribute("aria-hidden", "true");
    item.append(mark, label);
    list.append(item);
  }
  parentElement.querySelector(".frame").replaceChildren(list);
}
