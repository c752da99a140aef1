// Where a classic script lies: it has no `import.meta`. Injected by the build of wesign.classic.js.
export const WESIGN_SCRIPT = document.currentScript.src;
