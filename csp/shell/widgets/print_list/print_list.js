// A button that prints a table on a page of its own, without the dashboard around it.

const PAPER = `
  body { font: 11pt sans-serif; margin: 0 }
  table { border-collapse: collapse; width: 100% }
  th, td { border: 1px solid; padding: 3pt 5pt; text-align: left; vertical-align: top }
  thead { display: table-header-group }
  tr { break-inside: avoid }
  @page { size: A4 landscape; margin: 12mm }`;

function makePaperRow(cellName, texts) {
  const row = makeElement("tr");
  row.append(...texts.map((text) => makeElement(cellName, "", text)));
  return row;
}

function makePaperTable(data) {
  const head = makeElement("thead");
  head.append(
    makePaperRow(
      "th",
      data.columns.map((column) => column.label),
    ),
  );
  const body = makeElement("tbody");
  for (const row of data.rows) {
    body.append(
      makePaperRow(
        "td",
        row.cells.map((cell) => cell.text),
      ),
    );
  }
  const table = makeElement("table");
  table.append(head, body);
  return table;
}

// The page to print lies in a frame of no size, so that nothing of it is seen on the screen.
function printTable(data) {
  const frame = makeElement("iframe");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.title = data.title;
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = data.title;
  page.head.append(makeElement("style", "", PAPER));
  page.body.append(
    makeElement("h1", "", data.title),
    makeElement("p", "", data.detail),
    makePaperTable(data),
  );
  const terms = Object.entries(data.abbreviations ?? {});
  if (terms.length) {
    const words = terms.map(([term, meaning]) => `${term}: ${meaning}`).join("; ");
    page.body.append(makeElement("p", "", `Abbreviations. ${words}`));
  }
  frame.contentWindow.onafterprint = () => frame.remove();
  frame.contentWindow.print();
}

export default function ({ data, parentElement }) {
  const button = makeButton("print", "Print this list", () => printTable(data));
  parentElement.querySelector(".frame").replaceChildren(button);
}
