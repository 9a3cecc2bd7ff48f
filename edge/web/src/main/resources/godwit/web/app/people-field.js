// A field for the names of several people: each becomes a chip, which can be taken away again.

import { button, element } from './elements.js';

const NAME = /^[A-Za-z0-9_.@+:|-]{1,64}$/;
const BETWEEN = /[\s,;]+/;

export class PeopleField {
  #input;
  #chips;
  #names = new Set();

  /** @param {HTMLElement} place holds an input and, before it, a list for the chips */
  constructor(place) {
    this.#input = place.querySelector('input');
    this.#chips = place.querySelector('ul');
    this.#input.onkeydown = (event) => this.#onKey(event);
    this.#input.oninput = () => {
      this.#input.setCustomValidity('');
      if (BETWEEN.test(this.#input.value)) {
        this.#take();
      }
    };
    place.addEventListener('click', ({ target }) => target === place && this.#input.focus());
  }

  clear() {
    this.#names.clear();
    this.#input.value = '';
    this.#input.setCustomValidity('');
    this.#render();
  }

  /** @returns {string[]|undefined} the names, or undefined where something is written that can't be one: it says so */
  read() {
    this.#take();
    return this.#input.reportValidity() ? [...this.#names] : undefined;
  }

  #onKey(event) {
    if (event.key === 'Enter' && this.#input.value.trim() !== '' && !event.isComposing) {
      event.preventDefault();
      this.#take();
      this.#input.reportValidity();
    } else if (event.key === 'Backspace' && this.#input.value === '' && this.#names.size > 0) {
      this.#names.delete([...this.#names].at(-1));
      this.#render();
    }
  }

  /** What is written becomes chips; what can't be a name stays. */
  #take() {
    const words = this.#input.value.split(BETWEEN).filter((word) => word !== '');
    const strange = words.filter((word) => !NAME.test(word));
    words.filter((word) => NAME.test(word)).forEach((word) => this.#names.add(word));
    this.#input.value = strange.join(' ');
    this.#input.setCustomValidity(strange.length > 0 ? 'Names have letters, digits and _ . @ - + : |' : '');
    this.#render();
  }

  #render() {
    this.#chips.replaceChildren(...[...this.#names].map((name) => {
      const chip = element('li', 'chip');
      const text = element('span', '', name);
      text.dir = 'auto';
      const away = button('✕', () => {
        this.#names.delete(name);
        this.#render();
        this.#input.focus();
      });
      away.setAttribute('aria-label', `Take away ${name}`);
      chip.append(text, away);
      return chip;
    }));
  }
}
