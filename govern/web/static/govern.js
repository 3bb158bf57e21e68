// What scripts add. Every page works without them.

// Warns before a session ends, and lets the reader stay.
(() => {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const { idleSeconds, warningSeconds, extension, token } = warning.dataset;
  const wait = (Number(idleSeconds) - Number(warningSeconds)) * 1000;
  let timer;

  const begin = () => {
    warning.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { warning.hidden = false; }, wait);
  };

  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(extension, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) begin();
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
