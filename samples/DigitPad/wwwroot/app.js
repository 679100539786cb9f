import { startDrawing } from './draw.js';
import { startTraining } from './train.js';

const tabs = [...document.querySelectorAll('[role=tab]')];

function select(tab, focus) {
  for (const other of tabs) {
    const selected = other === tab;
    other.setAttribute('aria-selected', selected);
    other.tabIndex = selected ? 0 : -1;
    document.getElementById(other.getAttribute('aria-controls')).hidden = !selected;
  }

  history.replaceState(null, '', tab.id === 'tab-train' ? '#train' : location.pathname);
  if (focus) {
    tab.focus();
  }

  dispatchEvent(new Event('resize'));
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener('click', () => select(tab, false));
  tab.addEventListener('keydown', event => {
    const target = {
      ArrowRight: (index + 1) % tabs.length,
      ArrowLeft: (index + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      select(tabs[target], true);
    }
  });
}

if (location.hash === '#train') {
  select(tabs[1], false);
}

startDrawing();
startTraining();
