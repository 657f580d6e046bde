// A button that prints the page as it stands, without what is only for the screen.

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame");
  if (frame.querySelector("button")) return;
  frame.append(makeButton("", data.label, () => window.print()));
}
