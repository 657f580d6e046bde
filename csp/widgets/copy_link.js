// Copies the address of the view. The Clipboard API needs https or localhost; on a plain
// http address inside a council network the older command still works.

function copyByCommand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame");
  let button = frame.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    frame.append(button);
  }
  button.textContent = data.label;
  button.setAttribute("aria-live", "polite");
  button.onclick = async () => {
    const address = new URL(window.location.href);
    for (const [name, values] of Object.entries(data.query)) {
      address.searchParams.delete(name);
      for (const value of values) address.searchParams.append(name, value);
    }
    try {
      await navigator.clipboard.writeText(address.href);
    } catch {
      copyByCommand(address.href);
    }
    button.textContent = data.done;
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
