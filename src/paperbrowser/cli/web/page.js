// The token has done its work: it leaves the address bar, so that it is not bookmarked, shared or photographed.
history.replaceState(null, "", "/");

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("again").addEventListener("click", () => location.reload());
});
