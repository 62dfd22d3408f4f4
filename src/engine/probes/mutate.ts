import type { Random } from '../random.ts';
import { between, mutateText, pick, shuffled } from './drawText.ts';
import { boolean, float, integer, text, type Value } from './value.ts';

/** A value of the same shape that differs a little: the input that splits candidates is often next to one that does not. */
export function mutateValue(random: Random, value: Value): Value {
  switch (value.type) {
    case 'boolean':
      return boolean(!value.value);
    case 'integer': {
      const near = [value.value + 1, value.value - 1, -value.value || 0, value.value * 2];
      return integer(pick(random, [...near, value.value + between(random, -5, 10)]));
    }
    case 'float':
      return float(
        pick(random, [value.value + 1, value.value * 2, value.value + between(random, -300, 300) / 100]),
      );
    case 'text':
      return text(mutateText(random, value.value));
    case 'list':
      return { type: 'list', items: mutateItems(random, value.items).slice(0, 40) };
    case 'tuple': {
      const at = random.below(value.items.length);
      return { ...value, items: value.items.map((item, i) => (i === at ? mutateValue(random, item) : item)) };
    }
    case 'map': {
      const at = random.below(value.entries.length);
      const entries = value.entries.map(
        ([key, item], i) => [key, i === at ? mutateValue(random, item) : item] as const,
      );
      return { type: 'map', entries };
    }
    case 'nothing':
      return value;
    default:
      return value satisfies never;
  }
}

function mutateItems(random: Random, items: readonly Value[]): readonly Value[] {
  if (items.length === 0) return [integer(1)];
  const at = random.below(items.length);
  const chance = random.next();
  if (chance < 0.25) return items.map((item, i) => (i === at ? mutateValue(random, item) : item));
  if (chance < 0.4) return items.filter((_, i) => i !== at);
  if (chance < 0.55) return [...items.slice(0, at), pick(random, items), ...items.slice(at)];
  if (chance < 0.65) return [...items].reverse();
  if (chance < 0.75) return shuffled(random, items);
  if (chance < 0.85) return [...items, ...items];
  return [...items.slice(0, at), mutateValue(random, pick(random, items)), ...items.slice(at)];
}
