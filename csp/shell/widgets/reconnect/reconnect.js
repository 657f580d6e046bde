// Draws the page anew when the connection was lost and is back. The server behind it may be
// another one then, which has never drawn this page: a click would reach nothing there. What is
// being written stays in the browser, and what the server has to know again is sent to it.
//
// The page has this element twice: once with values to remember for the browser, once without, to
// watch the connection and to send them back. The first of them keeps a name beyond that: for other
// tabs and for the days to come.

const STATE = "data-test-connection-state";
const NAME = "csp-name";

function watchConnection(app, frame) {
  const isConnected = () => app.getAttribute(STATE) === "CONNECTED";
  let wasConnected = isConnected();
  const observer = new MutationObserver(() => {
    // Streamlit has taken the element off the page and may have put another in its place.
    if (!frame.isConnected) {
      observer.disconnect();
      return;
    }
    if (isConnected() && !wasConnected) frame.sendValues();
    wasConnected = isConnected();
  });
  observer.observe(app, { attributes: true, attributeFilter: [STATE] });
}

// Keeps the name that is given in this tab, once, so that a tab that still has another name does not put
// it back; forgets the one that is kept; sends it where the page asks for one, once for each.
function keepName(app, name, sendName) {
  try {
    if (name.given && app.cspName !== name.given) localStorage.setItem(NAME, name.given);
    if (name.forgotten) localStorage.removeItem(NAME);
    app.cspName = name.given;
    const kept = name.asked ? localStorage.getItem(NAME) : null;
    if (!kept || app.cspSent === kept) return;
    app.cspSent = kept;
    sendName(kept);
  } catch {
    // The browser keeps nothing: a name is asked in every tab then.
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return;
  if (data.values) {
    app.cspValues = data.values;
    keepName(app, data.name || {}, (name) => setTriggerValue("name", name));
    return;
  }
  const frame = parentElement.querySelector(".frame");
  frame.sendValues = () => setTriggerValue("reconnection", { values: app.cspValues || {} });
  if (frame.isWatching) return;
  frame.isWatching = true;
  watchConnection(app, frame);
}
