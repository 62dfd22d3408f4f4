// Runs in the page before its own script: the API, theme and styles that VS Code gives a webview. `given` is set before.
(() => {
  globalThis.posted = [];
  globalThis.problems = [];
  globalThis.saved = given.savedState;
  addEventListener('securitypolicyviolation', event =>
    problems.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
  );
  globalThis.acquireVsCodeApi = () => ({
    postMessage: message => posted.push(message),
    getState: () => globalThis.saved,
    setState: state => {
      globalThis.saved = state;
    },
  });
  const dress = () => {
    for (const [name, value] of Object.entries(given.theme.variables)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.documentElement.style.background = 'var(--vscode-sideBar-background)';
    document.body.className = given.theme.bodyClass;
    const style = document.createElement('style');
    style.textContent = given.hostStyles;
    document.head.prepend(style);
  };
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    dress();
  }).observe(document, { childList: true, subtree: true });
})();
