/* Looks at the whole page with every part open, and tells what is wrong with it. */
addEventListener("load", () => setTimeout(() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const wrong = [];
  const short = (element) => element.outerHTML.slice(0, 90);

  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const light = ({ red, green, blue }) => {
    const part = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return channels("rgb(255, 255, 255)");
  };
  const contrast = (element) => {
    const lights = [light(channels(getComputedStyle(element).color)), light(background(element))].sort((a, b) => b - a);
    return (lights[0] + 0.05) / (lights[1] + 0.05);
  };
  const seen = new Set();
  for (const element of document.body.querySelectorAll(":not(svg, svg *, script, option)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    const key = `${element.tagName}.${element.className}<${element.parentElement.className}`;
    if (!own || seen.has(key) || element.getClientRects().length === 0) continue;
    seen.add(key);
    if (contrast(element) < 4.5) wrong.push(`contrast ${contrast(element).toFixed(2)}: ${short(element)}`);
  }

  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) wrong.push(`heading skips a level: ${short(heading)}`);
    level = own;
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("there is not one h1");

  const ids = new Map();
  for (const element of document.querySelectorAll("[id]")) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) wrong.push(`the id ${id} stands ${count} times`);
  for (const link of document.querySelectorAll("a")) {
    const href = link.getAttribute("href");
    if (!href.startsWith("#") || !ids.has(href.slice(1))) wrong.push(`a link leads nowhere: ${short(link)}`);
  }
  for (const name of ["aria-controls", "aria-labelledby"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!ids.has(element.getAttribute(name))) wrong.push(`${name} names nothing: ${short(element)}`);
    }
  }
  for (const control of document.querySelectorAll("input, select")) {
    if (control.labels.length === 0) wrong.push(`a control has no label: ${short(control)}`);
  }
  for (const tag of ["header", "nav", "main", "footer"]) {
    if (document.querySelectorAll(tag).length !== 1) wrong.push(`there is not one ${tag}`);
  }
  for (const box of document.querySelectorAll(".scroll, pre")) {
    if (box.tabIndex !== 0) wrong.push(`a box scrolls without a key: ${short(box)}`);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "src") wrong.push(`an attribute ${name}: ${short(element)}`);
    }
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    for (const element of document.body.querySelectorAll("*")) {
      const out = element.getBoundingClientRect().right > root.clientWidth + 1;
      if (out && !element.parentElement.closest(".scroll, pre, nav, svg")) wrong.push(`it sticks out: ${short(element)}`);
    }
  }
  const told = { view: root.clientWidth, document: root.scrollWidth, wrong: wrong.slice(0, 20) };
  parent.postMessage(JSON.stringify(told), "*");
}, 50));
