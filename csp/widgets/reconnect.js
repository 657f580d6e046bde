// Draws the page anew when the connection was lost and is back. The server behind it may be
// another one then, which has never drawn this page: a click would reach nothing there. What
// is being written stays in the browser; what the server has to know again goes along.

const STATE = "data-test-connection-state";

export default function ({ data, parentElement, setTriggerValue }) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return;
  if (data.kept) {
    app.cspKept = data.kept;
    return;
  }
  const frame = parentElement.querySelector(".frame");
  frame.tell = () => setTriggerValue("back", { kept: app.cspKept || {} });
  if (frame.watching) return;
  frame.watching = true;
  let connected = app.getAttribute(STATE) === "CONNECTED";
  new MutationObserver((_, observer) => {
    if (!frame.isConnected) {
      observer.disconnect();
      return;
    }
    const now = app.getAttribute(STATE) === "CONNECTED";
    if (now && !connected) frame.tell();
    connected = now;
  }).observe(app, { attributes: true, attributeFilter: [STATE] });
}
