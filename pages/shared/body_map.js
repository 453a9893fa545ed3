// The body to click on. Every part is a button: a finger, a mouse, Enter and the space bar choose it.
// What is chosen is one place, a site and a side; it is pressed in both views that show it.

const SIDE = { left: "left", right: "right" };

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".body-map");
  const canvas = root.querySelector(".canvas");
  if (root.dataset.drawn !== data.drawing) {
    canvas.innerHTML = data.svg;
    root.dataset.drawn = data.drawing;
    for (const part of canvas.querySelectorAll(".part")) {
      part.addEventListener("click", () => root.choose(part));
      part.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); root.choose(part); }
        else if (event.key.startsWith("Arrow")) { event.preventDefault(); step(canvas, part, event.key); }
      });
    }
  }
  root.choose = (part) => {
    const place = { site: part.dataset.site, side: SIDE[part.dataset.side] || null };
    show(root, canvas, place, part.dataset.name, data.touch);
    // A place chosen twice is told twice: the number makes it news.
    root.times = (root.times || 0) + 1;
    setStateValue("place", { ...place, times: root.times, at: Date.now() });
  };
  show(root, canvas, data.place, data.words, data.touch);
}

function show(root, canvas, place, words, touch) {
  for (const part of canvas.querySelectorAll(".part")) {
    const side = part.dataset.side || null;
    const same = place && part.dataset.site === place.site && (side === place.side || side === null || place.side === "both");
    part.setAttribute("aria-pressed", same ? "true" : "false");
  }
  const text = place ? words || "" : touch;
  const line = root.querySelector(".chosen");
  if (line.textContent !== text) line.textContent = text;
}

// Arrows go through the parts in their order, from the top down.
function step(canvas, part, key) {
  const parts = [...canvas.querySelectorAll(".part")];
  const by = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  const next = parts[(parts.indexOf(part) + by + parts.length) % parts.length];
  next.focus();
}
