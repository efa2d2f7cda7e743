// In the preview only: reloads the page after a build, or shows the problems of the build above the last good page.
(() => {
  const place = "sop-preview-scroll",
    kept = sessionStorage.getItem(place);
  if (kept) {
    scrollTo(0, +kept);
    sessionStorage.removeItem(place);
  }
  // Until the new page is here nothing of the old one answers: what one did there would be lost.
  const again = () => {
    if (document.documentElement.inert) return; // a second would break the first off
    document.dispatchEvent(new Event("sop-preview-leaving"));
    document.activeElement?.blur(); // else a key still reaches it until the next frame
    document.documentElement.inert = true;
    sessionStorage.setItem(place, scrollY);
    location.reload();
  };
  document.addEventListener("sop-preview-released", again);
  let box = null;
  const { build } = document.currentScript.dataset;
  let news = null;
  // A browser has six connections to one address: pages that nobody looks at would leave none to the next.
  const listen = () => {
    news?.close();
    news = document.hidden ? null : new EventSource(`/~events?build=${build}`);
    if (news) news.onmessage = tell;
  };
  const tell = (event) => {
    const problems = JSON.parse(event.data);
    if (!problems.length) {
      // An open form keeps what is typed in it, and an answer is waited for; the page is loaded again after them.
      if (document.dispatchEvent(new Event("sop-preview-reload", { cancelable: true }))) again();
      return;
    }
    box ||= document.body.insertBefore(
      Object.assign(document.createElement("pre"), { id: "sop-problems", role: "alert" }),
      document.body.firstChild,
    );
    Object.assign(box.style, {
      margin: 0,
      padding: "1rem",
      background: "#fff3cd",
      color: "#3b2e00",
      whiteSpace: "pre-wrap",
      position: "sticky",
      top: 0,
      zIndex: 99,
    });
    box.textContent = problems.join("\n");
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
