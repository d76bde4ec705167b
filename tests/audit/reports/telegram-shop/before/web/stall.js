const { initData } = window.Telegram.WebApp;

async function order(article) {
  await fetch("/api/orders", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Init-Data": initData },
    body: JSON.stringify({ article, count: 1 }),
  });
}

async function show() {
  const articles = await (await fetch("/api/articles")).json();
  for (const { id, name, price } of articles) {
    const line = document.createElement("li");
    line.textContent = `${name}: ${price}`;
    line.addEventListener("click", () => order(id));
    document.getElementById("articles").append(line);
  }
}

show();
