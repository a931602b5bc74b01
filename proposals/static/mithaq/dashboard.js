// Draws each chart from the table that stands under it: the two can't differ.

const MOST_BARS = 12; // of the chart that lies across; its table has the rest
const PAPER = { inlineSize: 640, blockSize: 260 };
// What tells one series from the next without its colour.
const MARKS = ["", "M-2 2 2-2M0 8 8 0M6 10 10 6", "M0 4H8", "M3 3h2v2h-2z", "M4 0V8", "M-2 6 2 10M0 0 8 8M6-2 10 2",
  "M0 4H8M4 0V8", "M0 0 8 8M0 8 8 0", "M0 2H8M0 6H8", "M2 0V8M6 0V8"];
const DASHES = [[], [6, 4], [2, 3]];
const POINTS = ["circle", "rectRot", "triangle"];

const { Chart } = window;
const root = document.documentElement;
const isRtl = root.dir === "rtl";
const textDirection = isRtl ? "rtl" : "ltr";
const start = isRtl ? "right" : "left";
// 1234567890 as the site writes it: the ten digits, and what stands between the thousands.
const sample = document.querySelector(".figures").dataset.sample;
const between = sample.length > 10 ? sample[1] : "";
const digits = [...sample].filter((sign) => sign !== between);
const drawn = new Map();

function said(number) {
  const grouped = String(number).replace(/\B(?=(\d{3})+$)/g, between);
  return grouped.replace(/\d/g, (digit) => digits[(Number(digit) + 9) % 10]);
}

function words(cell) {
  return cell.textContent.trim();
}

function folded(label, most) {
  const lines = [""];
  for (const word of label.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > most) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.filter(Boolean);
}

function readTable(section, width) {
  const isAcross = section.dataset.chart === "across";
  const most = isAcross ? (width > 500 ? 28 : 16) : 8;
  const rows = [...section.querySelectorAll("tbody tr")].slice(0, isAcross ? MOST_BARS : undefined);
  const heads = [...section.querySelectorAll("th[data-name]")].filter((head) => head.dataset.name !== "total");
  const series = heads.map((head) => ({
    label: words(head),
    cells: rows.map((row) => row.cells[head.cellIndex]),
    colour: getComputedStyle(head).borderBlockEndColor,
  }));
  return { labels: rows.map((row) => folded(words(row.cells[0]), most)), series };
}

function marked(colour, paper, place) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = paper;
  pen.lineWidth = 1.25;
  pen.stroke(new Path2D(MARKS[place % MARKS.length]));
  return pen.createPattern(tile, "repeat");
}

function lookOf(isLine, colour, paper, place) {
  if (isLine) {
    const line = { borderColor: colour, backgroundColor: colour, borderWidth: 2, borderDash: DASHES[place] };
    return { ...line, pointStyle: POINTS[place], pointRadius: 4, pointHoverRadius: 6 };
  }
  return { backgroundColor: marked(colour, paper, place), borderColor: paper, borderWidth: 1, maxBarThickness: 40 };
}

function scalesOf(isAcross, isStacked, ink, line) {
  const counts = {
    stacked: isStacked,
    beginAtZero: true,
    ticks: { precision: 0, callback: said, color: ink },
    grid: { color: line },
    border: { display: false },
  };
  const names = { stacked: isStacked, offset: true, ticks: { color: ink, autoSkip: !isAcross, maxRotation: 0 }, grid: { display: false } };
  const [x, y] = isAcross ? [counts, names] : [names, counts];
  return { x: { ...x, reverse: isRtl }, y: { ...y, position: start } };
}

function draw(section, onPaper) {
  const canvas = section.querySelector("canvas");
  if (!canvas) return;
  const [isAcross, isLine] = [section.dataset.chart === "across", section.dataset.chart === "lines"];
  section.toggleAttribute("data-paper", onPaper);
  const width = onPaper ? PAPER.inlineSize : canvas.parentElement.clientWidth;
  const { labels, series } = readTable(section, width);
  const style = getComputedStyle(section);
  const [ink, paper, line] = [style.color, style.backgroundColor, style.borderBlockStartColor];
  const height = isAcross ? labels.reduce((sum, lines) => sum + lines.length * 17 + 18, 120) : PAPER.blockSize;
  if (isAcross) canvas.parentElement.style.blockSize = `${height}px`;
  drawn.get(section)?.destroy();
  Object.assign(Chart.defaults.font, { family: style.fontFamily, size: 13 });
  const chart = new Chart(canvas, {
    type: isLine ? "line" : "bar",
    data: {
      labels,
      datasets: series.map((one, place) => ({
        label: one.label,
        data: one.cells.map((cell) => Number(cell.dataset.count)),
        ...lookOf(isLine, one.colour, paper, place),
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      responsive: !onPaper,
      devicePixelRatio: Math.max(2, devicePixelRatio),
      indexAxis: isAcross ? "y" : "x",
      scales: scalesOf(isAcross, !isLine, ink, line),
      onClick: (_event, [hit]) => hit && series[hit.datasetIndex].cells[hit.index].querySelector("a")?.click(),
      onHover: (_event, [hit]) => (canvas.style.cursor = hit ? "pointer" : ""),
      plugins: {
        legend: { rtl: isRtl, textDirection, position: "bottom", labels: { color: ink, usePointStyle: isLine } },
        tooltip: {
          rtl: isRtl,
          textDirection,
          callbacks: { label: (hit) => `${hit.dataset.label}: ${words(series[hit.datasetIndex].cells[hit.dataIndex])}` },
        },
      },
    },
  });
  if (onPaper) chart.resize(width, height);
  drawn.set(section, chart);
}

function drawAll(onPaper = false) {
  for (const section of document.querySelectorAll(".figure")) draw(section, onPaper);
}

drawAll();
addEventListener("beforeprint", () => drawAll(true));
addEventListener("afterprint", () => drawAll());
new MutationObserver(() => drawAll()).observe(root, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
