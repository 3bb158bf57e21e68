// What scripts add. Every page works without them.

// Warns before a session ends, and lets the reader stay.
(() => {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const { idleSeconds, warningSeconds, extension, token } = warning.dataset;
  const wait = (Number(idleSeconds) - Number(warningSeconds)) * 1000;
  let timer, place;

  // Whoever has no pointer went through all of the page to stay, and goes on where they were.
  document.querySelector("main").addEventListener("focusin", ({ target }) => { place = target; });

  const begin = () => {
    warning.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { warning.hidden = false; }, wait);
  };

  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(extension, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!answer.ok) return;
    begin();
    place?.focus();
  });

  begin();
})();

// Lets a voter rank by pressing a button beside each name: the next number, or none again.
(() => {
  const paper = document.getElementById("paper");
  if (!paper) return;
  const told = document.getElementById("told");
  const lines = [...paper.children].map((line) => ({
    line,
    box: line.querySelector(".rank"),
    name: line.querySelector(".name").textContent,
    pick: document.createElement("button"),
  }));
  const number = ({ box }) => Number(box.value) || 0;
  const say = (words, facts) => words.replace(/%\((\w+)\)s/g, (_, fact) => facts[fact]);

  const show = () => {
    for (const one of lines) {
      const isChosen = one.box.value.trim() !== "";
      const words = isChosen ? paper.dataset.remove : paper.dataset.choose;
      one.line.classList.toggle("chosen", isChosen);
      one.pick.textContent = words;
      one.pick.setAttribute("aria-label", `${words}: ${one.name}`);
    }
  };

  const choose = (one) => {
    one.box.value = String(Math.max(0, ...lines.map(number)) + 1);
    told.textContent = say(paper.dataset.chosen, { name: one.name, number: one.box.value });
  };

  const remove = (one) => {
    const taken = number(one);
    one.box.value = "";
    for (const other of lines) if (taken && number(other) > taken) other.box.value = String(number(other) - 1);
    told.textContent = say(paper.dataset.removed, { name: one.name });
  };

  for (const one of lines) {
    one.pick.type = "button";
    one.pick.className = "pick";
    one.pick.addEventListener("click", () => {
      (one.box.value.trim() ? remove : choose)(one);
      show();
    });
    one.box.addEventListener("input", show);
    one.line.querySelector(".name").after(one.pick);
  }
  show();
})();

// Shows who could be meant while somebody types whom they look for. What is typed is in no address.
(() => {
  const form = document.querySelector("form[data-suggestions]");
  if (!form) return;
  const field = form.querySelector("input[name=wanted]");
  const found = form.querySelector(".found");
  const told = form.querySelector("[role=status]");
  let asked = new AbortController();
  let timer;

  const show = (html) => {
    found.innerHTML = html;
    found.hidden = !html;
    told.textContent = found.firstElementChild?.dataset.told ?? "";
  };

  const look = async () => {
    asked.abort();
    asked = new AbortController();
    if (field.value.trim().length < 2 && !/\d/.test(field.value)) return show("");
    try {
      const answer = await fetch(form.dataset.suggestions, { method: "POST", body: new FormData(form), signal: asked.signal });
      show(answer.ok ? (await answer.json()).html : "");
    } catch (stopped) {
      if (stopped.name !== "AbortError") show("");
    }
  };

  const move = (event, step) => {
    const places = [field, ...found.querySelectorAll("a")];
    places[Math.max(0, places.indexOf(document.activeElement) + step)]?.focus();
    event.preventDefault();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  form.querySelector(".finder").addEventListener("keydown", (event) => {
    if (found.hidden) return;
    if (event.key === "ArrowDown") move(event, 1);
    if (event.key === "ArrowUp") move(event, -1);
    if (event.key === "Escape") {
      asked.abort();
      show("");
      field.focus();
    }
  });
})();
