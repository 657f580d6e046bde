// Says what abbreviations stand for when they are pointed at, in every element that shows words. It is put
// behind dom.js and before the script of each element, and component.py has drawAndSpell() draw the element.

const spellings = new WeakMap();
const TERMS = ',"abbreviations":';

// The terms come with the data of the element, an object or, as bytes, JSON that ends with them.
function readTerms(data) {
  if (!ArrayBuffer.isView(data)) return data?.abbreviations;
  const json = new TextDecoder().decode(data);
  const at = json.lastIndexOf(TERMS);
  return at < 0 ? undefined : JSON.parse(`{${json.slice(at + 1)}`).abbreviations;
}

// A term counts as a word of its own; of two that begin alike the longer one does.
function makeTermPattern(terms) {
  const longestFirst = Object.keys(terms).sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((term) => term.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
}

// Gives the text with each term in an <abbr>. outerTip is what the place around it says on hover.
function splitAtTerms(text, terms, pattern, outerTip, tipsAreDrawn) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index));
    const abbreviation = makeElement("abbr", "", match[0]);
    const meaning = `${match[0]}: ${terms[match[0]]}`;
    const tip = outerTip && !outerTip.includes(terms[match[0]]) ? `${meaning}\n${outerTip}` : meaning;
    if (tipsAreDrawn) abbreviation.dataset.tip = tip;
    else abbreviation.title = tip;
    parts.push(abbreviation);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return end ? parts.filter((part) => part !== "") : null;
}

function findOuterTip(node) {
  return node.closest("[data-tip]")?.dataset.tip ?? node.closest("[title]")?.title ?? "";
}

function spellOut(frame, { terms, pattern, tipsAreDrawn }) {
  const walker = document.createTreeWalker(frame, 4 /* NodeFilter.SHOW_TEXT */);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const place = text.parentElement;
    if (!place || place.closest("abbr, svg, style, script, select, textarea")) continue;
    const parts = splitAtTerms(text.data, terms, pattern, findOuterTip(place), tipsAreDrawn);
    if (parts) text.replaceWith(...parts);
  }
}

// Spells out what is in the frame, and from now on whatever is drawn into it.
function keepSpelling(parentElement, terms) {
  const frame = parentElement.querySelector(".frame");
  spellings.get(frame)?.disconnect();
  spellings.delete(frame);
  if (!frame || !terms || !Object.keys(terms).length) return;
  const tipsAreDrawn = Boolean(parentElement.querySelector(".tip"));
  const spelling = { terms, pattern: makeTermPattern(terms), tipsAreDrawn };
  spellOut(frame, spelling);
  const observer = new MutationObserver(() => {
    observer.disconnect();
    spellOut(frame, spelling);
    observer.observe(frame, { childList: true, subtree: true });
  });
  observer.observe(frame, { childList: true, subtree: true });
  spellings.set(frame, observer);
}

// Draws as the script of an element does, then says what the abbreviations in it stand for.
function drawAndSpell(drawElement, component) {
  const cleanUp = drawElement(component);
  keepSpelling(component.parentElement, readTerms(component.data));
  return cleanUp;
}
