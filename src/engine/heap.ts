/** A priority queue: `pop` gives the element that comes before all others by the order given. */
export class Heap<Element> {
  readonly #elements: Element[] = [];
  readonly #isBefore: (left: Element, right: Element) => boolean;

  constructor(isBefore: (left: Element, right: Element) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#elements.length;
  }

  /** What `pop` would give. */
  get first(): Element | undefined {
    return this.#elements[0];
  }

  push(element: Element): void {
    let at = this.#elements.push(element) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  pop(): Element | undefined {
    const first = this.#elements[0];
    const last = this.#elements.pop();
    if (last === undefined || this.#elements.length === 0) return first;
    this.#elements[0] = last;
    let at = 0;
    while (true) {
      const left = 2 * at + 1;
      const child = this.#comesBefore(left + 1, left) ? left + 1 : left;
      if (child >= this.#elements.length || !this.#swapIfBefore(child, at)) return first;
      at = child;
    }
  }

  #comesBefore(left: number, right: number): boolean {
    const [one, other] = [this.#elements[left], this.#elements[right]];
    return one !== undefined && other !== undefined && this.#isBefore(one, other);
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const [one, other] = [this.#elements[child], this.#elements[parent]];
    if (one === undefined || other === undefined || !this.#isBefore(one, other)) return false;
    this.#elements[child] = other;
    this.#elements[parent] = one;
    return true;
  }
}
