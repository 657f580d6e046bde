// A button that copies the address of the view, or a text.

// Gives the address of the page with every value of the query spelled out, whatever it names itself.
function spellOutAddress(query) {
  const address = new URL(window.location.href);
  for (const [name, values] of Object.entries(query)) {
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
  }
  return address.href;
}

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame");
  let button = frame.querySelector("button");
  // The button stays from one run of the page to the next, and with it the keyboard focus.
  if (!button) {
    button = makeButton();
    frame.append(button);
  }
  button.textContent = data.label;
  button.setAttribute("aria-live", "polite");
  button.onclick = () => copyAndSay(button, data.text ?? spellOutAddress(data.query), data.label, data.done);
}
