// Saves a chart as it stands on the page, with its sentence above it and its source below, without any server's help.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;

function lines(text, width, size) {
  const perLine = Math.max(20, Math.floor(width / (size * 0.52)));
  const found = [""];
  for (const word of text.split(/\s+/)) {
    const last = found.length - 1;
    if ((found[last] + " " + word).trim().length > perLine && found[last]) found.push(word);
    else found[last] = (found[last] + " " + word).trim();
  }
  return found;
}

function compose(chart, words) {
  const box = chart.getBoundingClientRect();
  const width = Math.round(box.width) + 2 * MARGIN;
  const paper = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const ink = getComputedStyle(document.querySelector(".stApp")).color;
  const picture = document.createElementNS(SVG, "svg");
  let y = MARGIN;
  const write = (text, size, weight) => {
    for (const line of lines(text, width - 2 * MARGIN, size)) {
      const element = document.createElementNS(SVG, "text");
      y += Math.round(size * 1.3);
      for (const [name, value] of Object.entries({
        x: MARGIN, y: y - Math.round(size * 0.3), fill: ink, "font-size": size, "font-weight": weight, "font-family": "sans-serif",
      })) element.setAttribute(name, value);
      element.textContent = line;
      picture.append(element);
    }
  };
  write(words.title, 20, 700);
  write(words.headline, 15, 400);
  y += 8;
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("transform", `translate(${MARGIN},${y})`);
  for (const layer of chart.querySelectorAll("svg.main-svg")) {
    const copy = layer.cloneNode(true);
    copy.setAttribute("font-family", "sans-serif");
    copy.style.background = "none";
    group.append(copy);
  }
  for (const text of group.querySelectorAll("text")) text.style.fontFamily = "sans-serif";
  picture.append(group);
  y += Math.round(box.height) + 4;
  write(words.footer, 12, 400);
  const height = y + MARGIN;
  const back = document.createElementNS(SVG, "rect");
  back.setAttribute("width", width);
  back.setAttribute("height", height);
  back.setAttribute("fill", paper);
  picture.prepend(back);
  const name = document.createElementNS(SVG, "title");
  name.textContent = words.headline;
  picture.prepend(name);
  picture.setAttribute("xmlns", SVG);
  picture.setAttribute("width", width);
  picture.setAttribute("height", height);
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function png(picture) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture.text);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * 2;
  canvas.height = picture.height * 2;
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  parentElement.mwmWords = data;
  if (parentElement.querySelector("button")) return; // drawn already: a later run of the page only brings new words
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "mwm-said";
  for (const kind of ["PNG", "SVG"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mwm-button mwm-wide";
    button.textContent = `Picture (${kind})`;
    button.onclick = async () => {
      const words = parentElement.mwmWords;
      const chart = document.querySelector(`.st-key-${words.chart} .js-plotly-plot`);
      if (!chart) {
        said.textContent = "The chart is not on the page.";
        return;
      }
      const picture = compose(chart, words);
      const blob = kind === "PNG" ? await png(picture) : new Blob([picture.text], { type: "image/svg+xml" });
      save(blob, `${words.file}.${kind.toLowerCase()}`);
      said.textContent = "Saved";
      setTriggerValue("saved", kind.toLowerCase());
    };
    parentElement.append(button);
  }
  parentElement.append(said);
}
