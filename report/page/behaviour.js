"use strict";
// Language, theme, cuts, print, and the filters of the matrix. The page can be read without any of it.
(() => {
  const root = document.documentElement;
  const dictionary = JSON.parse(document.getElementById("dictionary").textContent);
  let language, plural;

  // What a reader chose, for the next time and the next report; a browser may refuse to keep it.
  function keep(name, value) {
    try { localStorage.setItem("mizan." + name, value); } catch { /* it then holds for this visit */ }
  }

  function kept(name) {
    try { return localStorage.getItem("mizan." + name); } catch { return null; }
  }

  // --- words ---------------------------------------------------------------------------------------

  function text(key, data) {
    const texts = dictionary[language].texts;
    const values = data.v ? JSON.parse(data.v) : {};
    if (data.n !== undefined) {
      values.n = data.n;
      key += "." + plural.select(Number(data.n));
    }
    return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  function day(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    const texts = dictionary[language].texts;
    return texts.date.replace("{day}", date).replace("{month}", texts["month." + month]).replace("{year}", year);
  }

  function use(code) {
    language = code;
    plural = new Intl.PluralRules(code);
  }
  use(root.lang);

  function speak(code) {
    use(code);
    root.lang = code;
    root.dir = dictionary[code].direction;
    for (const el of document.querySelectorAll("[data-t]")) el.textContent = text(el.dataset.t, el.dataset);
    for (const el of document.querySelectorAll("[data-t-label]"))
      el.setAttribute("aria-label", text(el.dataset.tLabel, el.dataset));
    for (const el of document.querySelectorAll("[data-date]")) el.textContent = day(el.dataset.date);
    for (const el of document.querySelectorAll("[data-only]")) el.hidden = el.dataset.only !== code;
    press("[data-language]", (button) => button.dataset.language === code);
  }

  // --- controls ------------------------------------------------------------------------------------

  function press(selector, isOn, within = document) {
    for (const button of within.querySelectorAll(selector)) button.setAttribute("aria-pressed", isOn(button));
  }

  function onClick(selector, act) {
    for (const button of document.querySelectorAll(selector)) button.addEventListener("click", () => act(button));
  }

  function paint(theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    press("button[data-theme]", (button) => button.dataset.theme === theme);
  }

  onClick("button[data-language]", ({ dataset }) => {
    speak(dataset.language);
    keep("language", dataset.language);
  });
  onClick("button[data-theme]", ({ dataset }) => {
    paint(dataset.theme);
    keep("theme", dataset.theme);
  });
  const chosen = { language: kept("language"), theme: kept("theme") };
  if (chosen.language !== language && Object.hasOwn(dictionary, chosen.language)) speak(chosen.language);
  if (["light", "dark"].includes(chosen.theme)) paint(chosen.theme);
  onClick("button[data-cuts]", (button) => {
    button.setAttribute("aria-pressed", root.classList.toggle("cuts"));
  });
  onClick("button[data-print]", () => print());

  // Paper cannot be opened: everything is, and what was closed is closed again afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  // --- the matrix ----------------------------------------------------------------------------------

  // Letters as a reader types them: without marks, the forms of one letter and of one digit alike.
  function folded(words) {
    return words.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase()
      .replace(/\u0649/g, "\u064a").replace(/\u0629/g, "\u0647")
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  }

  function matrix(section) {
    const form = section.querySelector("form.filters");
    const result = section.querySelector("[role=status]");
    const more = section.querySelector("[data-more]");
    const rows = [...section.querySelectorAll("tbody tr")].map((row) => ({
      row,
      standing: row.classList[0],
      kinds: row.dataset.kinds.split(" "),
      score: Number(row.dataset.score),
      present: row.dataset.present.split(" "),
      text: "",
    }));
    const first = Number(section.dataset.first); // rows that are shown before one asks for more
    let limit = first;
    let standing = "";

    function show() {
      const { outlet, kind, score, text: wanted } = form.elements;
      const words = folded(wanted.value).split(/\s+/).filter(Boolean);
      const fits = (each) =>
        (!standing || each.standing === standing) &&
        (!outlet.value || each.present.includes(outlet.value)) &&
        (!kind?.value || each.kinds.includes(kind.value)) &&
        each.score >= Number(score.value) &&
        words.every((word) => (each.text ||= folded(each.row.firstElementChild.textContent)).includes(word));
      let found = 0;
      for (const each of rows) {
        const isShown = fits(each) && ++found <= limit;
        if (each.row.hidden === isShown) each.row.hidden = !isShown;
      }
      form.querySelector("output").textContent = score.value + "%";
      result.dataset.v = JSON.stringify({ shown: String(found), total: String(rows.length) });
      result.textContent = text(result.dataset.t, result.dataset);
      more.hidden = found <= limit;
    }

    function restart() {
      limit = first;
      show();
    }

    function clear() {
      form.reset();
      standing = "";
      press("button[data-standing]", (each) => !each.dataset.standing, form);
      restart();
    }

    form.addEventListener("input", restart);
    form.querySelector("[data-clear]").addEventListener("click", clear);
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of form.querySelectorAll("button[data-standing]")) {
      button.addEventListener("click", () => {
        standing = button.dataset.standing;
        press("button[data-standing]", (each) => each === button, form);
        restart();
      });
    }
    more.addEventListener("click", () => {
      limit += 2 * first;
      show();
    });
    for (const { row } of rows) row.classList.remove("later");
    show();
    return {
      holds: (row) => section.contains(row),
      reveal() {
        clear();
        limit = Infinity;
        show();
      },
    };
  }

  const matrices = [...document.querySelectorAll("section.matrix")].map(matrix);

  // A link may lead to a row that a filter hides, or into something that is closed.
  function arrive() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.hidden) matrices.find((each) => each.holds(target)).reveal();
    for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    target.scrollIntoView({ block: target.matches(".sentence, .cite, tr") ? "center" : "start" });
    if (!target.matches("a, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true }); // reading and Tab go on from here
  }
  addEventListener("hashchange", arrive);
  arrive();
})();
