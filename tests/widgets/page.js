// A page with one element on it, as Streamlit draws it: the script of the element after dom.js and
// spelling.js, and a shadow root with a .frame in it. jsdom has no layout and no canvas: what the scripts ask of those
// stands in here.

import { readFileSync } from "node:fs";
import { after } from "node:test";
import { JSDOM, VirtualConsole } from "jsdom";

const FOLDER = new URL("../../csp/shell/widgets/", import.meta.url);
const ADDRESS = "http://dashboard.example/";

// Text that runs a script or makes an element wherever it is taken for markup.
export const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(1)</script>"'</td>&amp;`;

// A script that waits to ask again would keep the tests from ending.
const windows = [];
after(() => {
  for (const window of windows) window.close();
});

function readScript(element) {
  const files = ["dom.js", "spelling.js", `${element}/${element}.js`];
  return files.map((file) => readFileSync(new URL(file, FOLDER), "utf8")).join("\n");
}

// Runs a script in a window and gives the function that it exports, which draws the element.
function runScript(window, script) {
  const parts = script.split("export default function");
  if (parts.length !== 2) throw new Error("a script exports one function, its default");
  const draw = "return (component) => drawAndSpell(drawElement, component);";
  return window.eval(`(() => { "use strict"; ${parts.join("function drawElement")} ${draw} })()`);
}

function escapeForSelector(text) {
  return text.replace(/[^a-zA-Z_-]/g, (letter) => `\\${letter.codePointAt(0).toString(16)} `);
}

function addWhatIsMissing(window) {
  const observers = [];
  window.TextDecoder = TextDecoder;
  window.CSS = { escape: escapeForSelector };
  window.ResizeObserver = class {
    constructor(report) {
      Object.assign(this, { report, nodes: new Set() });
      observers.push(this);
    }
    observe(node) {
      this.nodes.add(node);
    }
    disconnect() {
      this.nodes.clear();
    }
  };
  return observers;
}

// Gives an element on a page of its own: draw(data) draws it as a run of the page does, sent are the
// values it sends back, [name, value] each, and resize(width) gives its frame another width. takeOff() and
// mountAnew() are what Streamlit does between two pages; draw(data, root) draws into the new element.
export function openPage(element, { width = 1000, address = ADDRESS, body = "" } = {}) {
  const notImplemented = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", (error) => notImplemented.push(error.message));
  const { window } = new JSDOM(`<body>${body}<div id=host></div></body>`, {
    url: address,
    runScripts: "outside-only",
    virtualConsole,
  });
  windows.push(window);
  const observers = addWhatIsMissing(window);
  const mount = (host) => {
    const shadow = host.attachShadow({ mode: "open" });
    const made = window.document.createElement("div");
    made.className = "frame";
    Object.defineProperty(made, "clientWidth", { get: () => width });
    shadow.append(made);
    return shadow;
  };
  const root = mount(window.document.querySelector("#host"));
  const frame = root.querySelector(".frame");
  const script = runScript(window, readScript(element));
  const sent = [];
  // A value travels to the server as JSON.
  const send = (name, value) => sent.push([name, JSON.parse(JSON.stringify(value))]);
  return {
    window,
    document: window.document,
    root,
    frame,
    sent,
    notImplemented,
    draw: (data, parentElement = root) =>
      script({ data, parentElement, setTriggerValue: send, setStateValue: send }),
    takeOff: () => window.document.querySelector("#host").remove(),
    mountAnew: () => {
      const host = window.document.createElement("div");
      host.id = "host";
      window.document.body.append(host);
      return mount(host);
    },
    find: (selector) => root.querySelector(selector),
    findAll: (selector) => [...root.querySelectorAll(selector)],
    texts: (selector) => [...root.querySelectorAll(selector)].map((node) => node.textContent),
    resize: (pixels) => {
      width = pixels;
      const watching = observers.filter((observer) => observer.nodes.has(frame));
      if (watching.length > 1) throw new Error("an observer of an earlier run still watches the frame");
      for (const observer of watching) observer.report();
    },
  };
}

// A colour as a style gives it back: "#12436D" is "rgb(18, 67, 109)".
export function rgb(hex) {
  const parts = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  return `rgb(${parts.join(", ")})`;
}

export const SIGNALS = {
  green: { fill: "#1B7A4B", ink: "#FFFFFF", text: "#1B6E44" },
  grey: { fill: "#D5DAE0", ink: "#1B1F24", text: "#57606A" },
};
