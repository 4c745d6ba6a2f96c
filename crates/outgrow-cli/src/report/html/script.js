"use strict";
(() => {
  const read = (item) => [...item.querySelectorAll("[data-key]")].map((key) => key.textContent).join(".").toLowerCase();
  const own = (item) => [...item.querySelectorAll(":scope > summary [data-key]")].map((key) => key.textContent).join(" ").toLowerCase();

  /* One entry for each thing in a list that can be shown or hidden, with the rows inside it. */
  const entries = (list) => [...list.querySelectorAll("[data-item]")].map((item) => ({
    item, text: own(item), open: item.open,
    rows: [...item.querySelectorAll("[data-row]")].map((row) => ({ row, text: read(row) })),
  }));

  for (const bar of document.querySelectorAll(".filters")) {
    const list = document.getElementById(bar.dataset.list);
    const all = entries(list);
    const input = bar.querySelector("input");
    const selects = [...bar.querySelectorAll("select")];
    const output = bar.querySelector("output");
    let filtered = false;

    const apply = () => {
      const text = input.value.trim().toLowerCase();
      const picks = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
      const active = text !== "" || picks.length > 0;
      if (active && !filtered) for (const entry of all) entry.open = entry.item.open;
      const picked = (element) => picks.every(([name, value]) => element.dataset[name] === value);
      let shown = 0, rowsShown = 0;
      for (const { item, text: name, open, rows } of all) {
        const named = name.includes(text);
        const whole = named && picked(item);
        let some = 0;
        for (const entry of rows) {
          const visible = (named || entry.text.includes(text)) && picked(entry.row);
          entry.row.hidden = !visible;
          some += visible;
        }
        if (whole && some === 0) for (const entry of rows) { entry.row.hidden = false; some += 1; }
        item.hidden = rows.length > 0 ? some === 0 && !whole : !whole;
        shown += !item.hidden;
        rowsShown += item.hidden ? 0 : some;
        if (active && !item.hidden) item.open = true;
        if (!active && filtered) item.open = open;
      }
      for (const group of list.querySelectorAll(".group")) {
        group.hidden = group.querySelector("[data-item]:not([hidden])") === null;
      }
      filtered = active;
      const rows = all.reduce((sum, entry) => sum + entry.rows.length, 0);
      output.textContent = active ? `${shown} of ${all.length} shown` + (rows ? `, ${rowsShown} of ${rows} rows` : "") : "";
    };

    input.addEventListener("input", apply);
    for (const select of selects) select.addEventListener("change", apply);
    for (const button of bar.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        for (const { item } of all) if (!item.hidden) item.open = button.dataset.open === "yes";
      });
    }
    bar.hidden = false;
    apply();
  }

  /* A link to something inside a closed or hidden part opens what is around it. */
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      at.hidden = false;
      if (at.tagName === "DETAILS") at.open = true;
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  for (const button of document.querySelectorAll("[data-fit]")) {
    const canvas = button.closest("figure").querySelector(".canvas");
    button.addEventListener("click", () => {
      const fit = canvas.classList.toggle("fit");
      button.setAttribute("aria-pressed", String(fit));
    });
    button.parentElement.hidden = canvas.querySelector("svg").width.baseVal.value <= canvas.clientWidth;
  }

  /* A table under the pointer, or with the focus, shows where its lines go. */
  for (const picture of document.querySelectorAll("svg.er")) {
    const lines = [...picture.querySelectorAll(".line")];
    const light = (event) => {
      const box = event.target.closest("[data-box]");
      picture.classList.toggle("lit", box !== null);
      for (const line of lines) {
        line.classList.toggle("on", box !== null && line.dataset.boxes.includes(` ${box.dataset.box} `));
      }
    };
    for (const event of ["pointerover", "focusin"]) picture.addEventListener(event, light);
    for (const event of ["pointerleave", "focusout"]) {
      picture.addEventListener(event, () => picture.classList.remove("lit"));
    }
  }

  /* Paper has no switches: everything is open while it prints. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
