(function () {
  try {
    var theme = localStorage.getItem('stepwell-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden: the system's preference then decides.
  }
})();
