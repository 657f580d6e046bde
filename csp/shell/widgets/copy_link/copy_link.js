// A button that copies the address of the view.

const DONE_MS = 2000;

// The Clipboard API needs https or localhost. On a plain http address inside a council's network
// the older command still works.
function copyByCommand(text) {
  const area = makeElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

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
  button.onclick = async () => {
    const address = spellOutAddress(data.query);
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      copyByCommand(address);
    }
    button.textContent = data.done;
    setTimeout(() => {
      button.textContent = data.label;
    }, DONE_MS);
  };
}
