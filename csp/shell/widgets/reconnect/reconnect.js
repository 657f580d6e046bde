// Draws the page anew when the connection was lost and is back. The server behind it may be
// another one then, which has never drawn this page: a click would reach nothing there. What is
// being written stays in the browser, and what the server has to know again is sent to it.
//
// The page has this element twice: once with values to remember for the browser, once without, to
// watch the connection and to send them back.

const STATE = "data-test-connection-state";

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

export default function ({ data, parentElement, setTriggerValue }) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return;
  if (data.values) {
    app.cspValues = data.values;
    return;
  }
  const frame = parentElement.querySelector(".frame");
  frame.sendValues = () => setTriggerValue("reconnection", { values: app.cspValues || {} });
  if (frame.isWatching) return;
  frame.isWatching = true;
  watchConnection(app, frame);
}
