// Light or dark: as the system says, until the person says otherwise.

import { kept } from './kept.js';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const current = () => kept.theme() ?? (systemIsDark.matches ? 'dark' : 'light');
const paint = () => document.documentElement.setAttribute('data-theme', current());

export function startTheme(button) {
  paint();
  systemIsDark.onchange = paint;
  button.onclick = () => {
    kept.setTheme(current() === 'dark' ? 'light' : 'dark');
    paint();
  };
}
