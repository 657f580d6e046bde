// The keys of a form, the keyboard focus on its first field, and a box that stays in view.

// For so long after another record is shown the key for "as before" stores nothing: whoever presses it
// twice means the first. What is saved was typed, so that key is heard at once.
const DEAD_MS = 600;
// So long the first field of another record is waited for.
const PATIENCE_MS = 4000;
const [ABOVE_PX, BELOW_PX, LEAST_PX] = [8, 12, 240];
const OPEN_LIST = "[aria-expanded=true], [role=listbox], [role=dialog]";

function findByKey(key) {
  return key ? document.querySelector(`.st-key-${key}`) : null;
}

function focusFirst(frame) {
  const until = performance.now() + PATIENCE_MS;
  const { first } = frame.form;
  const look = () => {
    if (!frame.isConnected || frame.form.first !== first || performance.now() > until) return;
    const place = findByKey(first);
    const field = place?.querySelector("input:checked") || place?.querySelector("input, textarea, button");
    if (!field) {
      requestAnimationFrame(look);
      return;
    }
    field.focus({ preventScroll: true });
    // Streamlit may still be about to take the old fields away, and the focus with them.
    setTimeout(() => {
      if (document.activeElement === document.body) look();
    }, 60);
  };
  look();
}

// Once the box is closed the focus goes to the part of another element, {key, id}, from which it was opened.
function focusBack({ box, back }) {
  const until = performance.now() + PATIENCE_MS;
  const look = () => {
    if (performance.now() > until || document.activeElement !== document.body) return;
    if (findByKey(box)) {
      requestAnimationFrame(look);
      return;
    }
    for (const { shadowRoot } of findByKey(back.key)?.querySelectorAll("*") ?? []) {
      shadowRoot?.querySelector(`[data-id="${CSS.escape(back.id)}"]`)?.focus({ preventScroll: true });
    }
  };
  look();
}

function nameKey(event) {
  if (event.key === "Escape") return "close";
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return "";
  return event.shiftKey ? "same" : "save";
}

function hearKey(frame, event) {
  const { box, buttons } = frame.form;
  const name = nameKey(event);
  const place = name ? findByKey(box) : null;
  const isInside = place?.contains(event.target);
  if (!place || (!isInside && event.target !== document.body)) return;
  const button = findByKey(buttons[name])?.querySelector("button");
  if (!button) {
    // In place of the form there may be a choice by now, which a second press must not make.
    if (isInside && event.key === "Enter") event.preventDefault();
    return;
  }
  // Escape closes an open list first.
  if (event.key === "Escape" && event.target.closest?.(OPEN_LIST)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat || (name === "same" && performance.now() < frame.deadUntil)) return;
  // Leaving a field hands over what it holds.
  document.activeElement?.blur?.();
  setTimeout(() => {
    button.click();
    if (event.key === "Escape" && frame.form.back) focusBack(frame.form);
  }, 0);
}

// For the style of the page: where the bar on top ends, and the place from the top of the box down.
function measure(frame) {
  const place = findByKey(frame.form.box);
  if (!place) return;
  const bar = Math.max(0, findByKey("filter_bar")?.getBoundingClientRect().bottom ?? 0) + ABOVE_PX;
  const top = Math.max(bar, place.getBoundingClientRect().top);
  const height = Math.max(LEAST_PX, window.innerHeight - top - BELOW_PX);
  const style = document.documentElement.style;
  style.setProperty(`--csp-${frame.form.box}-top`, `${bar}px`);
  style.setProperty(`--csp-${frame.form.box}-height`, `${height}px`);
}

// Streamlit takes an element off the page without a word, so it stops hearing by itself.
function listen(frame) {
  const hear = (event) => {
    if (!frame.isConnected) {
      document.removeEventListener("keydown", hear, true);
      document.removeEventListener("scroll", hear, true);
      window.removeEventListener("resize", hear);
    } else if (event.type === "keydown") hearKey(frame, event);
    else requestAnimationFrame(() => measure(frame));
  };
  document.addEventListener("keydown", hear, true);
  document.addEventListener("scroll", hear, true);
  window.addEventListener("resize", hear);
}

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame");
  const before = frame.form;
  frame.form = data;
  if (!before) {
    frame.deadUntil = 0;
    listen(frame);
  }
  requestAnimationFrame(() => measure(frame));
  if (!data.first || before?.turn === data.turn) return;
  if (before) frame.deadUntil = performance.now() + DEAD_MS;
  // A page that has just been opened by its address keeps the focus where the browser puts it.
  if (before || document.activeElement !== document.body) focusFirst(frame);
}
