// Says on hover what the abbreviations stand for in what Streamlit itself draws. Nothing is put into its
// elements, which are its own: they only get a title, which it leaves alone.

const PLACES = "h1, h2, h3, p, li, [role=option], [role=combobox]";
const REST_MS = 150;

function describe(node, { terms, pattern }) {
  // The value of an entry of a list is its number.
  const words = typeof node.value === "string" ? node.value : node.textContent;
  const matches = new Set([...words.matchAll(pattern)].map((match) => match[0]));
  return [...matches].map((term) => `${term}: ${terms[term]}`).join("\n");
}

// A title that is not from here stays.
function spellPlaces(app, spelling) {
  for (const node of app.querySelectorAll(PLACES)) {
    const isOurs = node.dataset.spelt !== undefined;
    if (node.title && !isOurs) continue;
    const meanings = describe(node, spelling);
    if (meanings) {
      if (node.title !== meanings) node.title = meanings;
      node.dataset.spelt = "";
    } else if (isOurs) {
      node.removeAttribute("title");
      delete node.dataset.spelt;
    }
  }
}

// Streamlit draws a page in many small steps: it is read once it rests.
function watch(app) {
  let timer;
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => spellPlaces(app, app.cspSpelling), REST_MS);
  });
  observer.observe(app, { childList: true, characterData: true, subtree: true });
}

export default function ({ data }) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || !Object.keys(data.terms).length) return;
  const isWatched = Boolean(app.cspSpelling);
  app.cspSpelling = { terms: data.terms, pattern: makeTermPattern(data.terms) };
  spellPlaces(app, app.cspSpelling);
  if (!isWatched) watch(app);
}
